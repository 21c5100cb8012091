#include "io/torch_globals.h"

#include <algorithm>
#include <array>

namespace duo::io {
namespace {

constexpr std::array kGlobals{
    KnownGlobal{"collections", "OrderedDict", GlobalKind::OrderedDict},
    KnownGlobal{"torch._utils", "_rebuild_tensor", GlobalKind::RebuildTensor},
    KnownGlobal{"torch._utils", "_rebuild_tensor_v2", GlobalKind::RebuildTensorV2},
    KnownGlobal{"torch._utils", "_rebuild_parameter", GlobalKind::RebuildParameter},
    KnownGlobal{"torch._utils", "_rebuild_parameter_with_state", GlobalKind::RebuildParameter},
    KnownGlobal{"torch._tensor", "_rebuild_from_type_v2", GlobalKind::RebuildFromType},
    KnownGlobal{"torch", "Tensor", GlobalKind::TensorType},
    KnownGlobal{"torch.nn.parameter", "Parameter", GlobalKind::TensorType},
    KnownGlobal{"torch", "Size", GlobalKind::Size},
    KnownGlobal{"torch", "device", GlobalKind::Device},
    KnownGlobal{"_codecs", "encode", GlobalKind::Encode},
    KnownGlobal{"builtins", "bytes", GlobalKind::Bytes},
    KnownGlobal{"__builtin__", "bytes", GlobalKind::Bytes},
    KnownGlobal{"builtins", "set", GlobalKind::Set},
    KnownGlobal{"__builtin__", "set", GlobalKind::Set},
    KnownGlobal{"torch", "FloatStorage", GlobalKind::Storage, DType::Float32},
    KnownGlobal{"torch", "HalfStorage", GlobalKind::Storage, DType::Float16},
    KnownGlobal{"torch", "BFloat16Storage", GlobalKind::Storage, DType::BFloat16},
    KnownGlobal{"torch", "DoubleStorage", GlobalKind::Storage, DType::Float64},
    KnownGlobal{"torch", "LongStorage", GlobalKind::Storage, DType::Int64},
    KnownGlobal{"torch", "IntStorage", GlobalKind::Storage, DType::Int32},
    KnownGlobal{"torch", "ShortStorage", GlobalKind::Storage, DType::Int16},
    KnownGlobal{"torch", "CharStorage", GlobalKind::Storage, DType::Int8},
    KnownGlobal{"torch", "ByteStorage", GlobalKind::Storage, DType::UInt8},
    KnownGlobal{"torch", "BoolStorage", GlobalKind::Storage, DType::Bool},
    KnownGlobal{"torch", "UntypedStorage", GlobalKind::Storage},
    KnownGlobal{"torch.storage", "UntypedStorage", GlobalKind::Storage},
};

constexpr std::array<std::string_view, 17> kTypeNames{
    "float32", "float", "float16", "half", "bfloat16", "float64", "double",    "int64",     "long",
    "int32",   "int",   "int16",   "int8", "uint8",    "bool",    "complex64", "complex128"};
constexpr KnownGlobal kTypeName{"torch", "dtype", GlobalKind::TypeName};

}  // namespace

const KnownGlobal* findGlobal(std::string_view module, std::string_view name) {
    // Old versions of PyTorch name the storages of GPU tensors in torch.cuda.
    const std::string_view home =
        module == "torch.cuda" && name.ends_with("Storage") ? "torch" : module;
    const auto found = std::ranges::find_if(kGlobals, [&](const KnownGlobal& global) {
        return global.module == home && global.name == name;
    });
    if (found != kGlobals.end()) return &*found;
    const bool type = module == "torch" && std::ranges::find(kTypeNames, name) != kTypeNames.end();
    return type ? &kTypeName : nullptr;
}

}  // namespace duo::io
