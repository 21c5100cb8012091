#!/usr/bin/env python3
"""Makes evaluation.safetensors: results of trusted Python code on hashed features, pictures and weights.

    python make_evaluation_fixtures.py OUT_DIR

Fréchet distance as pytorch-fid computes it (scipy's sqrtm), inception score as guided-diffusion's evaluator, precision
and recall by the package prdc; the Inception network by torch-fidelity and, to be sure, by pytorch-fid. Needs numpy,
scipy, prdc, torch, torchvision, pytorch-fid, torch-fidelity, safetensors; see README.md.
"""
import sys
import tempfile
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from prdc import compute_prdc
from pytorch_fid import inception
from pytorch_fid.fid_score import calculate_frechet_distance
from safetensors.numpy import save_file
from torch_fidelity.feature_extractor_inceptionv3 import FeatureExtractorInceptionV3
from torch_fidelity.interpolate_compat_tensorflow import interpolate_bilinear_2d_like_tensorflow1x

from lively import lively_tensor

F, K, NEIGHBOURS, SPLIT = 24, 10, 3, 64


def features(name, count):
    """Correlated, in clumps of unequal spread; exact in fp64 except for the sums of a product."""
    plain = lively_tensor(f"input/{name}", (count, F)).astype(np.float64)
    mix = lively_tensor("input/mix", (F, F)).astype(np.float64)
    return plain @ mix * 0.5 + plain**3 * 0.25


def distance(a, b):
    return calculate_frechet_distance(a.mean(0), np.cov(a, rowvar=False), b.mean(0), np.cov(b, rowvar=False))


def inception_score(logits, split):
    """guided-diffusion's evaluator: parts in order, the mean of exp(KL)."""
    shifted = np.exp(logits - logits.max(1, keepdims=True))
    predictions = shifted / shifted.sum(1, keepdims=True)
    scores = []
    for first in range(0, len(predictions), split):
        part = predictions[first:first + split]
        kl = part * (np.log(part) - np.log(np.expand_dims(np.mean(part, 0), 0)))
        scores.append(np.exp(np.mean(np.sum(kl, 1))))
    return np.mean(scores), np.std(scores)


def inception_tensor(name, shape):
    """Norms of positive scale and variance, so that activations vary through the whole network."""
    module, _, kind = name.rpartition(".")
    if kind == "num_batches_tracked":
        return np.array(0, np.int64)
    if not module.endswith(".bn"):
        return lively_tensor(f"inception/{name}", shape)
    rule = {"weight": "norm.weight", "bias": "bias", "running_mean": "mean.bias", "running_var": "variance.norm.weight"}
    return lively_tensor(f"inception/{module}.{rule[kind]}", shape)


def hashed_pytorch_fid():
    """pytorch-fid's network, its download replaced by hashed weights. -> network, state dict"""
    weights = {}

    def fill(network, _):
        weights.update({name: torch.from_numpy(inception_tensor(name, tuple(value.shape)))
                        for name, value in network.state_dict().items()})
        load(network, weights)

    load = torch.nn.Module.load_state_dict
    with mock.patch.object(inception, "load_state_dict_from_url", lambda *_, **__: None), \
            mock.patch.object(torch.nn.Module, "load_state_dict", fill):
        network = inception.fid_inception_v3()
    return network.eval(), weights


def through_pytorch_fid(network, x):
    seen = {}
    network.avgpool.register_forward_hook(lambda module, inputs, output: seen.update(features=output))
    network.transform_input = False
    network(x)
    return seen["features"].flatten(1)


@torch.no_grad()
def inception_numbers():
    pixels = ((lively_tensor("picture/inception", (2, 3, 48, 40)) + 1) * 127.5).round().clip(0, 255).astype(np.uint8)
    network, weights = hashed_pytorch_fid()
    with tempfile.NamedTemporaryFile(suffix=".pth") as file:
        torch.save(weights, file.name)
        fidelity = FeatureExtractorInceptionV3("inception", ["2048", "logits_unbiased"],
                                               feature_extractor_weights_path=file.name)
    picture = torch.from_numpy(pixels)
    features, logits = fidelity(picture)
    resized = interpolate_bilinear_2d_like_tensorflow1x(picture.float(), size=(299, 299), align_corners=False)
    other = through_pytorch_fid(network, (resized - 128) / 128)
    print("torch-fidelity and pytorch-fid differ by", (features - other).abs().max().item(), "of",
          features.abs().max().item())
    assert torch.allclose(features, other, rtol=1e-4, atol=1e-5)
    return {"inception.resized": resized[..., ::23, ::23].numpy().copy(),
            "inception.features": features[:, ::8].numpy().copy(),
            "inception.logits": logits[:, ::8].numpy().copy()}


def main(out):
    made, reference = features("made", 300) * 1.1 + 0.3, features("reference", 200)
    few = features("few", 20)  # fewer than features: a singular covariance
    logits = lively_tensor("input/logits", (150, K)).astype(np.float64) * 2
    pr = compute_prdc(real_features=reference, fake_features=made, nearest_k=NEIGHBOURS)
    mean, deviation = inception_score(logits, SPLIT)
    numbers = {
        "distance": distance(made, reference),
        "distance.few": distance(few, reference),
        "inception_score.mean": mean,
        "inception_score.deviation": deviation,
        "precision": pr["precision"],
        "recall": pr["recall"],
    }
    print(numbers)
    tensors = {name: np.array([value], np.float64) for name, value in numbers.items()}
    save_file({**tensors, **inception_numbers()}, Path(out) / "evaluation.safetensors")


if __name__ == "__main__":
    main(sys.argv[1])
