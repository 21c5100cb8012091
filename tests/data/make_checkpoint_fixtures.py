"""Writes tests/data/checkpoints: small files written by torch.save and the safetensors library.

Usage: python make_checkpoint_fixtures.py [FOLDER]      needs torch, safetensors, numpy

values.* hold one tensor of every type, element i of n being i - n / 2 (odd elements true for bool).
"""
import argparse
import collections
import pathlib
import sys

import torch
from safetensors.torch import save_file

TYPES = ("float32", "float16", "bfloat16", "float64", "int64", "int32", "int16", "int8", "uint8", "bool")
SIDES = (1, 2, 3)


def values():
    state = collections.OrderedDict()
    for name in TYPES:
        numbers = torch.arange(6) - 3
        if name == "uint8":
            numbers = numbers + 3
        if name == "bool":
            numbers = torch.arange(6) % 2
        state[name] = numbers.to(getattr(torch, name)).reshape(2, 3)
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.zeros(0, 4)
    return state


def views():
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    tied = torch.full((3,), 7.0)
    return {
        "base": base,
        "turned": base.t(),  # [6, 4]
        "cut": base[1:3, ::2],  # [2, 3]
        "tied": {"a": tied, "b": tied},
        "expanded": torch.tensor([1.0, 2.0, 3.0]).expand(2, 3),
        "list": [torch.zeros(2), torch.ones(2)],
        "parameter": torch.nn.Parameter(torch.tensor([5.0, 6.0])),
    }


def wide(*shape):
    """A tensor of any size that takes four bytes in the file."""
    return torch.full((1,), 0.25).expand(*shape)


def var(depth=2, width=8, heads=2, classes=3, vocabulary=6, channels=4):
    tokens = sum(side * side for side in SIDES)
    levels = torch.cat([torch.full((side * side,), k) for k, side in enumerate(SIDES)]).view(1, tokens)
    state = collections.OrderedDict(
        pos_start=wide(1, 1, width), pos_1LC=wide(1, tokens, width), lvl_1L=levels,
        attn_bias_for_masking=wide(1, 1, tokens, tokens))

    def linear(name, inputs, outputs):
        state[name + ".weight"] = wide(outputs, inputs)
        state[name + ".bias"] = wide(outputs)

    linear("word_embed", channels, width)
    state["class_emb.weight"] = wide(classes + 1, width)
    state["lvl_embed.weight"] = wide(len(SIDES), width)
    for i in range(depth):
        block = f"blocks.{i}."
        state[block + "attn.scale_mul_1H11"] = wide(1, heads, 1, 1)
        for bias in ("q_bias", "v_bias", "zero_k_bias"):
            state[block + "attn." + bias] = wide(width)
        state[block + "attn.mat_qkv.weight"] = wide(3 * width, width)
        linear(block + "attn.proj", width, width)
        linear(block + "ffn.fc1", width, 2 * width)
        linear(block + "ffn.fc2", 2 * width, width)
        linear(block + "ada_lin.1", width, 6 * width)
    linear("head_nm.ada_lin.1", width, 2 * width)
    linear("head", width, vocabulary)
    return state


def quantizer(vocabulary=6, channels=4):
    """The tensors that distinguish a VQ-VAE from a VAR; enough for a training checkpoint that nests one."""
    return collections.OrderedDict([
        ("quantize.ema_vocab_hit_SV", wide(len(SIDES), vocabulary)),
        ("quantize.embedding.weight", wide(vocabulary, channels)),
        ("post_quant_conv.weight", wide(channels, channels, 3, 3)),
    ])


def training():
    step = {"step": torch.tensor(7.0), "exp_avg": wide(3, 8), "exp_avg_sq": wide(3, 8)}
    return {
        "epoch": 3,
        "iter": 7,
        "trainer": {
            "config": {"patch_nums": SIDES, "label_smooth": 0.0, "prog_it": 0, "first_prog": True},
            "var_wo_ddp": var(),
            "vae_local": quantizer(),
            "var_opt": {"optimizer": {"state": {0: step}, "param_groups": [{"lr": 1e-4, "betas": (0.9, 0.95), "params": [0]}]}},
        },
        "args": {"depth": 2, "data_path": "images", "device": torch.device("cuda", 0), "dtype": torch.float32, "seed": None},
    }


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "checkpoints")
    folder.mkdir(exist_ok=True)
    torch.save(values(), folder / "values.pth")
    torch.save(values(), folder / "values_protocol4.pth", pickle_protocol=4)
    torch.save(values(), folder / "values_legacy.pth", _use_new_zipfile_serialization=False)
    save_file(dict(values()), folder / "values.safetensors", metadata={"made by": "the safetensors library"})
    torch.save(views(), folder / "views.pth")
    torch.save(views(), folder / "views_legacy.pth", _use_new_zipfile_serialization=False)
    torch.manual_seed(0)
    torch.save(torch.nn.Linear(2, 3).state_dict(), folder / "module.pth")  # includes _metadata
    torch.save(training(), folder / "training.pth")
    torch.save({"weights": wide(2), "args": argparse.Namespace(depth=2)}, folder / "namespace.pth")


if __name__ == "__main__":
    main()
