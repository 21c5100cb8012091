// Builds valid and invalid files byte by byte.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "io/tensor_entry.h"
#include "temporary_folder.h"

namespace duo::test {

template <typename T>
std::string little(T value) {
    std::string text(sizeof(T), '\0');
    __builtin_memcpy(text.data(), &value, sizeof(T));
    return text;
}

struct ZipEntry {
    std::string name, bytes;
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
};

// A ZIP archive of stored entries; zip64 writes sizes, offsets and the directory's position as
// ZIP64 records, as large archives do.
inline std::string makeZip(const std::vector<ZipEntry>& entries, bool zip64 = false) {
    std::string file;
    std::string directory;
    for (const ZipEntry& entry : entries) {
        const auto size = static_cast<std::uint32_t>(entry.bytes.size());
        const auto offset = static_cast<std::uint64_t>(file.size());
        const std::string common = little<std::uint16_t>(entry.flags) +
                                   little<std::uint16_t>(entry.method) + little<std::uint32_t>(0) +
                                   little<std::uint32_t>(0);
        const auto nameBytes = little<std::uint16_t>(static_cast<std::uint16_t>(entry.name.size()));
        file += "PK\x03\x04" + little<std::uint16_t>(45) + common + little(size) + little(size) +
                nameBytes + little<std::uint16_t>(0) + entry.name + entry.bytes;
        std::string extra;
        if (zip64) {
            extra = little<std::uint16_t>(1) + little<std::uint16_t>(24) +
                    little<std::uint64_t>(size) + little<std::uint64_t>(size) + little(offset);
        }
        const std::uint32_t full = 0xFFFFFFFF;
        directory += "PK\x01\x02" + little<std::uint32_t>(0x2D002D) + common +
                     little(zip64 ? full : size) + little(zip64 ? full : size) + nameBytes +
                     little<std::uint16_t>(static_cast<std::uint16_t>(extra.size())) +
                     little<std::uint16_t>(0) + little<std::uint64_t>(0) +
                     little(zip64 ? full : static_cast<std::uint32_t>(offset)) + entry.name + extra;
    }
    const auto at = static_cast<std::uint64_t>(file.size());
    const auto bytes = static_cast<std::uint64_t>(directory.size());
    const auto count = static_cast<std::uint64_t>(entries.size());
    file += directory;
    if (zip64) {
        const auto end = static_cast<std::uint64_t>(file.size());
        file += "PK\x06\x06" + little<std::uint64_t>(44) + little<std::uint32_t>(0x2D002D) +
                little<std::uint64_t>(0) + little(count) + little(count) + little(bytes) +
                little(at);
        file += "PK\x06\x07" + little<std::uint32_t>(0) + little(end) + little<std::uint32_t>(1);
    }
    const auto count16 = little<std::uint16_t>(zip64 ? 0xFFFF : static_cast<std::uint16_t>(count));
    file += "PK\x05\x06" + little<std::uint32_t>(0) + count16 + count16 +
            little<std::uint32_t>(zip64 ? 0xFFFFFFFF : static_cast<std::uint32_t>(bytes)) +
            little<std::uint32_t>(zip64 ? 0xFFFFFFFF : static_cast<std::uint32_t>(at)) +
            little<std::uint16_t>(0);
    return file;
}

// Pickle pieces. A program is PROTO 2, the pieces, STOP.
inline std::string pickle(const std::string& pieces) {
    return "\x80\x02" + pieces + ".";
}
inline std::string pickleText(const std::string& text) {
    return "X" + little<std::uint32_t>(static_cast<std::uint32_t>(text.size())) + text;
}
inline std::string pickleGlobal(const std::string& module, const std::string& name) {
    return "c" + module + "\n" + name + "\n";
}
inline std::string pickleInt(std::int64_t value) {
    return "\x8a\x08" + little(value);
}

// A float32 tensor in the storage '0'. sizes and strides are the pieces of a tuple's items.
inline std::string pickleTensor(std::int64_t elements, std::int64_t offset,
                                const std::string& sizes, const std::string& strides) {
    const std::string storage = "(" + pickleText("storage") +
                                pickleGlobal("torch", "FloatStorage") + pickleText("0") +
                                pickleText("cpu") + pickleInt(elements) + "tQ";
    return pickleGlobal("torch._utils", "_rebuild_tensor_v2") + "(" + storage + pickleInt(offset) +
           "(" + sizes + "t(" + strides + "t\x89" + pickleGlobal("collections", "OrderedDict") +
           ")RtR";
}

// The archive that torch.save would write for a pickle, with one storage '0' of these bytes.
inline std::string torchArchive(const std::string& program, const std::string& storage = "") {
    return makeZip({{"archive/data.pkl", program, 0, 0}, {"archive/data/0", storage, 0, 0}});
}

// Opens bytes as a file and returns the error; fails the test if there is none.
inline std::string refusal(const std::string& bytes) {
    const MemoryFile file;
    const std::string path = file.path();
    file.write(bytes);
    try {
        io::openTensorFile(path);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Checkpoint) << error.what();
        const std::string text = error.what();
        EXPECT_NE(text.find("'" + path + "'"), std::string::npos) << text;
        EXPECT_EQ(text.back(), '.') << text;
        return text;
    }
    ADD_FAILURE() << "the file was not refused";
    return "";
}

}  // namespace duo::test
