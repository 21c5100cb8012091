#!/usr/bin/env python3
"""Makes the fixtures of this folder with the published code, on the CPU in fp32.

    python make_fixtures.py CODE_CHECKOUT VAR_CHECKOUT OUT_DIR

The checkouts are github.com/czg1225/CoDe and github.com/FoundationVision/VAR; see README.md for what is made.
"""
import os
import sys
import warnings
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = ""  # the published code would use a GPU

import numpy as np
import torch
from safetensors.torch import save_file

from lively import fnv1a64, lively_tensor
from published import build_one, build_pair, fill, load, run_code, run_plain

SCALES6, SCALES10 = (1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 6, 8, 10, 13, 16)
SIZES = dict(patch_nums=SCALES6, V=96, Cvae=12, ch=64, share_quant_resi=4, num_classes=10)
SIZES10 = dict(patch_nums=SCALES10, V=64, Cvae=12, ch=32, share_quant_resi=4, num_classes=10)
LABELS = torch.tensor([3, 7, 10])  # 10 is 'no class'
VOCAB_STEP, ROW_STEP = 8, 7  # kept parts of logits [..., ::8] and pictures [..., 3::7, 3::7]

PLAIN = dict(top_k=60, top_p=0.95, cfg=4.0, seed=42)
GREEDY = dict(top_k=1, top_p=0.0, cfg=4.0, seed=0)
CODE = dict(top_k=[90, 80, 60, 40, 30, 20], temp=[1.3, 1.2, 1.1, 1.1, 1.0, 0.9], top_p=0.95, cfg=4.0, seed=7)
CODE_GREEDY = dict(top_k=[1] * 6, temp=[1.0] * 6, top_p=0.0, cfg=4.0, seed=0)
CODE10 = dict(top_k=[50] * 10, temp=[1.1] * 7 + [1.0] * 3, top_p=0.95, cfg=4.0, seed=11)
NOISE = 1e-5  # of the largest logit; tokens that depend on rounding would differ between machines


def lively(name, *shape):
    return torch.from_numpy(lively_tensor(name, shape))


def picture_part(picture):
    return picture[..., 3::ROW_STEP, 3::ROW_STEP]


def scalar(value):
    return torch.tensor([value], dtype=torch.int64 if isinstance(value, int) else torch.float32)


def settings(options):
    return {f"settings.{key}": torch.as_tensor(value) if isinstance(value, list) else scalar(value)
            for key, value in options.items()}


def steady(run, what):
    """The run's result, after checking that its tokens do not depend on rounding."""
    plain, shaken = run(0.0), run(NOISE)
    if not torch.equal(plain["tokens"], shaken["tokens"]):
        raise SystemExit(f"{what}: a token hangs on rounding; take another seed")
    return plain


# ---- the hash ------------------------------------------------------------------------------------------------------

HASHED = (("input/x", (2, 3)), ("picture/x", (1, 3, 4, 5)), ("drafter/class_emb.weight", (11, 192)),
          ("drafter/pos_start", (1, 1, 192)), ("drafter/blocks.0.attn.scale_mul_1H11", (1, 3, 1, 1)),
          ("drafter/blocks.1.attn.scale_mul_1H11", (1, 3, 1, 1)), ("drafter/blocks.2.attn.mat_qkv.weight", (576, 192)),
          ("drafter/blocks.0.attn.q_bias", (192,)), ("drafter/head.weight", (96, 192)), ("drafter/head.bias", (96,)),
          ("refiner/blocks.1.ada_lin.1.weight", (768, 128)), ("refiner/blocks.1.ada_lin.1.bias", (768,)),
          ("shared/blocks.1.ada_gss", (1, 1, 6, 128)), ("shared/shared_ada_lin.1.weight", (768, 128)),
          ("vae/quantize.embedding.weight", (96, 12)), ("vae/quantize.ema_vocab_hit_SV", (6, 96)),
          ("vae/encoder.down.0.block.0.conv1.weight", (64, 64, 3, 3)), ("vae/decoder.norm_out.weight", (64,)),
          ("vae/decoder.conv_out.weight", (3, 64, 3, 3)), ("vae/decoder.conv_out.bias", (3,)))


def make_hash():
    out = {}
    for name, shape in HASHED:
        values = lively_tensor(name, shape)
        checksum = np.array([fnv1a64(values.astype("<f4").tobytes())], dtype=np.uint64).view(np.int64)
        out[f"{name}:shape"] = torch.tensor(shape)
        out[f"{name}:first"] = torch.from_numpy(values.reshape(-1)[:4].copy())
        out[f"{name}:fnv1a64"] = torch.from_numpy(checksum)
    return out


# ---- VQ-VAE and quantiser ------------------------------------------------------------------------------------------

MODULES = (("encoder.down.2.block.0", (1, 64, 4, 3)), ("encoder.down.1.block.1", (1, 64, 3, 4)),
           ("encoder.down.4.attn.0", (1, 256, 3, 2)), ("encoder.down.1.downsample", (1, 64, 7, 5)),
           ("decoder.up.1.upsample", (1, 64, 2, 3)))


def make_vqvae(vae):
    picture = lively("picture/vqvae", 2, 3, 96, 96)
    f = vae.get_f(picture)
    tokens = vae.img_to_idxBl(picture)
    f_hats = vae.img_to_idxBl(picture, to_fhat=True)
    shaken = vae.quantize.f_to_idxBl_or_fhat(f + NOISE * f.abs().max() * torch.randn(f.shape), to_fhat=False)
    if not all(map(torch.equal, tokens, shaken)):
        raise SystemExit("vqvae: a token hangs on rounding; rename the picture")
    out = {"encoder": vae.encoder(picture), "features": f, "tokens": torch.cat(tokens, 1),
           "decoded_raw": vae.decoder(vae.post_quant_conv(f_hats[-1])),
           "decoded": vae.idxBl_to_img(tokens, same_shape=True, last_one=True)}
    out["decoded"] = picture_part(out["decoded"])
    out["decoded_raw"] = out["decoded_raw"][..., 1::3, 1::3]
    for k, f_hat in enumerate(f_hats):
        out[f"f_hat.{k}"] = f_hat
    for name, shape in MODULES:
        out[f"module.{name}"] = vae.get_submodule(name)(lively(f"input/{name}", *shape))
    return out


def walk(quantizer, scales, tokens):
    """-> (f_hat, next map) after every scale, as in inference."""
    f_hat, states = torch.zeros(1, quantizer.Cvae, scales[-1], scales[-1]), []
    for k, (side, idx_Bl) in enumerate(zip(scales, tokens)):
        h = quantizer.embedding(idx_Bl).transpose(1, 2).reshape(1, quantizer.Cvae, side, side)
        f_hat, next_map = quantizer.get_next_autoregressive_input(k, len(scales), f_hat, h)
        states.append((f_hat.clone(), next_map.clone()))
    return states


def phi_table(code):
    out = {}
    for scale_count in (2, 3, 4, 5, 6, 7, 10, 12):
        for share in (0, 1, 2, 3, 4, 5):
            count = share or scale_count
            phis = [torch.nn.Identity() for _ in range(count)]
            table = (code.quant.PhiNonShared(phis) if share == 0 else code.quant.PhiShared(phis[0]) if share == 1
                     else code.quant.PhiPartiallyShared(torch.nn.ModuleList(phis)))
            chosen = [table[k / (scale_count - 1)] for k in range(scale_count)]
            out[f"phi.share{share}.scales{scale_count}"] = torch.tensor(
                [next(i for i, phi in enumerate(phis) if phi is c) for c in chosen])
    return out


def make_quantizer(code):
    out = phi_table(code)
    draw = torch.Generator().manual_seed(3)
    tokens = {len(s): [torch.randint(96, (1, side * side), generator=draw) for side in s] for s in (SCALES6, SCALES10)}
    for count, idx in tokens.items():
        out[f"tokens.scales{count}"] = torch.cat(idx, 1)
    for share, scales in ((4, SCALES6), (1, SCALES6), (0, SCALES6), (4, SCALES10), (0, SCALES10)):
        quantizer = fill(code.quant.VectorQuantizer2(vocab_size=96, Cvae=12, using_znorm=False, v_patch_nums=scales,
                                                     share_quant_resi=share), f"share{share}/quantize.")
        key, idx = f"share{share}.scales{len(scales)}", tokens[len(scales)]
        states = walk(quantizer, scales, idx)
        if scales == SCALES6:
            for k, (f_hat, next_map) in enumerate(states):
                if share == 4 or k + 1 == len(scales):
                    out[f"{key}.f_hat.{k}"] = f_hat
                if k + 1 < len(scales):
                    out[f"{key}.map.{k + 1}"] = next_map
        else:
            out[f"{key}.f_hat.9"] = states[-1][0][..., ::3, ::3]
        step = 1 if scales == SCALES6 else 5
        out[f"{key}.teacher_inputs"] = quantizer.idxBl_to_var_input(idx)[:, ::step]
        features = lively(f"input/features.scales{len(scales)}", 1, 12, scales[-1], scales[-1])
        found = quantizer.f_to_idxBl_or_fhat(features, to_fhat=False)
        shaken = quantizer.f_to_idxBl_or_fhat(features + NOISE * torch.randn(features.shape), to_fhat=False)
        if not all(map(torch.equal, found, shaken)):
            raise SystemExit(f"quantizer {key}: a token hangs on rounding; rename the features")
        out[f"{key}.nearest_tokens"] = torch.cat(found, 1)
    return out


# ---- transformer ---------------------------------------------------------------------------------------------------

def make_modules(prefix, var):
    """One block, its attention and the head's norm, on 1 + 4 tokens under the block-causal mask."""
    C, block = var.C, var.blocks[1]
    x, cond = lively(f"input/{prefix}.x", 2, 5, C), lively(f"input/{prefix}.cond", 2, C)
    mask = var.attn_bias_for_masking[:, :, :5, :5]
    return {f"{prefix}.block1": block(x=x.clone(), cond_BD=var.shared_ada_lin(cond), attn_bias=mask),
            f"{prefix}.block1.attn": block.attn(x.clone(), attn_bias=mask),
            f"{prefix}.block1.ffn": block.ffn(x.clone()),
            f"{prefix}.head_nm": var.head_nm(x.clone(), cond),
            f"{prefix}.get_logits": var.get_logits(x.clone(), cond)}


def make_forward(prefix, vae, var, tokens):
    var.cond_drop_rate = 0.0  # otherwise labels are dropped at random, also in evaluation
    logits = var(LABELS, vae.quantize.idxBl_to_var_input(tokens))
    return {f"{prefix}.forward.logits": logits[..., ::VOCAB_STEP], f"{prefix}.forward.best": logits.argmax(-1)}


def split_scales(tokens, scales):
    return list(tokens.split([side * side for side in scales], 1))


def keep(key, run, logits=True, picture=True):
    out = {f"{key}.tokens": run["tokens"]}
    if logits:
        out[f"{key}.logits"] = run["logits"][..., ::VOCAB_STEP]
    if picture:
        out[f"{key}.picture"] = picture_part(run["picture"])
    return out


def make_var(code, models):
    vae, drafter, refiner = models["vae"], models["drafter"], models["refiner"]
    draw = torch.Generator().manual_seed(5)
    tokens = [torch.randint(96, (3, side * side), generator=draw) for side in SCALES6]
    out = {"labels": LABELS, "forward.tokens": torch.cat(tokens, 1), **settings(GREEDY)}
    for prefix in ("drafter", "refiner", "shared"):
        if prefix != "refiner":  # the same class as the drafter, at another size
            out |= make_modules(prefix, models[prefix])
        out |= make_forward(prefix, vae, models[prefix], tokens)
        greedy = steady(lambda noise: run_plain(code, models[prefix], LABELS, noise=noise, **GREEDY), prefix)
        out |= keep(f"{prefix}.greedy", greedy)
        out[f"{prefix}.greedy.f_hat"] = greedy["f_hat"]
    for split in range(7):
        greedy = steady(lambda noise: run_code(code, drafter, refiner, LABELS, split, noise=noise, **CODE_GREEDY),
                        f"greedy split {split}")
        out |= keep(f"code.greedy.split{split}", greedy, logits=split == 3, picture=split == 3)
    return out


# ---- published random stream ---------------------------------------------------------------------------------------

FILTERS = ((0, 0.0), (1, 0.0), (7, 0.0), (96, 0.0), (0, 0.01), (0, 0.5), (0, 0.95), (0, 1.0), (7, 0.5), (60, 0.95))


def make_sampling(code):
    draw_of = code.helpers.sample_with_top_k_top_p_
    smooth = lively("input/filter.smooth", 2, 5, 96) * 2
    ties = (smooth * 2).round() / 2
    out = {"filters.top_k": torch.tensor([k for k, _ in FILTERS]), "filters.top_p": torch.tensor([p for _, p in FILTERS])}
    for name, logits in (("smooth", smooth), ("ties", ties)):
        out[f"{name}.logits"] = logits
        for i, (top_k, top_p) in enumerate(FILTERS):
            for temperature in (1.0, 1.1):
                rng, filtered = torch.Generator().manual_seed(100 + i), [logits.clone(), logits.clone()]
                drawn = [draw_of(x, top_k=top_k, top_p=top_p, rng=rng, temp=temperature)[:, :, 0] for x in filtered]
                key = f"{name}.filter{i}"
                out[f"{key}.kept"] = torch.isfinite(filtered[0]).to(torch.uint8)
                out[f"{key}.temp{temperature}.drawn"] = torch.stack(drawn)  # twice from one stream
    rng = torch.Generator().manual_seed(9)
    out["exponential"] = torch.empty(2, 96).exponential_(generator=rng)
    out["exponential.next"] = torch.empty(3, 96).exponential_(generator=rng)
    ratio = 0.4
    gumbel = code.helpers.gumbel_softmax_with_rng(
        smooth.mul(1 + ratio), tau=max(0.27 * (1 - ratio * 0.95), 0.005), rng=torch.Generator().manual_seed(9))
    out["gumbel.mixture"] = gumbel[:, :2]  # ratio 0.4 is scale 2 of 6
    return out


def make_generation(code, plain_code, plain_var, models):
    drafter, refiner = models["drafter"], models["refiner"]
    out = {"labels": LABELS}
    out |= {f"var.{key}": value for key, value in settings(PLAIN).items()}
    out |= {f"code.{key}": value for key, value in settings(CODE).items()}
    for name, smooth in (("var", False), ("var.smooth", True)):
        out |= keep(name, steady(lambda noise: run_plain(
            plain_code, plain_var, LABELS, smooth=smooth, noise=noise, **PLAIN), name), logits=not smooth)
    for split in range(7):
        out |= keep(f"code.split{split}", steady(lambda noise: run_code(
            code, drafter, refiner, LABELS, split, noise=noise, **CODE), f"split {split}"), logits=split == 3)
    for split in (2, 4):
        out |= keep(f"code.smooth.split{split}", steady(lambda noise: run_code(
            code, drafter, refiner, LABELS, split, smooth=True, noise=noise, **CODE), f"smooth split {split}"),
            logits=False)
    return out


def make_ten_scales(code, drafter, refiner):
    labels = torch.tensor([1, 5])
    out = {"labels": labels, **settings(CODE10)}
    greedy10 = CODE10 | dict(top_k=[1] * 10, top_p=0.0)
    for name, split, options in (("greedy.split10", 10, greedy10), ("greedy.split6", 6, greedy10), ("split8", 8, CODE10)):
        run = steady(lambda noise: run_code(code, drafter, refiner, labels, split, decode=False, noise=noise,
                                            **options), name)
        out[f"{name}.tokens"] = run["tokens"]
        out[f"{name}.logits"] = run["logits"][:, ::17, ::8]
        out[f"{name}.logits_mean"] = torch.stack([x.mean() for x in split_scales(run["logits"], SCALES10)])
        out[f"{name}.logits_std"] = torch.stack([x.std() for x in split_scales(run["logits"], SCALES10)])
        out[f"{name}.f_hat"] = run["f_hat"][..., ::3, ::3]
    return out


# ---- all of them ---------------------------------------------------------------------------------------------------

def state_dict_lines(models):
    return "".join(f"{prefix} {name} {' '.join(map(str, tensor.shape))}\n"
                   for prefix, model in models.items() for name, tensor in model.state_dict().items())


def main(code_checkout, var_checkout, out_dir):
    warnings.filterwarnings("ignore", category=FutureWarning)  # the published code predates this torch
    torch.set_num_threads(1)
    torch.manual_seed(0)
    code, plain_code = load(code_checkout), load(var_checkout)
    vae, drafter, refiner = build_pair(code, SIZES, ("vae", "drafter", "refiner"), (3, 2))
    shared = build_one(code, SIZES, ("vae", "shared"), 2, shared_aln=True)[1]
    models = {"vae": vae, "drafter": drafter, "refiner": refiner, "shared": shared}
    plain_var = build_one(plain_code, SIZES, ("vae", "drafter"), 3)[1]
    ten = build_pair(code, SIZES10, ("vae10", "drafter10", "refiner10"), (2, 1))[1:]
    metadata = {"made_with": f"tests/data/make_fixtures.py, torch {torch.__version__}"}

    out = Path(out_dir)
    (out / "state_dicts.txt").write_text(state_dict_lines(models))
    with torch.no_grad():
        for name, make in (("lively", make_hash), ("vqvae", lambda: make_vqvae(vae)),
                           ("quantizer", lambda: make_quantizer(code)), ("var", lambda: make_var(code, models)),
                           ("sampling", lambda: make_sampling(code)),
                           ("generation", lambda: make_generation(code, plain_code, plain_var, models)),
                           ("ten_scales", lambda: make_ten_scales(code, *ten))):
            tensors = {key: value.contiguous() for key, value in make().items()}
            save_file(tensors, out / f"{name}.safetensors", metadata)
            print(f"{name}.safetensors: {len(tensors)} tensors, {(out / f'{name}.safetensors').stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
