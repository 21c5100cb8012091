// Number types that the fused operations read and write. Torch-free.
#pragma once

namespace duo::kernels {

enum class Element { Float32, BFloat16, Float16 };

}  // namespace duo::kernels
