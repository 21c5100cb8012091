#include "io/npz_reader.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "io/mapped_file.h"
#include "io/scratch_file.h"
#include "io/zip_directory.h"

namespace duo::io {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::uint16_t kStored = 0, kDeflated = 8;  // methods of a ZIP entry
constexpr std::uint64_t kMaxInflation = 1032;        // of deflate: unpacked bytes a packed byte
constexpr std::uint64_t kMaxChunk = std::uint64_t{1} << 30;  // zlib counts in 32 bits
constexpr const char* kResave =
    "Save it again with numpy.savez(FILE, arr_0=pictures), where pictures is uint8 [n, h, w, 3].";

std::string_view textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The text after 'key': in a Python dictionary without nested dictionaries.
std::string_view valueOf(std::string_view header, std::string_view key) {
    const std::string quoted = "'" + std::string(key) + "':";
    const std::size_t found = header.find(quoted);
    if (found == std::string_view::npos) return {};
    std::string_view value = header.substr(found + quoted.size());
    while (value.starts_with(' ')) value.remove_prefix(1);
    return value;
}

std::optional<NpyType> typeOf(std::string_view value) {
    if (value.starts_with("'|u1'")) return NpyType::UInt8;
    if (value.starts_with("'<i4'")) return NpyType::Int32;
    if (value.starts_with("'<i8'")) return NpyType::Int64;
    if (value.starts_with("'<f4'")) return NpyType::Float32;
    if (value.starts_with("'<f8'")) return NpyType::Float64;
    return std::nullopt;
}

// "(2, 3, )" -> 2, 3
std::optional<std::vector<std::int64_t>> shapeOf(std::string_view value) {
    if (!value.starts_with('(')) return std::nullopt;
    value.remove_prefix(1);
    std::vector<std::int64_t> shape;
    for (;;) {
        while (value.starts_with(' ') || value.starts_with(',')) value.remove_prefix(1);
        if (value.starts_with(')')) return shape;
        std::int64_t side = 0;
        const auto [stop, problem] =
            std::from_chars(value.data(), value.data() + value.size(), side);
        if (problem != std::errc() || side < 0) return std::nullopt;
        shape.push_back(side);
        value.remove_prefix(static_cast<std::size_t>(stop - value.data()));
    }
}

// False if the byte counts differ or the product exceeds 64 bits.
bool fills(const NpzFile::Array& array) {
    std::uint64_t bytes = itemBytes(array.type);
    for (const std::int64_t side : array.shape) {
        const auto factor = static_cast<std::uint64_t>(side);
        if (factor != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / factor) return false;
        bytes *= factor;
    }
    return bytes == array.data.size();
}

// The header's text and the data after it. nullopt if the entry is not a .npy file.
struct Parts {
    std::string_view header;
    std::span<const std::byte> data;
};
std::optional<Parts> parse(std::span<const std::byte> entry) {
    if (entry.size() < 12 || !textOf(entry).starts_with(kMagic)) return std::nullopt;
    const bool wide = entry[6] != std::byte{1};  // versions 2 and 3 have a 32-bit header length
    const std::size_t length = wide ? loadLittle<std::uint32_t>(entry.data() + 8)
                                    : loadLittle<std::uint16_t>(entry.data() + 8);
    const std::size_t begin = wide ? 12 : 10;
    if (length > entry.size() - begin) return std::nullopt;
    return Parts{textOf(entry.subspan(begin, length)), entry.subspan(begin + length)};
}

// Raw deflate. -> false unless `packed` unpacks to exactly the size of `out`
bool inflateInto(std::span<const std::byte> packed, std::span<std::byte> out) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    int status = Z_OK;
    while (status == Z_OK) {
        const auto in = static_cast<uInt>(std::min<std::uint64_t>(packed.size(), kMaxChunk));
        const auto room = static_cast<uInt>(std::min<std::uint64_t>(out.size(), kMaxChunk));
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
        stream.avail_in = in;
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = room;
        status = inflate(&stream, Z_NO_FLUSH);
        if (stream.avail_in == in && stream.avail_out == room && status == Z_OK) break;
        packed = packed.subspan(in - stream.avail_in);
        out = out.subspan(room - stream.avail_out);
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END && out.empty();
}

}  // namespace

NpzFile::NpzFile(const std::string& path)
    : file_(std::make_unique<MappedFile>(path)),
      directory_(std::make_unique<ZipDirectory>(*file_)) {}

NpzFile::~NpzFile() = default;

const std::string& NpzFile::path() const {
    return file_->path();
}

bool NpzFile::has(const std::string& name) const {
    return directory_->has(name + ".npy");
}

std::vector<std::string> NpzFile::names() const {
    std::vector<std::string> found;
    for (const auto& [name, entry] : directory_->entries()) {
        found.push_back(name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name);
    }
    return found;
}

void NpzFile::refuse(const std::string& name, const std::string& reason) const {
    throw Error(ErrorKind::File, "The array '" + name + "' of '" + path() + "' " + reason + ".",
                kResave);
}

std::unique_ptr<ScratchFile> NpzFile::unpack(const std::string& name) const {
    const ZipDirectory::Entry& entry = directory_->entries().at(name + ".npy");
    if (entry.size / kMaxInflation > entry.packedSize) refuse(name, "is damaged: it cannot unpack");
    const std::span<const std::byte> packed = directory_->packedBytes(name + ".npy");
    auto scratch = std::make_unique<ScratchFile>(entry.size);
    const std::span<std::byte> bytes = scratch->bytes();
    if (!inflateInto(packed, bytes)) refuse(name, "is damaged: it does not unpack");
    const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
    if (crc32_z(0, data, bytes.size()) != entry.crc) {
        refuse(name, "is damaged: its checksum is wrong");
    }
    return scratch;
}

std::span<const std::byte> NpzFile::entryBytes(const std::string& name) const {
    const auto found = directory_->entries().find(name + ".npy");
    if (found == directory_->entries().end()) refuse(name, "is missing");
    if (found->second.method == kStored) return directory_->bytes(name + ".npy");
    if (found->second.method != kDeflated) {
        refuse(name, "is compressed by another method than deflate");
    }
    const std::lock_guard lock(mutex_);
    std::unique_ptr<ScratchFile>& unpacked = unpacked_[name];
    if (!unpacked) unpacked = unpack(name);
    return unpacked->bytes();
}

NpzFile::Array NpzFile::array(const std::string& name) const {
    const std::optional<Parts> parts = parse(entryBytes(name));
    if (!parts) refuse(name, "is not a NumPy array");
    const std::optional<NpyType> type = typeOf(valueOf(parts->header, "descr"));
    if (!type)
        refuse(name, "has an unsupported type; expected uint8, int32, int64, float32 or float64");
    if (!valueOf(parts->header, "fortran_order").starts_with("False")) {
        refuse(name, "is stored column by column (Fortran order)");
    }
    const auto shape = shapeOf(valueOf(parts->header, "shape"));
    if (!shape) refuse(name, "does not state its shape");
    Array array{*type, *shape, parts->data};
    if (!fills(array)) refuse(name, "has a byte count that does not match its shape");
    return array;
}

}  // namespace duo::io
