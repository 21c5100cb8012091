#!/usr/bin/env python3
"""Makes editing.safetensors with the published inpainting functions, on the CPU in fp32.

    python make_editing_fixtures.py CODE_CHECKOUT OUT_DIR

The checkout is github.com/czg1225/CoDe; see README.md for what is made.
"""
import sys
import warnings
from pathlib import Path

import torch
from safetensors.torch import save_file

from make_fixtures import CODE, LABELS, SIZES, VOCAB_STEP, lively, picture_part, settings, steady
from published import build_pair, load, result, watch

SIDE = 96


def mask():
    """1 where the picture is drawn: a rectangle that reaches the right edge. -> [1, 1, 96, 96]"""
    drawn = torch.zeros(1, 1, SIDE, SIDE)
    drawn[:, :, 20:70, 30:] = 1
    return drawn


def source_latents(vae):
    """-> the latents after each scale of the first picture/vqvae, from its nearest tokens."""
    picture = lively("picture/vqvae", 2, 3, SIDE, SIDE)[:1]
    return vae.quantize.f_to_idxBl_or_fhat(vae.quant_conv(vae.encoder(picture)), to_fhat=True)


def run_edit(code, drafter, refiner, split, f_hats, *, top_k, temp, top_p, cfg, seed, noise=0.0):
    """Published inpainting by both models; splits 0 and K by its plain loop with the same settings."""
    drawn = mask()
    source = dict(f_hats=f_hats, mask_in=1 - drawn, mask_out=drawn)
    common = dict(B=len(LABELS), label_B=LABELS, g_seed=seed, cfg=cfg, top_p=top_p, **source)
    scales = len(drafter.patch_nums)
    if split in (0, scales):
        var = drafter if split else refiner
        with watch(code, var, (top_k, temp), True, noise) as seen:
            picture = var.autoregressive_infer_inpaint(top_k=0, **common)
        return result(seen, range(scales), picture)
    with watch(code, refiner, None, True, noise) as seen:
        f_hat, token_hub, logits_hub = drafter.autoregressive_inpaint_draft(
            exit_num=split, top_k=top_k, temp=temp, **common)
        picture = refiner.autoregressive_inpaint_refine(
            entry_num=split, draft=token_hub, f_hat=f_hat, logits_hub=logits_hub, top_k=top_k, temp=temp, **common)
    # The refiner's first `split` draws only advance its random stream and are discarded.
    return result(seen, [*range(split), *range(2 * split, split + scales)], picture)


def main(checkout, out_dir):
    warnings.filterwarnings("ignore", category=FutureWarning)  # the published code predates this torch
    torch.set_num_threads(1)
    torch.manual_seed(0)
    code = load(checkout)
    vae, drafter, refiner = build_pair(code, SIZES, ("vae", "drafter", "refiner"), (3, 2))
    out = {"labels": LABELS, **settings(CODE)}
    with torch.no_grad():
        f_hats = source_latents(vae)
        for split in range(7):
            run = steady(lambda noise: run_edit(code, drafter, refiner, split, f_hats, noise=noise, **CODE),
                         f"edit at split {split}")
            out[f"split{split}.tokens"] = run["tokens"]
            out[f"split{split}.f_hat"] = run["f_hat"]
            if split == 3:
                out["split3.logits"] = run["logits"][..., ::VOCAB_STEP]
                out["split3.picture"] = picture_part(run["picture"])
    tensors = {key: value.contiguous() for key, value in out.items()}
    save_file(tensors, Path(out_dir) / "editing.safetensors",
              {"made_with": f"tests/data/make_editing_fixtures.py, torch {torch.__version__}"})


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
