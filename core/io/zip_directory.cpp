#include "io/zip_directory.h"

#include <algorithm>

#include "io/bad_file.h"

namespace duo::io {
namespace {

constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kZip64EndSignature = 0x06064b50;
constexpr std::uint32_t kZip64LocatorSignature = 0x07064b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kLocatorBytes = 20;
constexpr std::size_t kZip64EndBytes = 56;
constexpr std::size_t kDirectoryEntryBytes = 46;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kLongestComment = 65535;
constexpr std::uint16_t kFull16 = 0xFFFF;      // "see the 64-bit record"
constexpr std::uint32_t kFull32 = 0xFFFFFFFF;  // 32-bit form of kFull16
constexpr std::uint16_t kZip64Extra = 1;
constexpr std::uint16_t kEncrypted = 1;

bool within(std::uint64_t offset, std::uint64_t size, std::uint64_t total) {
    return offset <= total && size <= total - offset;
}

}  // namespace

void ZipDirectory::corrupt(const std::string& reason) const {
    refuseFile(source_.path(), "is a corrupt ZIP archive: " + reason,
               "Download or copy the file again.");
}

ZipDirectory::ZipDirectory(const MappedFile& source) : source_(source) {
    readDirectory(findDirectory());
}

// The end record is last in the file, except for a comment whose length it states.
ZipDirectory::Extent ZipDirectory::findDirectory() const {
    const std::span<const std::byte> file = source_.bytes();
    for (std::size_t comment = 0; comment <= kLongestComment; ++comment) {
        if (file.size() < kEndBytes + comment) break;
        const std::size_t at = file.size() - kEndBytes - comment;
        const std::byte* end = file.data() + at;
        if (loadLittle<std::uint32_t>(end) != kEndSignature ||
            loadLittle<std::uint16_t>(end + 20) != comment) {
            continue;
        }
        const Extent extent{loadLittle<std::uint32_t>(end + 16),
                            loadLittle<std::uint32_t>(end + 12),
                            loadLittle<std::uint16_t>(end + 10)};
        const bool large =
            extent.entries == kFull16 || extent.size == kFull32 || extent.offset == kFull32;
        if (large) return readZip64End(at);
        if (loadLittle<std::uint16_t>(end + 4) != 0) corrupt("it is split over several files");
        return extent;
    }
    refuseFile(source_.path(),
               "is truncated: the directory at the end of the ZIP archive is missing",
               "Download or copy the file again.");
}

ZipDirectory::Extent ZipDirectory::readZip64End(std::size_t end) const {
    const std::span<const std::byte> file = source_.bytes();
    if (end < kLocatorBytes) corrupt("its 64-bit directory is missing");
    const std::byte* locator = file.data() + end - kLocatorBytes;
    if (loadLittle<std::uint32_t>(locator) != kZip64LocatorSignature) {
        corrupt("its 64-bit directory is missing");
    }
    const auto at = loadLittle<std::uint64_t>(locator + 8);
    if (!within(at, kZip64EndBytes, file.size()) ||
        loadLittle<std::uint32_t>(file.data() + at) != kZip64EndSignature) {
        corrupt("its 64-bit directory is not at its stated offset");
    }
    const std::byte* record = file.data() + at;
    if (loadLittle<std::uint32_t>(record + 16) != 0) corrupt("it is split over several files");
    return {loadLittle<std::uint64_t>(record + 48), loadLittle<std::uint64_t>(record + 40),
            loadLittle<std::uint64_t>(record + 32)};
}

void ZipDirectory::readDirectory(const Extent& extent) {
    const std::span<const std::byte> file = source_.bytes();
    if (!within(extent.offset, extent.size, file.size())) {
        corrupt("its directory lies beyond the end of the file");
    }
    const std::span<const std::byte> directory = file.subspan(extent.offset, extent.size);
    std::size_t at = 0;
    for (std::uint64_t i = 0; i < extent.entries; ++i) {
        if (!within(at, kDirectoryEntryBytes, directory.size()) ||
            loadLittle<std::uint32_t>(directory.data() + at) != kDirectorySignature) {
            corrupt("entry " + std::to_string(i) + " of its directory is broken");
        }
        const std::byte* from = directory.data() + at;
        Entry entry;
        entry.flags = loadLittle<std::uint16_t>(from + 8);
        entry.method = loadLittle<std::uint16_t>(from + 10);
        entry.crc = loadLittle<std::uint32_t>(from + 16);
        entry.packedSize = loadLittle<std::uint32_t>(from + 20);
        entry.size = loadLittle<std::uint32_t>(from + 24);
        entry.headerOffset = loadLittle<std::uint32_t>(from + 42);
        const std::size_t nameBytes = loadLittle<std::uint16_t>(from + 28);
        const std::size_t extraBytes = loadLittle<std::uint16_t>(from + 30);
        const std::size_t commentBytes = loadLittle<std::uint16_t>(from + 32);
        at += kDirectoryEntryBytes;
        if (!within(at, nameBytes + extraBytes + commentBytes, directory.size())) {
            corrupt("entry " + std::to_string(i) + " of its directory is broken");
        }
        const std::string name(reinterpret_cast<const char*>(directory.data() + at), nameBytes);
        readZip64Extra(entry, directory.subspan(at + nameBytes, extraBytes));
        if (!entries_.emplace(name, entry).second) corrupt("it holds '" + name + "' twice");
        at += nameBytes + extraBytes + commentBytes;
    }
}

// Fields that exceed 32 bits follow in this order in the extra field of type 1.
void ZipDirectory::readZip64Extra(Entry& entry, std::span<const std::byte> extra) const {
    while (extra.size() >= 4) {
        const auto type = loadLittle<std::uint16_t>(extra.data());
        const auto size = loadLittle<std::uint16_t>(extra.data() + 2);
        extra = extra.subspan(4);
        if (size > extra.size()) corrupt("an extra field of its directory is broken");
        if (type == kZip64Extra) {
            std::span<const std::byte> values = extra.first(size);
            for (std::uint64_t* field : {&entry.size, &entry.packedSize, &entry.headerOffset}) {
                if (*field != kFull32) continue;
                if (values.size() < 8) corrupt("an extra field of its directory is too short");
                *field = loadLittle<std::uint64_t>(values.data());
                values = values.subspan(8);
            }
        }
        extra = extra.subspan(size);
    }
}

std::span<const std::byte> ZipDirectory::bytes(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found != entries_.end() &&
        (found->second.method != 0 || found->second.packedSize != found->second.size)) {
        refuseFile(source_.path(),
                   "is a compressed ZIP archive (entry '" + name +
                       "'); weights can only be used from a stored one",
                   "Save it again with torch.save, or pack it again without compression "
                   "(zip -0).");
    }
    return packedBytes(name);
}

std::span<const std::byte> ZipDirectory::packedBytes(const std::string& name) const {
    const std::span<const std::byte> file = source_.bytes();
    const auto found = entries_.find(name);
    if (found == entries_.end()) corrupt("it lacks the entry '" + name + "'");
    const Entry& entry = found->second;
    if ((entry.flags & kEncrypted) != 0) corrupt("its entry '" + name + "' is encrypted");
    if (!within(entry.headerOffset, kLocalBytes, file.size()) ||
        loadLittle<std::uint32_t>(file.data() + entry.headerOffset) != kLocalSignature) {
        corrupt("its entry '" + name + "' is not where the directory says");
    }
    const std::byte* local = file.data() + entry.headerOffset;
    const std::uint64_t begin = entry.headerOffset + kLocalBytes +
                                loadLittle<std::uint16_t>(local + 26) +
                                loadLittle<std::uint16_t>(local + 28);
    if (!within(begin, entry.packedSize, file.size())) {
        corrupt("its entry '" + name + "' reaches beyond the end of the file");
    }
    return file.subspan(begin, entry.packedSize);
}

}  // namespace duo::io
