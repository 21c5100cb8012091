#!/usr/bin/env python3
"""Times the published code on a GPU as its own sampling script runs it: fp16 autocast, TF32, random
weights of true size.

    python time_published_gpu.py CODE_CHECKOUT [--batches 1,64] [--cases plain,6,8] [--repeats 5]

One JSON line a case: median seconds, the VQ-VAE's part by CUDA events, peak allocated MiB.
"""
import argparse
import contextlib
import io
import json
import statistics
import sys
import types

import torch
from torch import nn

TEMPERATURES = [1.1] * 7 + [1.0] * 3
SCALES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16)


def build(folder, drafter_depth, refiner_depth):
    """The VQ-VAE and two VARs of the published code, without the time that initialising takes."""
    try:
        import huggingface_hub  # noqa: F401
    except ImportError:
        stand_in = types.ModuleType("huggingface_hub")
        stand_in.PyTorchModelHubMixin = type("PyTorchModelHubMixin", (), {})
        sys.modules["huggingface_hub"] = stand_in
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    for layer in (nn.Linear, nn.LayerNorm, nn.Embedding):
        layer.reset_parameters = lambda self: None
    nn.init.trunc_normal_ = lambda tensor, *rest, **named: tensor
    import models
    import models.var

    models.var.VAR.init_weights = lambda self, **named: None
    with contextlib.redirect_stdout(io.StringIO()):
        return models.build_vae_var_ctf(
            V=4096, Cvae=32, ch=160, share_quant_resi=4, device="cuda", patch_nums=SCALES, num_classes=1000,
            depth_draft=drafter_depth, depth_refine=refiner_depth, shared_aln=False)


def fill(model):
    """Random weights whose activations stay in fp16's range."""
    model.eval()
    for name, weight in model.named_parameters():
        weight.requires_grad_(False)
        is_table = weight.ndim < 2 or "emb" in name or "pos" in name
        weight.data.normal_(0, 0.3 if is_table else 0.7 / weight[0].numel() ** 0.5)
        if "norm" in name and name.endswith("weight"):
            weight.data.add_(1)


class Timer:
    """Milliseconds between two events of the device."""

    def __enter__(self):
        self.begin, self.end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        self.begin.record()
        return self

    def __exit__(self, *error):
        self.end.record()

    def seconds(self):
        return self.begin.elapsed_time(self.end) / 1e3


def decode(drafter, refiner, case, batch):
    labels = torch.arange(batch, device="cuda") % 1000
    shared = dict(B=batch, label_B=labels, g_seed=42, cfg=1.5, top_p=0.96)
    with torch.inference_mode(), torch.autocast("cuda", dtype=torch.float16, cache_enabled=True):
        if case == "plain":
            return drafter.autoregressive_infer_cfg(top_k=900, **shared)
        code = dict(shared, top_k=[600] * 10, temp=TEMPERATURES)
        latent, tokens = drafter.autoregressive_infer_cfg_draft(exit_num=int(case), **code)
        return refiner.autoregressive_infer_cfg_refine(draft=tokens, f_hat=latent, entry_num=int(case), **code)


def measure(vqvae_times, drafter, refiner, case, batch, repeats):
    decode(drafter, refiner, case, batch)
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    totals, vqvae = [], []
    for _ in range(repeats):
        vqvae_times.clear()
        with Timer() as timer:
            decode(drafter, refiner, case, batch)
        torch.cuda.synchronize()
        totals.append(timer.seconds())
        vqvae.append(vqvae_times[0].seconds())
    total, decoder = statistics.median(totals), statistics.median(vqvae)
    return dict(case=case, batch=batch, total_s=round(total, 5), sampling_s=round(total - decoder, 5),
                vqvae_s=round(decoder, 5), peak_mib=round(torch.cuda.max_memory_allocated() / 2**20))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", metavar="CODE_CHECKOUT", help="checkout of czg1225/CoDe")
    parser.add_argument("--batches", default="1,64")
    parser.add_argument("--cases", default="plain,6,8", help="plain VAR, or splits N")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--drafter", type=int, default=30, help="depth (default: 30)")
    parser.add_argument("--refiner", type=int, default=16, help="depth (default: 16)")
    options = parser.parse_args()

    vqvae, drafter, refiner = build(options.code, options.drafter, options.refiner)
    torch.manual_seed(0)
    for model in (vqvae, drafter, refiner):
        fill(model)
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = True
    torch.set_float32_matmul_precision("high")
    times, plain = [], vqvae.fhat_to_img

    def timed(*arguments, **named):
        with Timer() as timer:
            picture = plain(*arguments, **named)
        times.append(timer)
        return picture

    vqvae.fhat_to_img = timed
    for batch in map(int, options.batches.split(",")):
        for case in options.cases.split(","):
            print(json.dumps(measure(times, drafter, refiner, case, batch, options.repeats)), flush=True)


if __name__ == "__main__":
    main()
