#include "train/tensorboard_log.h"

#include <unistd.h>

#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "base/error.h"

namespace duo::train {
namespace {

// Field numbers from tensorflow's event.proto and summary.proto.
namespace event {
enum { WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SessionLog = 7 };
}
namespace value {
enum { Tag = 1, SimpleValue = 2, Image = 4 };
}
namespace image {
enum { Height = 1, Width = 2, Colorspace = 3, Encoded = 4 };
}
constexpr int kSummaryValue = 1, kSessionStatus = 1;
constexpr int kStart = 1;  // SessionLog.START: discards earlier entries from this step on
constexpr int kRgb = 3;

constexpr std::array<std::uint32_t, 256> crcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0u);
        table[byte] = crc;
    }
    return table;
}

// The masked CRC of TFRecords, which stays meaningful for data that contains checksums.
std::uint32_t masked(std::uint32_t crc) {
    return std::rotr(crc, 15) + 0xA282EAD8u;
}

template <typename Number>
std::string littleEndian(Number number) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof number; ++i)
        bytes += static_cast<char>((number >> (8 * i)) & 0xFF);
    return bytes;
}

std::string varint(std::uint64_t number) {
    std::string bytes;
    for (; number >= 0x80; number >>= 7) bytes += static_cast<char>((number & 0x7F) | 0x80);
    return bytes + static_cast<char>(number);
}

std::string key(int field, unsigned wireType) {
    return varint(static_cast<std::uint64_t>(field) << 3 | wireType);
}

std::string numberField(int field, std::int64_t number) {
    return key(field, 0) + varint(static_cast<std::uint64_t>(number));
}

std::string doubleField(int field, double number) {
    return key(field, 1) + littleEndian(std::bit_cast<std::uint64_t>(number));
}

std::string bytesField(int field, std::string_view bytes) {
    return key(field, 2).append(varint(bytes.size())).append(bytes);
}

std::string floatField(int field, float number) {
    return key(field, 5) + littleEndian(std::bit_cast<std::uint32_t>(number));
}

std::string eventHead() {
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    return doubleField(event::WallTime, now.count());
}

std::string summaryEvent(std::int64_t step, const std::string& summary) {
    return eventHead() + numberField(event::Step, step) + bytesField(event::Summary, summary);
}

std::string newFile(const std::string& folder) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    std::array<char, 256> host{}, name{};
    gethostname(host.data(), host.size() - 1);
    std::snprintf(name.data(), name.size(), "events.out.tfevents.%010lld.%06lld.%.128s",
                  static_cast<long long>(microseconds / 1000000),
                  static_cast<long long>(microseconds % 1000000), host.data());
    return (std::filesystem::path(folder) / name.data()).string();
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
    static constexpr std::array<std::uint32_t, 256> table = crcTable();
    std::uint32_t crc = ~0u;
    for (const char byte : bytes)
        crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
    return ~crc;
}

TensorBoardLog::TensorBoardLog(const std::string& folder, std::int64_t lastStep)
    : path_(newFile(folder)), file_(path_, std::ios::binary | std::ios::trunc) {
    write(eventHead() + bytesField(event::FileVersion, "brain.Event:2"));
    write(eventHead() + numberField(event::Step, lastStep + 1) +
          bytesField(event::SessionLog, numberField(kSessionStatus, kStart)));
}

void TensorBoardLog::addScalars(std::int64_t step, const NamedNumbers& numbers) {
    std::string summary;
    for (const auto& [name, number] : numbers) {
        if (std::isnan(number)) continue;
        summary += bytesField(kSummaryValue,
                              bytesField(value::Tag, name) +
                                  floatField(value::SimpleValue, static_cast<float>(number)));
    }
    write(summaryEvent(step, summary));
}

void TensorBoardLog::addPicture(std::int64_t step, const std::string& tag, int width, int height,
                                std::span<const std::byte> png) {
    const std::string_view bytes(reinterpret_cast<const char*>(png.data()), png.size());
    const std::string picture =
        numberField(image::Height, height) + numberField(image::Width, width) +
        numberField(image::Colorspace, kRgb) + bytesField(image::Encoded, bytes);
    write(summaryEvent(step, bytesField(kSummaryValue, bytesField(value::Tag, tag) +
                                                           bytesField(value::Image, picture))));
}

void TensorBoardLog::write(const std::string& event) {
    const std::string length = littleEndian(static_cast<std::uint64_t>(event.size()));
    file_ << length << littleEndian(masked(crc32c(length))) << event
          << littleEndian(masked(crc32c(event))) << std::flush;
    if (!file_) {
        throw Error(ErrorKind::File, "Cannot write the training log '" + path_ + "'.",
                    "Free some space; the run resumes from its last checkpoint.");
    }
}

}  // namespace duo::train
