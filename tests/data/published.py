"""Imports the published code from its checkouts, fills its models with lively weights and records their draws.

Nothing of the checkouts is changed: what is captured is captured by wrapping names at run time.
"""
import contextlib
import importlib
import io
import sys
import types

import torch

from lively import lively_tensor

PACKAGES = ("models", "utils", "dist")  # both checkouts use these names
COMPUTED = ("lvl_1L", "attn_bias_for_masking")  # buffers the published constructor fills itself


def load(checkout):
    """-> the checkout's modules, isolated from those of other checkouts."""
    if "huggingface_hub" not in sys.modules:
        try:
            import huggingface_hub  # noqa: F401
        except ImportError:
            shim = types.ModuleType("huggingface_hub")
            shim.PyTorchModelHubMixin = type("PyTorchModelHubMixin", (), {})
            sys.modules["huggingface_hub"] = shim

    def forget():
        for name in [n for n in sys.modules if n.split(".")[0] in PACKAGES]:
            del sys.modules[name]

    forget()
    sys.path.insert(0, checkout)
    try:
        loaded = types.SimpleNamespace(
            models=importlib.import_module("models"),
            **{name: importlib.import_module(f"models.{name}")
               for name in ("var", "quant", "vqvae", "helpers", "basic_var", "basic_vae")})
    finally:
        sys.path.remove(checkout)
        forget()
    return loaded


def fill(model, prefix):
    """Fills parameters and buffers from the hash of prefix + published name; prefix such as 'drafter/'."""
    for name, tensor in model.state_dict().items():
        if name not in COMPUTED:
            tensor.copy_(torch.from_numpy(lively_tensor(f"{prefix}{name}", tuple(tensor.shape))))
    model.eval().requires_grad_(False)
    return model


def build_pair(code, sizes, names, depth, shared_aln=False):
    """-> (vae, drafter, refiner) of the published builder; names: their prefixes; depth: (drafter's, refiner's)."""
    with contextlib.redirect_stdout(io.StringIO()):
        models = code.models.build_vae_var_ctf(
            device="cpu", depth_draft=depth[0], depth_refine=depth[1], shared_aln=shared_aln, attn_l2_norm=True, **sizes)
    return tuple(fill(model, f"{name}/") for model, name in zip(models, names))


def build_one(code, sizes, names, depth, shared_aln=False):
    """-> (vae, var)"""
    with contextlib.redirect_stdout(io.StringIO()):
        models = code.models.build_vae_var(device="cpu", depth=depth, shared_aln=shared_aln, attn_l2_norm=True, **sizes)
    return tuple(fill(model, f"{name}/") for model, name in zip(models, names))


@contextlib.contextmanager
def watch(code, var, per_scale=None, decode=True, noise=0.0):
    """Records the draws: logits after guidance and before filtering, tokens, final latent, call by call.

    per_scale: (top_k, temperature) lists handed to the published sampling function scale by scale, for the plain loop,
    which has no such option. noise: adds that fraction of the largest logit at random, to see whether tokens hold.
    """
    seen, vae = types.SimpleNamespace(logits=[], tokens=[], f_hat=None), var.vae_proxy[0]
    draw, to_picture = code.var.sample_with_top_k_top_p_, vae.fhat_to_img
    jitter = torch.Generator().manual_seed(1)

    def watched_draw(logits_BlV, **options):
        if per_scale:
            options["top_k"], options["temp"] = (values[len(seen.tokens)] for values in per_scale)
        if noise:
            largest = logits_BlV[logits_BlV.isfinite()].abs().max()  # the inpainting functions draw from filtered ones, too
            logits_BlV.add_(torch.randn(logits_BlV.shape, generator=jitter) * noise * largest)
        seen.logits.append(logits_BlV.clone())
        idx_Bln = draw(logits_BlV, **options)
        seen.tokens.append(idx_Bln[:, :, 0].clone())
        return idx_Bln

    def watched_picture(f_hat):
        seen.f_hat = f_hat.clone()
        return to_picture(f_hat) if decode else torch.zeros(1)

    code.var.sample_with_top_k_top_p_, vae.fhat_to_img = watched_draw, watched_picture
    try:
        yield seen
    finally:
        code.var.sample_with_top_k_top_p_ = draw
        del vae.fhat_to_img


def result(seen, drawn, picture):
    return {"tokens": torch.cat([seen.tokens[i] for i in drawn], 1),
            "logits": torch.cat([seen.logits[i] for i in drawn], 1),
            "f_hat": seen.f_hat, "picture": picture}


def run_plain(code, var, labels, *, top_k, top_p, cfg, seed, temp=None, smooth=False, decode=True, noise=0.0):
    """The published autoregressive loop. top_k: one number, or with temp one per scale."""
    with watch(code, var, (top_k, temp) if temp else None, decode, noise) as seen:
        picture = var.autoregressive_infer_cfg(
            B=len(labels), label_B=labels, g_seed=seed, cfg=cfg, top_k=0 if temp else top_k, top_p=top_p, more_smooth=smooth)
    return result(seen, range(len(seen.tokens)), picture)


def run_code(code, drafter, refiner, labels, split, *, top_k, temp, top_p, cfg, seed, smooth=False, decode=True,
             noise=0.0):
    """Published collaborative decoding; splits 0 and K, which it cannot do, by the plain loop with the same settings."""
    common = dict(top_p=top_p, cfg=cfg, smooth=smooth, decode=decode, noise=noise, seed=seed, top_k=top_k, temp=temp)
    if split in (0, len(drafter.patch_nums)):
        return run_plain(code, drafter if split else refiner, labels, **common)
    options = dict(B=len(labels), label_B=labels, g_seed=seed, cfg=cfg, top_k=top_k, top_p=top_p, temp=temp,
                   more_smooth=smooth)
    with watch(code, refiner, None, decode, noise) as seen:
        f_hat, token_hub = drafter.autoregressive_infer_cfg_draft(exit_num=split, **options)
        picture = refiner.autoregressive_infer_cfg_refine(entry_num=split, draft=token_hub, f_hat=f_hat, **options)
    scales = len(drafter.patch_nums)
    # The refiner's first `split` draws only advance its random stream and are discarded.
    return result(seen, [*range(split), *range(2 * split, split + scales)], picture)
