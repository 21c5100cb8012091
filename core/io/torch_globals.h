// The only names that a pickle may refer to, and what calling them makes. Nothing is ever executed.
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
    TypeName,  // torch.float32 and its kin: a plain text
    Storage,
    Encode,
    Bytes,
    Set
};

struct KnownGlobal {
    std::string_view module;
    std::string_view name;
    GlobalKind kind;
    std::optional<DType> dtype = std::nullopt;  // of a storage; nothing: untyped
};

// Null where the name is not allowed.
const KnownGlobal* findGlobal(std::string_view module, std::string_view name);

}  // namespace duo::io
