#include "train/run_record.h"

#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "io/atomic_file.h"
#include "io/png.h"

namespace duo::train {
namespace {

namespace fs = std::filesystem;

io::RgbImage toImage(const at::Tensor& sheet_HW3) {
    const at::Tensor plain = sheet_HW3.contiguous();
    const auto* first = plain.const_data_ptr<std::uint8_t>();
    return {static_cast<int>(plain.size(1)), static_cast<int>(plain.size(0)),
            std::vector<std::uint8_t>(first, first + plain.numel())};
}

}  // namespace

RunRecord::RunRecord(std::string folder, std::int64_t lastStep)
    : folder_(std::move(folder)),
      table_(folder_ + "/" + kTrainingLogFile, lastStep),
      board_(folder_, lastStep) {}

void RunRecord::add(std::int64_t step, const NamedNumbers& numbers) {
    table_.add(step, numbers);
    board_.addScalars(step, numbers);
}

void RunRecord::addSheet(std::int64_t step, const at::Tensor& sheet_HW3) {
    const fs::path sheets = fs::path(folder_) / "sheets";
    std::error_code failure;
    fs::create_directories(sheets, failure);
    if (failure) {
        throw Error(ErrorKind::File,
                    "Cannot make the folder '" + sheets.string() + "': " + failure.message() + ".");
    }
    char name[40];
    std::snprintf(name, sizeof name, "step-%07lld.png", static_cast<long long>(step));
    const io::RgbImage image = toImage(sheet_HW3);
    const std::vector<std::byte> png = io::encodePng(image);
    io::writeFileAtomically((sheets / name).string(), png.data(), png.size());
    board_.addPicture(step, "sheet", image.width, image.height, png);
}

}  // namespace duo::train
