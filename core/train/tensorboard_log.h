// Writes TensorBoard events files: TFRecords of the protocol buffer tensorflow.Event. The few
// fields needed for training are encoded by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "train/training_log.h"

namespace duo::train {

// CRC-32C (Castagnoli), the checksum of TFRecords.
std::uint32_t crc32c(std::string_view bytes);

class TensorBoardLog {
  public:
    // Creates events.out.tfevents.… in the folder, one per session, sorted after existing ones. It
    // tells the reader to drop earlier entries after lastStep. Error(File).
    TensorBoardLog(const std::string& folder, std::int64_t lastStep);

    // Skips NaN (not measured). Error(File): full disk.
    void addScalars(std::int64_t step, const NamedNumbers& numbers);
    // png: a complete RGB file of width x height pixels. Error(File): full disk.
    void addPicture(std::int64_t step, const std::string& tag, int width, int height,
                    std::span<const std::byte> png);

  private:
    void write(const std::string& event);

    std::string path_;
    std::ofstream file_;
};

}  // namespace duo::train
