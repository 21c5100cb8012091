// c10d's NCCL process group, behind plain types.
#pragma once

#include "device/cuda_plugin.h"

namespace duo {

// backend: a c10::intrusive_ptr<c10d::Backend>. Throws what LibTorch throws.
void makeNcclGroup(const CudaPeer& peer, void* backend);

}  // namespace duo
