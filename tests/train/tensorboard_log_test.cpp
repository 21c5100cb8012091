// Events files, read back by the rules of TFRecord and protocol buffers.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "base/error.h"
#include "train/tensorboard_log.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

namespace fs = std::filesystem;

std::uint64_t littleEndian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
}

void expectChecksum(std::string_view data, std::string_view stored) {
    const std::uint32_t crc = train::crc32c(data);
    EXPECT_EQ(littleEndian(stored), ((crc >> 15 | crc << 17) + 0xA282EAD8u) & 0xFFFFFFFFu);
}

// All records of a file; verifies their checksums.
std::vector<std::string> records(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> found;
    std::string_view left = all;
    while (left.size() >= 16) {
        const std::uint64_t length = littleEndian(left.substr(0, 8));
        if (left.size() < length + 16) break;
        expectChecksum(left.substr(0, 8), left.substr(8, 4));
        expectChecksum(left.substr(12, length), left.substr(12 + length, 4));
        found.emplace_back(left.substr(12, length));
        left.remove_prefix(16 + length);
    }
    EXPECT_TRUE(left.empty());
    return found;
}

// The fields of a message by field number: bytes, or the number as bytes.
using Fields = std::multimap<int, std::string>;

std::uint64_t takeVarint(std::string_view& bytes) {
    std::uint64_t number = 0;
    for (int shift = 0; !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        number |= std::uint64_t{byte & 0x7Fu} << shift;
        if (byte < 0x80) break;
    }
    return number;
}

Fields fieldsOf(std::string_view bytes) {
    Fields fields;
    while (!bytes.empty()) {
        const std::uint64_t key = takeVarint(bytes);
        const int field = static_cast<int>(key >> 3);
        if ((key & 7) == 0) {
            fields.emplace(field, std::to_string(takeVarint(bytes)));
            continue;
        }
        const std::uint64_t size = (key & 7) == 1 ? 8 : (key & 7) == 5 ? 4 : takeVarint(bytes);
        fields.emplace(field, bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return fields;
}

std::string only(const Fields& fields, int field) {
    EXPECT_EQ(fields.count(field), 1u) << "field " << field;
    const auto found = fields.find(field);
    return found == fields.end() ? "" : found->second;
}

float asFloat(const std::string& bytes) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(littleEndian(bytes)));
}

std::map<std::string, double> scalars(const Fields& event) {
    std::map<std::string, double> found;
    const Fields summary = fieldsOf(only(event, 5));
    for (auto [at, end] = summary.equal_range(1); at != end; ++at) {
        const Fields value = fieldsOf(at->second);
        found[only(value, 1)] = asFloat(only(value, 2));
    }
    return found;
}

std::vector<fs::path> eventFiles(const std::string& folder) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with("events.out.tfevents."))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

TEST(TensorBoardLog, ChecksumIsCastagnolis) {
    EXPECT_EQ(train::crc32c("123456789"), 0xE3069283u);
    EXPECT_EQ(train::crc32c(""), 0u);
}

TEST(TensorBoardLog, HoldsTagsStepsAndValues) {
    const ScratchFolder folder;
    const std::string png = "not looked at";
    {
        train::TensorBoardLog log(folder.path(), 6);
        log.addScalars(300, {{"loss", 0.25}, {"scale_3", std::nan("")}, {"rate", 1e-3}});
        log.addPicture(301, "sheet", 640, 480, std::as_bytes(std::span(png)));
    }
    const auto files = eventFiles(folder.path());
    ASSERT_EQ(files.size(), 1u);
    const auto made = records(files[0]);
    ASSERT_EQ(made.size(), 4u);
    const Fields version = fieldsOf(made[0]), start = fieldsOf(made[1]);
    EXPECT_EQ(only(version, 3), "brain.Event:2");
    EXPECT_GT(std::bit_cast<double>(littleEndian(only(version, 1))), 1.7e9);  // seconds since 1970
    EXPECT_EQ(only(start, 2), "7");  // earlier files' entries from this step on are dropped
    EXPECT_EQ(only(fieldsOf(only(start, 7)), 1), "1");  // SessionLog.START
    const Fields row = fieldsOf(made[2]);
    EXPECT_EQ(only(row, 2), "300");
    EXPECT_EQ(scalars(row), (std::map<std::string, double>{{"loss", 0.25}, {"rate", 1e-3F}}));
    const Fields shown = fieldsOf(only(fieldsOf(only(fieldsOf(made[3]), 5)), 1));
    EXPECT_EQ(only(shown, 1), "sheet");
    const Fields image = fieldsOf(only(shown, 4));
    EXPECT_EQ(only(image, 1), "480");
    EXPECT_EQ(only(image, 2), "640");
    EXPECT_EQ(only(image, 3), "3");
    EXPECT_EQ(only(image, 4), png);
}

TEST(TensorBoardLog, SaysThatItCannotBeWritten) {
    const ScratchFolder folder;
    EXPECT_THROW(train::TensorBoardLog(folder / "nowhere", 0), Error);
}

train::RunOptions runOf(const std::string& folder, std::int64_t steps) {
    train::RunOptions run;
    run.folder = folder;
    run.steps = steps;
    run.reportEvery = 1;
    run.threads = 1;
    return run;
}

// The CSV's cells by column, one row per step.
std::map<std::string, std::map<std::string, double>> table(const std::string& path) {
    std::ifstream file(path);
    std::string line, cell;
    std::vector<std::string> columns;
    std::getline(file, line);
    for (std::istringstream cells(line); std::getline(cells, cell, ',');) columns.push_back(cell);
    std::map<std::string, std::map<std::string, double>> rows;
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::string step;
        std::getline(cells, step, ',');
        for (std::size_t i = 1; i < columns.size(); ++i) {
            if (std::getline(cells, cell, ',') && !cell.empty())
                rows[step][columns[i]] = std::stod(cell);
        }
    }
    return rows;
}

TEST(TensorBoardLog, ARunLogsTheNumbersOfItsTableAndOneFileASitting) {
    const ScratchFolder folder;
    train::VarTrainerOptions options = tinyVarOptions();
    options.firstScales = 2;  // leaves a cell empty
    for (const std::int64_t steps : {3, 5}) {
        train::VarTrainer trainer(options, tinyTokens());
        train::RunOptions run = runOf(folder.path(), steps);
        run.sheets = false;  // numbers only
        train::runTraining(trainer, run, {}, {});
    }
    const auto files = eventFiles(folder.path());
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(only(fieldsOf(records(files[0])[1]), 2), "1");
    EXPECT_EQ(only(fieldsOf(records(files[1])[1]), 2), "4");
    const auto rows = table(folder / "log.csv");
    std::size_t compared = 0;
    for (const fs::path& file : files) {
        for (const std::string& record : records(file)) {
            const Fields event = fieldsOf(record);
            if (event.count(5) == 0) continue;
            const auto& row = rows.at(only(event, 2));
            const auto logged = scalars(event);
            ASSERT_EQ(logged.size(), row.size());
            for (const auto& [tag, number] : logged)
                EXPECT_NEAR(number, row.at(tag), 1e-5 * std::abs(number) + 1e-9) << tag;
            ++compared;
        }
    }
    EXPECT_EQ(compared, 5u);
}

}  // namespace
}  // namespace duo::test
