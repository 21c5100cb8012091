// An events file as TensorBoard reads it: TFRecords of the protocol buffer tensorflow.Event, of
// which the few fields a training needs are written by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "train/training_log.h"

namespace duo::train {

// CRC-32C (Castagnoli), as the records are guarded with.
std::uint32_t crc32c(std::string_view bytes);

class TensorBoardLog {
  public:
    // Begins a new events.out.tfevents.… in the folder, one a sitting, that sorts after those
    // there. It tells the reader to drop what earlier sittings logged after lastStep. Error(File).
    TensorBoardLog(const std::string& folder, std::int64_t lastStep);

    // Numbers that are NaN, not measured now, are left out. Error(File) on a full disk.
    void addScalars(std::int64_t step, const NamedNumbers& numbers);
    // png: a whole RGB file of width x height pixels. Error(File) on a full disk.
    void addPicture(std::int64_t step, const std::string& tag, int width, int height,
                    std::span<const std::byte> png);

  private:
    void write(const std::string& event);

    std::string path_;
    std::ofstream file_;
};

}  // namespace duo::train
