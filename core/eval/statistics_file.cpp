#include "eval/statistics_file.h"

#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "eval/archive_pictures.h"
#include "io/atomic_file.h"
#include "io/npz.h"
#include "io/npz_reader.h"

namespace duo::eval {
namespace {

constexpr const char* kMean = "mu";
constexpr const char* kCovariance = "sigma";

at::Tensor tensorOf(const io::NpzFile& file, const char* name) {
    const io::NpzFile::Array array = file.array(name);
    const bool single = array.type == io::NpyType::Float32;
    if (!single && array.type != io::NpyType::Float64) {
        throw Error(ErrorKind::File, std::string("The array '") + name + "' of '" + file.path() +
                                         "' must be float32 or float64.");
    }
    const at::Tensor numbers = at::empty(array.shape, single ? at::kFloat : at::kDouble);
    std::memcpy(numbers.data_ptr(), array.data.data(), array.data.size());
    return numbers.to(at::kDouble);
}

}  // namespace

ArchiveContent contentOf(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) return {};
    const io::NpzFile file(path);
    return {holdsPictures(file), file.has(kMean) && file.has(kCovariance)};
}

Gaussian readStatistics(const std::string& path) {
    const io::NpzFile file(path);
    const Gaussian read{tensorOf(file, kMean), tensorOf(file, kCovariance)};
    const std::int64_t features = read.mean_F.dim() == 1 ? read.mean_F.size(0) : 0;
    if (features < 1 || read.covariance_FF.sizes() != at::IntArrayRef({features, features})) {
        throw Error(ErrorKind::File, "The statistics in '" + path +
                                         "' do not fit each other: expected mu [F] and sigma "
                                         "[F, F].");
    }
    if (!at::isfinite(read.mean_F).all().item<bool>() ||
        !at::isfinite(read.covariance_FF).all().item<bool>()) {
        throw Error(ErrorKind::File, "The statistics in '" + path + "' hold NaN or Inf.");
    }
    return read;
}

void writeStatistics(const std::string& path, const Gaussian& gaussian) {
    std::string archive;
    io::NpzWriter writer([&archive](const void* data, std::size_t bytes) {
        archive.append(static_cast<const char*>(data), bytes);
    });
    for (const auto& [name, tensor] :
         {std::pair(kMean, gaussian.mean_F), std::pair(kCovariance, gaussian.covariance_FF)}) {
        const at::Tensor numbers = tensor.to(at::kDouble).contiguous();
        writer.beginArray(name, io::NpyType::Float64, numbers.sizes().vec());
        writer.write(numbers.const_data_ptr(), numbers.nbytes());
    }
    writer.finish();
    io::writeFileAtomically(path, archive.data(), archive.size());
}

}  // namespace duo::eval
