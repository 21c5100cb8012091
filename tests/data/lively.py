"""Weights from a hash of (tensor name, flat index), the same bits here and in tests/support/lively_weights.cpp.

Trick: u has 24 bits and the scale is rounded to fp32 first, so scale * u is exact in double; one rounding makes the
float, fused multiply-add or not. Only correctly rounded operations (+ - * / sqrt) are used, no libm.
"""
import numpy as np

MASK = (1 << 64) - 1
SQRT_3 = 1.7320508075688772  # half range of a uniform variable of standard deviation 1

# (end of the tensor's name, offset, standard deviation, divide by sqrt(fan-in)); the first match applies.
RULES = (
    ("quantize.ema_vocab_hit_SV", 0.0, 0.0, False),
    ("zero_k_bias", 0.0, 0.0, False),
    ("blocks.1.attn.scale_mul_1H11", 4.5, 0.6, False),  # some heads are above the cap log(100) = 4.605
    ("scale_mul_1H11", 1.3862943611198906, 0.3, False),  # around log(4), where training starts
    ("q_bias", 0.0, 0.3, False),
    ("v_bias", 0.0, 0.3, False),
    ("class_emb.weight", 0.0, 1.0, False),
    ("pos_start", 0.0, 0.7, False),
    ("pos_1LC", 0.0, 0.5, False),
    ("lvl_embed.weight", 0.0, 0.7, False),
    ("ada_gss", 0.0, 0.5, False),
    ("head_nm.ada_lin.1.weight", 0.0, 0.4, True),  # keeps the label from dominating the position
    ("ada_lin.1.weight", 0.0, 1.0, True),
    ("ada_lin.1.bias", 0.0, 0.3, False),
    ("head.weight", 0.0, 2.0, True),
    ("head.bias", 0.0, 0.5, False),
    ("quantize.embedding.weight", 0.0, 1.0, False),
    ("norm.weight", 1.0, 0.2, False),
    ("norm1.weight", 1.0, 0.2, False),
    ("norm2.weight", 1.0, 0.2, False),
    ("norm_out.weight", 1.0, 0.2, False),
    ("post_quant_conv.weight", 0.0, 1.2, True),
    ("quant_conv.weight", 0.0, 2.4, True),  # features as large as the codes
    ("decoder.conv_out.weight", 0.0, 0.7, True),  # few pixels clamped
    ("weight", 0.0, 1.2, True),
    ("bias", 0.0, 0.2, False),
)


def rule(name):
    if name.startswith("input/"):
        return 0.0, 1.0, False
    if name.startswith("picture/"):
        return 0.0, 1.0 / SQRT_3, False  # uniform in [-1, 1)
    for end, offset, deviation, by_fan_in in RULES:
        if name.endswith(end):
            return offset, deviation, by_fan_in
    raise KeyError(f"no rule for the tensor {name}")


def fnv1a64(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return h


def lively_tensor(name, shape):
    """name: 'model/published.name' (or 'input/...', 'picture/...'); any part of it changes every value."""
    offset, deviation, by_fan_in = rule(name)
    scale = deviation * SQRT_3
    if by_fan_in:
        scale /= np.sqrt(np.float64(int(np.prod(shape[1:], dtype=np.int64))))
    offset, scale = np.float64(np.float32(offset)), np.float64(np.float32(scale))

    count = int(np.prod(shape, dtype=np.int64))
    z = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(fnv1a64(name.encode()))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    u = (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1.0  # 24 bits in [-1, 1)
    return (offset + scale * u).astype(np.float32).reshape(shape)
