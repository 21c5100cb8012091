#!/usr/bin/env python3
"""Times Duoscale and the published code: same random weights, labels, seed, threads and batch, in one run.

    python versus_published.py CODE_CHECKOUT [VAR_CHECKOUT] --cli duoscale-cli [--cases var-d16,d30+d16:6] [--threads 2]

The checkouts are czg1225/CoDe and FoundationVision/VAR on GitHub, unchanged. Without the second, plain VAR is the CoDe
checkout's plain loop. Needs torch, numpy and safetensors. Each side runs in a separate process, started for each round
and never while the other runs, so that 8 GB of weights are in memory once; rounds alternate.

Sampling time excludes the VQ-VAE, whose decode is timed separately. Ratios are published time over ours: above 1, ours
is faster. Peak memory is the peak resident size of the process while it makes pictures, without loading.
With --rng reference (mode "fp32 reference") both sides use the same random stream, and the tokens must be equal.
"""
import argparse
import contextlib
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import zlib

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "data"))
from lively import SQRT_3, rule  # noqa: E402
from published import load  # noqa: E402

SIDES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16)
SCALES = len(SIDES)
TOP_K, TOP_P, CFG = 600, 0.95, 4.0
TEMPERATURES = [1.1] * 7 + [1.0] * 3
MODES = {"fp32 reference": ("fp32", "reference"), "fp32": ("fp32", "counter"), "bf16": ("bf16", "counter"),
         "fp32 reference offloaded": ("fp32", "reference", "--offload")}


def labels_of(batch):
    return [(1 + 97 * i) % 1000 for i in range(batch)]  # as in duoscale-cli bench


# ---- cases and their weights ---------------------------------------------------------------------------------------

class Case:
    """'var-d16': plain VAR; 'd30+d16:6': CoDe with the split point after the colon."""

    def __init__(self, text):
        self.text = text
        self.plain = text.startswith("var-")
        if self.plain:
            self.depths, self.split = [int(text[5:])], SCALES
        else:
            pair, split = text.split(":")
            self.depths, self.split = [int(d[1:]) for d in pair.split("+")], int(split)


def quiet_build(build, device="cpu", **options):
    """A published builder's models without initial values, which are slow to draw and replaced by loading."""
    fill, torch.nn.init.trunc_normal_ = torch.nn.init.trunc_normal_, lambda tensor, **_: tensor
    try:
        with contextlib.redirect_stdout(None):
            models = build(device=device, **options)
    finally:
        torch.nn.init.trunc_normal_ = fill
    return [model.eval().requires_grad_(False) for model in models]


def random_tensor(name, shape, depth):
    """By the rules of tests/data/lively.py, seeded by name and depth."""
    if name == "lvl_1L":
        return torch.cat([torch.full((1, side * side), k) for k, side in enumerate(SIDES)], 1)
    offset, deviation, by_fan_in = rule(name)
    spread = deviation * SQRT_3
    if by_fan_in:
        spread /= float(np.prod(shape[1:])) ** 0.5
    if not spread:
        return torch.full(shape, offset)
    seed = zlib.crc32(f"{depth}/{name}".encode())
    return torch.empty(shape).uniform_(offset - spread, offset + spread, generator=torch.Generator().manual_seed(seed))


def write_weights(code, folder, depth):
    """Writes a safetensors file with one tensor in memory at a time. depth 0: the VQ-VAE."""
    path = folder / (f"d{depth}.safetensors" if depth else "vqvae.safetensors")
    if path.exists():
        return
    vae, var = quiet_build(code.models.build_vae_var, device="meta", depth=depth or 1)
    shapes = {name: tuple(tensor.shape) for name, tensor in (var if depth else vae).state_dict().items()
              if name != "attn_bias_for_masking"}
    header, end = {}, 0
    for name, shape in shapes.items():
        bytes_each, kind = (8, "I64") if name == "lvl_1L" else (4, "F32")
        start, end = end, end + bytes_each * int(np.prod(shape, dtype=np.int64))
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, shape in shapes.items():
            random_tensor(name, shape, depth).numpy().tofile(file)
    unfinished.rename(path)


# ---- the published side, in a separate process -------------------------------------------------------------------

def peak_resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def reset_peak():
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")


def fill_from(model, path):
    own = model.state_dict()
    with safe_open(path, "pt") as file:
        for name in file.keys():
            own[name].copy_(file.get_tensor(name))


class Watch:
    """Records tokens and moves the VQ-VAE out of the loop by wrapping names; the checkout stays unchanged."""

    def __init__(self, code, vae):
        self.drawn, self.f_hat = [], None
        draw = code.var.sample_with_top_k_top_p_

        def watched_draw(*args, **options):
            idx = draw(*args, **options)
            self.drawn.append(idx[:, :, 0])
            return idx

        def keep(f_hat):
            self.f_hat = f_hat
            return torch.zeros(1)

        code.var.sample_with_top_k_top_p_, vae.fhat_to_img = watched_draw, keep

    def tokens(self, split):
        """The refiner's first `split` draws only advance its random stream."""
        rows = self.drawn if len(self.drawn) == SCALES else self.drawn[:split] + self.drawn[2 * split:]
        return torch.cat(rows, 1)


def published_models(code, case, folder):
    if case.plain:
        vae, var = quiet_build(code.models.build_vae_var, depth=case.depths[0])
        models = [var]
    else:
        vae, *models = quiet_build(code.models.build_vae_var_ctf, depth_draft=case.depths[0],
                                   depth_refine=case.depths[1])
    fill_from(vae, folder / "vqvae.safetensors")
    for model, depth in zip(models, case.depths):
        fill_from(model, folder / f"d{depth}.safetensors")
    return vae, models


def published_pass(case, models, labels, seed):
    options = dict(B=len(labels), label_B=labels, g_seed=seed, cfg=CFG, top_p=TOP_P)
    if case.plain:
        models[0].autoregressive_infer_cfg(top_k=TOP_K, **options)
        return
    options.update(top_k=[TOP_K] * SCALES, temp=TEMPERATURES)
    f_hat, hub = models[0].autoregressive_infer_cfg_draft(exit_num=case.split, **options)
    models[1].autoregressive_infer_cfg_refine(entry_num=case.split, draft=hub, f_hat=f_hat, **options)


@torch.inference_mode()
def work_published(job):
    torch.set_num_threads(job["threads"])
    case, folder = Case(job["case"]), pathlib.Path(job["folder"])
    code = load(job["checkout"])
    vae, models = published_models(code, case, folder)
    labels = torch.tensor(labels_of(job["batch"]))
    watch = Watch(code, vae)
    load_peak, result = peak_resident(), {"sampling": [], "vqvae": []}
    reset_peak()
    for repeat in range(job["warmup"] + job["repeats"]):
        watch.drawn.clear()
        start = time.perf_counter()
        published_pass(case, models, labels, job["seed"])
        middle = time.perf_counter()
        type(vae).fhat_to_img(vae, watch.f_hat).add_(1).mul_(0.5)
        end = time.perf_counter()
        if repeat >= job["warmup"]:
            result["sampling"].append(middle - start)
            result["vqvae"].append(end - middle)
    result.update(peak=peak_resident(), load_peak=load_peak)
    save_file({"tokens": watch.tokens(case.split).contiguous()}, job["tokens"])
    print(json.dumps(result))


def run_published(args, case, folder):
    checkout = args.var if case.plain and args.var else args.code
    job = dict(checkout=checkout, case=case.text, folder=str(folder), threads=args.threads, batch=args.batch,
               seed=args.seed, warmup=args.warmup, repeats=args.repeats, tokens=str(folder / "published-tokens.safetensors"))
    done = subprocess.run([sys.executable, __file__, "--published", json.dumps(job)], check=True, text=True,
                          stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


# ---- our side ------------------------------------------------------------------------------------------------------

def run_ours(args, case, folder, mode):
    precision, rng, *flags = MODES[mode]
    command = [args.cli, "bench", "--json", "--device", "cpu", "--vae", folder / "vqvae.safetensors",
               "--drafter", folder / f"d{case.depths[0]}.safetensors", "--split", case.split, "--batch", args.batch,
               "--threads", args.threads, "--seed", args.seed, "--warmup", args.warmup, "--repeats", args.repeats,
               "--precision", precision, "--rng", rng, "--tokens", folder / "our-tokens.safetensors", *flags]
    if case.plain:
        command += ["--temperature", "1"]  # the published plain loop has none
    else:
        command += ["--refiner", folder / f"d{case.depths[1]}.safetensors"]
    done = subprocess.run([str(part) for part in command], check=True, text=True, stdout=subprocess.PIPE)
    report = json.loads(done.stdout)
    run = report["runs"][0]
    return {"sampling": run["sampling_seconds_all"], "vqvae": run["vqvae_seconds_all"],
            "peak": run["memory"]["resident_peak_bytes"], "load_peak": report["load_resident_peak_bytes"]}


def same_tokens(folder):
    ours = next(iter(load_file(folder / "our-tokens.safetensors").values()))
    theirs = load_file(folder / "published-tokens.safetensors")["tokens"]
    return int((ours == theirs).sum()), theirs.numel()


# ---- both ----------------------------------------------------------------------------------------------------------

def merged(results):
    return {key: sum((r[key] for r in results), []) if isinstance(results[0][key], list)
            else max(r[key] for r in results) for key in results[0]}


def measure(args, case, folder):
    """-> (published, {mode: ours}, {mode: (equal tokens, all)}), all rounds together"""
    theirs, ours, tokens = [], {mode: [] for mode in args.modes}, {}
    for _ in range(args.rounds):
        theirs.append(run_published(args, case, folder))
        for mode in args.modes:
            ours[mode].append(run_ours(args, case, folder, mode))
            if MODES[mode][:2] == ("fp32", "reference"):
                tokens[mode] = same_tokens(folder)
    return merged(theirs), {mode: merged(results) for mode, results in ours.items()}, tokens


def row(*cells):
    return "".join(str(cell).ljust(16) if i < 2 else str(cell).rjust(12) for i, cell in enumerate(cells))


def show(case, theirs, ours, tokens):
    sampling, vqvae = (statistics.median(theirs[key]) for key in ("sampling", "vqvae"))
    giga = 2.0 ** 30
    print(row(case.text, "published fp32", f"{sampling:.3f}", "", f"{vqvae:.3f}", "", f"{theirs['peak'] / giga:.2f}",
              "", f"{theirs['load_peak'] / giga:.2f}", ""))
    for mode, result in ours.items():
        own, own_vqvae = (statistics.median(result[key]) for key in ("sampling", "vqvae"))
        equal, count = tokens.get(mode, (None, None))
        print(row("", mode, f"{own:.3f}", f"{sampling / own:.2f}", f"{own_vqvae:.3f}", f"{vqvae / own_vqvae:.2f}",
                  f"{result['peak'] / giga:.2f}", f"{result['peak'] / theirs['peak']:.2f}",
                  f"{result['load_peak'] / giga:.2f}", f"{equal} of {count}" if count else ""), flush=True)
    return all(equal == count for equal, count in tokens.values())


def compare(args):
    cases = [Case(text) for text in args.cases.split(",")]
    code = load(args.code)
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(args.weights or stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for depth in sorted({0} | {depth for case in cases for depth in case.depths}):
            write_weights(code, folder, depth)
        print(f"batch {args.batch}, {args.threads} threads, torch {torch.__version__}; medians of "
              f"{args.rounds} x {args.repeats} after {args.warmup} to warm up; x: published over ours, memory ours "
              "over published\n")
        print(row("case", "side", "sampling s", "x", "VQ-VAE s", "x", "peak GiB", "of theirs", "loading GiB",
                  "same tokens"), flush=True)
        return all([show(case, *measure(args, case, folder)) for case in cases])


def main():
    if sys.argv[1:2] == ["--published"]:
        work_published(json.loads(sys.argv[2]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", metavar="CODE_CHECKOUT", help="checkout of czg1225/CoDe")
    parser.add_argument("var", metavar="VAR_CHECKOUT", nargs="?", help="checkout of FoundationVision/VAR")
    parser.add_argument("--cli", required=True, help="the program duoscale-cli")
    parser.add_argument("--cases", default="var-d16,d30+d16:6,d30+d16:8,var-d30", help="default: %(default)s")
    parser.add_argument("--modes", default=",".join(MODES), help="of ours; default: %(default)s")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2, help="times that both sides are started (default: 2)")
    parser.add_argument("--repeats", type=int, default=2, help="counted runs a start (default: 2)")
    parser.add_argument("--warmup", type=int, default=1, help="runs before them that are not (default: 1)")
    parser.add_argument("--weights", help="folder that keeps the random weights (10 GB with d30) for another run; "
                                          "default: a temporary one")
    args = parser.parse_args()
    args.modes = args.modes.split(",")
    return 0 if compare(args) else 1


if __name__ == "__main__":
    sys.exit(main())
