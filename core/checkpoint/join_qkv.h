// Other layouts of the attention's input projection, brought to the published one. Torch-free.
#pragma once

#include "checkpoint/geometry.h"

namespace duo {

// Replaces, in every attention layer of the checkpoint, a projection whose q, k and v are stored
// apart by the joined one, and a projection of another name by the published name:
//   VAR     q_proj, k_proj, v_proj; to_q, to_k, to_v; q, k, v; qkv   → mat_qkv, q_bias, v_bias
//   VQ-VAE  q, k, v                                                → qkv
// Copies no weights: the joined tensor refers to its parts. Returns the number of layers changed.
// Error(Checkpoint): parts that differ in shape or type; a VAR's k with a bias other than 0.
int joinQkv(CheckpointFile& checkpoint);

}  // namespace duo
