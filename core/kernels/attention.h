// Attention of whole scales over the KV cache: softmax(q kᵀ) v without mask or scale. The CPU uses
// our tiles (cpu/attention_tiles.h, cpu/amx_attention.h) if the head's width fits them; otherwise,
// and on other devices, LibTorch's fused attention runs. Letters: R rows of a batch, H heads, l
// queries, n keys, h the head's width, C = H h.
#pragma once

#include <ATen/ATen.h>

namespace duo::kernels {

// q: [R, H, l, h], k and v: [R, H, n, h], each with packed rows; they may be views into longer
// tensors -> written into out [R, l, C], whose rows are packed. All of one type.
void attend(const at::Tensor& q_RHlh, const at::Tensor& k_RHnh, const at::Tensor& v_RHnh,
            at::Tensor out_RlC);

// The same in plain ATen.
void plainAttend(const at::Tensor& q_RHlh, const at::Tensor& k_RHnh, const at::Tensor& v_RHnh,
                 at::Tensor out_RlC);

}  // namespace duo::kernels
