#include "support/fixture.h"

#include <cstring>

namespace duo::test {
namespace {

at::ScalarType scalarType(io::DType dtype) {
    switch (dtype) {
        case io::DType::Float32:
            return at::kFloat;
        case io::DType::Float64:
            return at::kDouble;
        case io::DType::Int64:
            return at::kLong;
        case io::DType::UInt8:
            return at::kByte;
        default:
            TORCH_CHECK(false, "no fixture holds ", io::dtypeName(dtype));
    }
}

}  // namespace

Fixture::Fixture(const std::string& name)
    : file_(io::openTensorFile(std::string(DUO_TEST_DATA) + "/" + name + ".safetensors")) {}

at::Tensor Fixture::operator[](const std::string& tensor) const {
    const io::TensorEntry& entry = file_.tensors.at(tensor);
    at::Tensor copy = at::empty(entry.shape, scalarType(entry.dtype));
    std::memcpy(copy.data_ptr(), entry.data, copy.nbytes());
    return copy;
}

}  // namespace duo::test
