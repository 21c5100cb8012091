// The only names that a pickle may refer to, and the value each one makes. Nothing is executed.
#pragma once

#include <optional>
#include <string_view>

#include "io/tensor_entry.h"

namespace duo::io {

enum class GlobalKind {
    OrderedDict,
    RebuildTensor,
    RebuildTensorV2,
    RebuildParameter,
    RebuildFromType,
    TensorType,
    Size,
    Device,
    TypeName,  // a dtype such as torch.float32, kept as plain text
    Storage,
    Encode,
    Bytes,
    Set
};

struct KnownGlobal {
    std::string_view module;
    std::string_view name;
    GlobalKind kind;
    std::optional<DType> dtype = std::nullopt;  // of a storage; nullopt: untyped
};

// Null if the name is not allowed.
const KnownGlobal* findGlobal(std::string_view module, std::string_view name);

}  // namespace duo::io
