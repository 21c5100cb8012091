#include "io/npz.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>

#include "base/error.h"
#include "io/mapped_file.h"
#include "io/npz_reader.h"
#include "io/zip_directory.h"
#include "support/expect_error.h"
#include "temporary_folder.h"

namespace duo {
namespace {

using namespace test;
using Shape = std::vector<std::int64_t>;

io::NpzWriter::Sink into(std::string& archive) {
    return [&archive](const void* data, std::size_t bytes) {
        archive.append(static_cast<const char*>(data), bytes);
    };
}

// Two pictures of 2 x 1 pixels and their tokens.
std::string small() {
    std::string archive;
    io::NpzWriter writer(into(archive));
    writer.beginArray("arr_0", io::NpyType::UInt8, {2, 1, 2, 3});
    writer.write("abcdef", 6);  // in two writes
    writer.write("ghijkl", 6);
    writer.beginArray("tokens", io::NpyType::Int64, {2, 3});
    const std::int64_t tokens[] = {1, -2, 4095, 0, 5, 6};
    writer.write(tokens, sizeof(tokens));
    writer.finish();
    return archive;
}

std::string entryOf(const std::string& archive, const std::string& name) {
    const TemporaryFolder folder;
    writeFile(folder.file("a.npz"), archive);
    const io::MappedFile file(folder.file("a.npz"));
    const auto bytes = io::ZipDirectory(file).bytes(name);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Npz, HoldsArraysAsNumPyWritesThem) {
    const std::string pictures = entryOf(small(), "arr_0.npy");
    EXPECT_EQ(pictures.substr(0, 8), std::string("\x93NUMPY\x01\0", 8));
    std::uint16_t length = 0;
    std::memcpy(&length, pictures.data() + 8, 2);
    EXPECT_EQ((10u + length) % 64, 0u);
    const std::string header = pictures.substr(10, length);
    EXPECT_EQ(header.find("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 2, 3, ), }"),
              0u);
    EXPECT_EQ(header.back(), '\n');
    EXPECT_EQ(pictures.substr(10u + length), "abcdefghijkl");

    const std::string tokens = entryOf(small(), "tokens.npy");
    EXPECT_NE(tokens.find("'<i8'"), std::string::npos);
    EXPECT_NE(tokens.find("(2, 3, )"), std::string::npos);
    std::int64_t values[6];
    std::memcpy(values, tokens.data() + tokens.size() - sizeof(values), sizeof(values));
    EXPECT_EQ(values[1], -2);
    EXPECT_EQ(values[2], 4095);
}

// The checksum follows the data and is in the directory, where readers look for it.
TEST(Npz, ChecksumsAreThoseOfTheEntries) {
    const std::string archive = small();
    for (const char* name : {"arr_0.npy", "tokens.npy"}) {
        const std::string bytes = entryOf(archive, name);
        const auto crc = static_cast<std::uint32_t>(
            crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
        const std::size_t directory = archive.rfind(name) - 46;
        std::uint32_t told = 0;
        std::memcpy(&told, archive.data() + directory + 16, 4);
        EXPECT_EQ(told, crc) << name;
        const std::size_t behind = archive.find(bytes) + bytes.size();
        std::memcpy(&told, archive.data() + behind + 4, 4);
        EXPECT_EQ(told, crc) << name;
    }
}

TEST(Npz, AnEmptyArchiveAndEmptyArrays) {
    std::string archive;
    io::NpzWriter none(into(archive));
    none.finish();
    EXPECT_EQ(archive.size(), 56u + 20u + 22u);
    archive.clear();
    io::NpzWriter empty(into(archive));
    empty.beginArray("arr_0", io::NpyType::UInt8, {0, 4, 4, 3});
    empty.finish();
    EXPECT_NE(entryOf(archive, "arr_0.npy").find("(0, 4, 4, 3, )"), std::string::npos);
}

// Beyond 4 GiB, the offsets of later arrays exceed 32 bits.
TEST(Npz, OffsetsBeyondFourGibibytes) {
    std::uint64_t position = 0;
    std::string tail;
    io::NpzWriter writer([&](const void* data, std::size_t bytes) {
        if (position > (std::uint64_t{1} << 32)) tail.append(static_cast<const char*>(data), bytes);
        position += bytes;
    });
    const std::vector<std::uint8_t> zeros(std::size_t{1} << 26);
    writer.beginArray("arr_0", io::NpyType::UInt8, Shape{65, 1 << 26});
    for (int i = 0; i < 65; ++i) writer.write(zeros.data(), zeros.size());
    const std::uint64_t end = position + 24;  // the checksum and sizes follow
    writer.beginArray("tokens", io::NpyType::Int64, {1});
    const std::int64_t token = 7;
    writer.write(&token, sizeof(token));
    writer.finish();
    // The 64-bit extra field of the directory's last entry: type, length, two sizes, offset.
    const std::size_t extra = tail.rfind("tokens.npy") + std::strlen("tokens.npy");
    std::uint64_t offset = 0;
    std::memcpy(&offset, tail.data() + extra + 4 + 16, 8);
    EXPECT_EQ(offset, end);
    EXPECT_GT(offset, std::uint64_t{1} << 32);
}

TEST(Npz, ArraysAreExactlyTheirShape) {
    std::string archive;
    io::NpzWriter more(into(archive));
    more.beginArray("a", io::NpyType::Int64, {2});
    EXPECT_THROW(more.write(archive.data(), 17), Error);
    io::NpzWriter less(into(archive));
    less.beginArray("a", io::NpyType::UInt8, {2});
    less.write("x", 1);
    EXPECT_THROW(less.finish(), Error);
    io::NpzWriter none(into(archive));
    EXPECT_THROW(none.write("x", 1), Error);
}

TEST(NpzReader, ReadsBackWhatWasWritten) {
    const TemporaryFolder folder;
    writeFile(folder.file("a.npz"), small());
    const io::NpzFile file(folder.file("a.npz"));
    EXPECT_EQ(file.names(), (std::vector<std::string>{"arr_0", "tokens"}));
    EXPECT_TRUE(file.has("tokens"));
    EXPECT_FALSE(file.has("arr_1"));
    const io::NpzFile::Array pictures = file.array("arr_0"), tokens = file.array("tokens");
    EXPECT_EQ(pictures.shape, (Shape{2, 1, 2, 3}));
    EXPECT_EQ(pictures.data[11], std::byte{'l'});
    EXPECT_EQ(tokens.type, io::NpyType::Int64);
    EXPECT_EQ(io::loadLittle<std::int64_t>(tokens.data.data() + 8), -2);
}

TEST(NpzReader, FloatsKeepTheirBits) {
    const TemporaryFolder folder;
    std::string archive;
    io::NpzWriter writer(into(archive));
    const float single = 1.5f;
    const double whole[] = {0.1, -2e300};
    writer.beginArray("f", io::NpyType::Float32, {1});
    writer.write(&single, sizeof(single));
    writer.beginArray("d", io::NpyType::Float64, {2, 1});
    writer.write(whole, sizeof(whole));
    writer.finish();
    writeFile(folder.file("a.npz"), archive);
    const io::NpzFile file(folder.file("a.npz"));
    EXPECT_EQ(io::loadLittle<float>(file.array("f").data.data()), 1.5f);
    EXPECT_EQ(file.array("d").shape, (Shape{2, 1}));
    EXPECT_EQ(io::loadLittle<double>(file.array("d").data.data() + 8), -2e300);
}

// An archive of one deflated entry, as numpy.savez_compressed writes it.
std::string compressed(const std::string& name, const std::string& npy, std::uint32_t crcFlip = 0) {
    std::string packed(compressBound(npy.size()) + 64, '\0');
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(npy.data()));
    stream.avail_in = static_cast<uInt>(npy.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    std::string out;
    const auto put = [&out](auto value) {
        out.append(reinterpret_cast<const char*>(&value), sizeof value);
    };
    const auto crc = static_cast<std::uint32_t>(
                         crc32_z(0, reinterpret_cast<const Bytef*>(npy.data()), npy.size())) ^
                     crcFlip;
    const auto fields = [&](std::uint32_t signature, bool directory) {
        put(signature);
        if (directory) put(std::uint16_t{20});
        put(std::uint16_t{20});
        put(std::uint16_t{0});
        put(std::uint16_t{8});
        put(std::uint32_t{0});
        put(crc);
        put(static_cast<std::uint32_t>(packed.size()));
        put(static_cast<std::uint32_t>(npy.size()));
        put(static_cast<std::uint16_t>(name.size()));
        put(std::uint16_t{0});
        if (directory) out.append(14, '\0');  // comment, disk, attributes, offset 0
        out += name;
    };
    fields(0x04034b50, false);
    out += packed;
    const std::size_t directory = out.size();
    fields(0x02014b50, true);
    const std::size_t size = out.size() - directory;
    put(std::uint32_t{0x06054b50});
    out.append(4, '\0');
    put(std::uint16_t{1});
    put(std::uint16_t{1});
    put(static_cast<std::uint32_t>(size));
    put(static_cast<std::uint32_t>(directory));
    put(std::uint16_t{0});
    return out;
}

TEST(NpzReader, UnpacksCompressedArrays) {
    const TemporaryFolder folder;
    std::string npy = entryOf(small(), "tokens.npy");
    writeFile(folder.file("a.npz"), compressed("tokens.npy", npy));
    const io::NpzFile file(folder.file("a.npz"));
    const io::NpzFile::Array tokens = file.array("tokens");
    EXPECT_EQ(tokens.shape, (Shape{2, 3}));
    EXPECT_EQ(io::loadLittle<std::int64_t>(tokens.data.data() + 8), -2);
    EXPECT_EQ(file.array("tokens").data.data(), tokens.data.data());  // unpacked once
}

TEST(NpzReader, RefusesDamagedCompressedArrays) {
    const TemporaryFolder folder;
    const std::string npy = entryOf(small(), "tokens.npy");
    const auto read = [&](std::string archive) {
        writeFile(folder.file("a.npz"), archive);
        (void)io::NpzFile(folder.file("a.npz")).array("tokens");
    };
    EXPECT_NO_THROW(read(compressed("tokens.npy", npy)));
    EXPECT_DUO_ERROR(read(compressed("tokens.npy", npy, 1)), ErrorKind::File, "checksum");
    std::string broken = compressed("tokens.npy", npy);
    broken[40 + 20] ^= 0x55;  // in the packed bytes
    EXPECT_DUO_ERROR(read(broken), ErrorKind::File, "damaged");
    // A directory that claims 4 GiB of a few bytes is refused before anything is reserved.
    std::string huge = compressed("tokens.npy", npy);
    const std::size_t size = huge.rfind("PK\x01\x02") + 24;
    huge.replace(size, 4, "\xF0\xFF\xFF\xFF");
    EXPECT_DUO_ERROR(read(huge), ErrorKind::File, "cannot unpack");
    std::string method = compressed("tokens.npy", npy);
    method[method.rfind("PK\x01\x02") + 10] = 14;  // LZMA
    EXPECT_DUO_ERROR(read(method), ErrorKind::File, "another method");
}

// An array that another program may write is refused with its name and a hint.
TEST(NpzReader, RefusesWhatItCannotRead) {
    const TemporaryFolder folder;
    const auto read = [&](const std::string& from, const std::string& to) {
        std::string archive = small();
        for (std::size_t at = 0; (at = archive.find(from, at)) != std::string::npos;
             at += to.size()) {
            archive.replace(at, from.size(), to);
        }
        writeFile(folder.file("a.npz"), archive);
        (void)io::NpzFile(folder.file("a.npz")).array("arr_0");
    };
    EXPECT_NO_THROW(read("nothing of it", ""));
    EXPECT_DUO_ERROR(read("|u1", "<u2"), ErrorKind::File, "arr_0", "unsupported type",
                     "numpy.savez");
    EXPECT_DUO_ERROR(read("False", "True "), ErrorKind::File, "Fortran");
    EXPECT_DUO_ERROR(read("(2, 1, 2, 3, )", "(2, 1, 2, 4, )"), ErrorKind::File, "byte count");
    EXPECT_DUO_ERROR(read("(2, 1, 2, 3, )", "(2, 1, 2, 3, x"), ErrorKind::File, "shape");
    EXPECT_DUO_ERROR(read("\x93NUMPY", "\x93NUMPI"), ErrorKind::File, "not a NumPy array");
    EXPECT_DUO_ERROR(read("arr_0", "arr_9"), ErrorKind::File, "is missing");
}

}  // namespace
}  // namespace duo
