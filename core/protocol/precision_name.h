// Precisions as options and files name them.
#pragma once

#include <string>

#include "protocol/generation_request.h"

namespace duo {

// "fp32", "bf16", "fp16" or "int8".
std::string precisionName(Precision precision);

}  // namespace duo
