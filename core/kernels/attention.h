// Attention of whole scales over the KV cache: softmax(q kᵀ) v without mask or scale. On the CPU
// our own tiles (cpu/attention_tiles.h, cpu/amx_attention.h); elsewhere, and where head widths do
// not fit, LibTorch's fused attention. Letters: R rows of a batch, H heads, l queries, n keys, h
// the head's width, C = H h.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// q: [R, H, l, h], k and v: [R, H, n, h], a part of the cache's tokens or of the queries: rows
// packed
// -> written into out [R, l, C], whose rows are packed, all of one type
void attend(const at::Tensor& q_RHlh, const at::Tensor& k_RHnh, const at::Tensor& v_RHnh,
            at::Tensor out_RlC);

// The same in plain ATen.
void plainAttend(const at::Tensor& q_RHlh, const at::Tensor& k_RHnh, const at::Tensor& v_RHnh,
                 at::Tensor out_RlC);

}  // namespace duo::kernels
