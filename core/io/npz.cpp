#include "io/npz.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "base/error.h"

namespace duo::io {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::uint16_t kVersion = 45;              // the first version with 64-bit sizes
constexpr std::uint16_t kSizesFollow = 1u << 3;     // sizes and checksum follow the data
constexpr std::uint16_t kNewYear1980 = 1 << 5 | 1;  // the earliest ZIP date; we record no date
constexpr std::uint16_t kFull16 = 0xFFFF;           // "see the 64-bit record"
constexpr std::uint32_t kFull32 = 0xFFFFFFFF;       // 32-bit form of kFull16
constexpr std::uint32_t kEndBytes = 44;             // of the 64-bit end record after its size field
constexpr std::size_t kNpyAlignment = 64;

// Builds a ZIP record number by number.
class Record {
  public:
    template <class... T>
    explicit Record(T... numbers) {
        (add(numbers), ...);
    }
    template <class T>
    void add(T number) {
        bytes_.append(reinterpret_cast<const char*>(&number), sizeof(number));
    }
    void add(const std::string& text) { bytes_ += text; }
    const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

const char* descriptionOf(NpyType type) {
    switch (type) {
        case NpyType::UInt8:
            return "|u1";
        case NpyType::Int32:
            return "<i4";
        case NpyType::Int64:
            return "<i8";
        case NpyType::Float32:
            return "<f4";
        case NpyType::Float64:
            break;
    }
    return "<f8";
}

std::uint64_t arrayBytes(NpyType type, const std::vector<std::int64_t>& shape) {
    std::uint64_t bytes = itemBytes(type);
    for (const std::int64_t side : shape) bytes *= static_cast<std::uint64_t>(side);
    return bytes;
}

// .npy version 1.0: a Python dictionary, padded with spaces to the alignment.
std::string npyHeader(NpyType type, const std::vector<std::int64_t>& shape) {
    std::string sides;
    for (const std::int64_t side : shape) sides += std::to_string(side) + ", ";
    std::string text = std::string("{'descr': '") + descriptionOf(type) +
                       "', 'fortran_order': False, 'shape': (" + sides + "), }";
    const std::string magic = "\x93NUMPY\x01";
    const std::size_t before = magic.size() + 1 + sizeof(std::uint16_t);
    const std::size_t unpadded = before + text.size() + 1;
    text.append((kNpyAlignment - unpadded % kNpyAlignment) % kNpyAlignment, ' ');
    text += '\n';
    Record record;
    record.add(magic);
    record.add(std::uint8_t{0});
    record.add(static_cast<std::uint16_t>(text.size()));
    record.add(text);
    return record.bytes();
}

}  // namespace

std::size_t itemBytes(NpyType type) {
    switch (type) {
        case NpyType::UInt8:
            return 1;
        case NpyType::Int32:
        case NpyType::Float32:
            return 4;
        case NpyType::Int64:
        case NpyType::Float64:
            break;
    }
    return 8;
}

void NpzWriter::beginArray(const std::string& name, NpyType type,
                           const std::vector<std::int64_t>& shape) {
    endArray();
    const std::string header = npyHeader(type, shape);
    Entry entry{name + ".npy", position_, 0, 0};
    Record local(std::uint32_t{0x04034b50}, kVersion, kSizesFollow, std::uint16_t{0},
                 std::uint16_t{0}, kNewYear1980, std::uint32_t{0}, kFull32, kFull32,
                 static_cast<std::uint16_t>(entry.name.size()), std::uint16_t{20});
    local.add(entry.name);
    const std::uint64_t size = header.size() + arrayBytes(type, shape);
    local.add(Record(std::uint16_t{1}, std::uint16_t{16}, size, size).bytes());
    emit(local.bytes());
    entries_.push_back(std::move(entry));
    remaining_ = size;
    open_ = true;
    write(header.data(), header.size());
}

void NpzWriter::write(const void* data, std::size_t bytes) {
    if (!open_ || bytes > remaining_) {
        throw Error(ErrorKind::Internal,
                    "An array of a .npz file got more bytes than its shape needs.");
    }
    Entry& entry = entries_.back();
    entry.crc = static_cast<std::uint32_t>(
        crc32_z(entry.crc, static_cast<const Bytef*>(data), static_cast<z_size_t>(bytes)));
    entry.bytes += bytes;
    remaining_ -= bytes;
    emit({static_cast<const char*>(data), bytes});
}

void NpzWriter::endArray() {
    if (!open_) return;
    if (remaining_ != 0) {
        throw Error(ErrorKind::Internal, "An array of a .npz file lacks " +
                                             std::to_string(remaining_) +
                                             " of the bytes its shape needs.");
    }
    const Entry& entry = entries_.back();
    emit(Record(std::uint32_t{0x08074b50}, entry.crc, entry.bytes, entry.bytes).bytes());
    open_ = false;
}

void NpzWriter::finish() {
    endArray();
    writeDirectory();
}

void NpzWriter::writeDirectory() {
    const std::uint64_t begin = position_;
    for (const Entry& entry : entries_) {
        Record record(std::uint32_t{0x02014b50}, kVersion, kVersion, kSizesFollow, std::uint16_t{0},
                      std::uint16_t{0}, kNewYear1980, entry.crc, kFull32, kFull32,
                      static_cast<std::uint16_t>(entry.name.size()), std::uint16_t{28},
                      std::uint16_t{0}, std::uint16_t{0}, std::uint16_t{0}, std::uint32_t{0},
                      kFull32);
        record.add(entry.name);
        record.add(
            Record(std::uint16_t{1}, std::uint16_t{24}, entry.bytes, entry.bytes, entry.offset)
                .bytes());
        emit(record.bytes());
    }
    const std::uint64_t end = position_, size = end - begin, count = entries_.size();
    emit(Record(std::uint32_t{0x06064b50}, std::uint64_t{kEndBytes}, kVersion, kVersion,
                std::uint32_t{0}, std::uint32_t{0}, count, count, size, begin)
             .bytes());
    emit(Record(std::uint32_t{0x07064b50}, std::uint32_t{0}, end, std::uint32_t{1}).bytes());
    emit(Record(std::uint32_t{0x06054b50}, std::uint16_t{0}, std::uint16_t{0}, kFull16, kFull16,
                kFull32, kFull32, std::uint16_t{0})
             .bytes());
}

void NpzWriter::emit(std::string_view bytes) {
    sink_(bytes.data(), bytes.size());
    position_ += bytes.size();
}

}  // namespace duo::io
