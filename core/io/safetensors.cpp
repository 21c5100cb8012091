#include "io/safetensors.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "io/bad_file.h"
#include "io/shapes.h"

namespace duo::io {
namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the format's own limit

constexpr std::array<std::pair<const char*, DType>, 10> kDTypes{{{"F32", DType::Float32},
                                                                 {"F16", DType::Float16},
                                                                 {"BF16", DType::BFloat16},
                                                                 {"F64", DType::Float64},
                                                                 {"I64", DType::Int64},
                                                                 {"I32", DType::Int32},
                                                                 {"I16", DType::Int16},
                                                                 {"I8", DType::Int8},
                                                                 {"U8", DType::UInt8},
                                                                 {"BOOL", DType::Bool}}};

struct Record {
    std::string name;
    std::optional<std::string> dtype;
    std::optional<std::vector<std::uint64_t>> shape, offsets;
};

// Takes the parser's events and refuses any that the format does not allow at that place.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    HeaderReader(const std::string& path, TensorFile& into) : path_(path), into_(into) {}

    std::vector<Record> records;

    bool start_object(std::size_t) override {
        if (list_ != nullptr || depth_ >= 2) unexpected("an object");
        if (++depth_ == 2) {
            inMetadata_ = key_ == "__metadata__";
            if (!inMetadata_) records.push_back({key_, {}, {}, {}});
        }
        return true;
    }
    bool end_object() override {
        --depth_;
        return true;
    }
    bool key(string_t& text) override {
        key_ = text;
        if (depth_ == 1 && !names_.insert({text, true}).second) {
            refuseFile(path_, "names the tensor '" + text + "' twice in its header");
        }
        return true;
    }
    bool string(string_t& text) override {
        if (depth_ == 2 && inMetadata_) {
            into_.metadata[key_] = text;
        } else if (depth_ == 2 && list_ == nullptr && key_ == "dtype") {
            records.back().dtype = text;
        } else {
            unexpected("the text '" + text.substr(0, 40) + "'");
        }
        return true;
    }
    bool start_array(std::size_t) override {
        if (depth_ != 2 || inMetadata_ || list_ != nullptr) unexpected("a list");
        if (key_ == "shape") {
            list_ = &records.back().shape.emplace();
        } else if (key_ == "data_offsets") {
            list_ = &records.back().offsets.emplace();
        } else {
            unexpected("a list");
        }
        return true;
    }
    bool end_array() override {
        list_ = nullptr;
        return true;
    }
    bool number_unsigned(number_unsigned_t number) override {
        if (list_ == nullptr) unexpected("the number " + std::to_string(number));
        if (list_->size() == kMaxDimensions) unexpected("a list of too many numbers");
        list_->push_back(number);
        return true;
    }
    bool number_integer(number_integer_t number) override {
        unexpected("the number " + std::to_string(number));
    }
    bool number_float(number_float_t, const string_t& text) override {
        unexpected("the number " + text.substr(0, 40));
    }
    bool null() override { unexpected("null"); }
    bool boolean(bool) override { unexpected("a boolean"); }
    bool binary(binary_t&) override { unexpected("binary data"); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::json::exception&) override {
        refuseFile(path_, "has a corrupt safetensors header: it is not JSON at byte " +
                              std::to_string(8 + position));
    }

  private:
    [[noreturn]] void unexpected(const std::string& what) const {
        refuseFile(path_, "has a corrupt safetensors header: " + what + " is at '" +
                              key_.substr(0, 100) + "', where the format does not allow it");
    }

    const std::string& path_;
    TensorFile& into_;
    std::map<std::string, bool> names_;
    std::string key_;
    int depth_ = 0;
    bool inMetadata_ = false;
    std::vector<std::uint64_t>* list_ = nullptr;
};

DType parseDType(const std::string& path, const Record& record) {
    for (const auto& [name, dtype] : kDTypes) {
        if (*record.dtype == name) return dtype;
    }
    refuseFile(path,
               "holds the tensor '" + record.name + "' of the type '" +
                   record.dtype->substr(0, 40) + "', which is not supported",
               "Supported are F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL.");
}

struct Range {
    std::uint64_t begin, end;
    const std::string* name;
};

// One record of the header, checked against the data bytes.
TensorEntry makeEntry(const std::string& path, const Record& record,
                      std::span<const std::byte> data) {
    if (!record.dtype || !record.shape || !record.offsets || record.offsets->size() != 2) {
        refuseFile(path, "has a corrupt safetensors header: the tensor '" + record.name +
                             "' lacks its dtype, shape or data_offsets");
    }
    TensorEntry entry;
    entry.dtype = parseDType(path, record);
    const std::uint64_t begin = (*record.offsets)[0];
    const std::uint64_t end = (*record.offsets)[1];
    if (begin > end || end > data.size()) {
        refuseFile(path, "is truncated or corrupt: the tensor '" + record.name +
                             "' is expected at bytes " + std::to_string(begin) + " to " +
                             std::to_string(end) + " of " + std::to_string(data.size()));
    }
    // A side over int64 becomes negative, which productOf refuses.
    entry.shape.assign(record.shape->begin(), record.shape->end());
    const std::optional<std::int64_t> elements = productOf(entry.shape);
    const std::uint64_t bytes = end - begin;
    const std::uint64_t size = elementBytes(entry.dtype);
    const bool fits =
        elements && bytes % size == 0 && static_cast<std::uint64_t>(*elements) == bytes / size;
    if (!fits) {
        refuseFile(path, "has a corrupt safetensors header: the tensor '" + record.name + "' " +
                             shapeText(entry.shape) + " of " + dtypeName(entry.dtype) +
                             " does not fit its " + std::to_string(bytes) + " bytes");
    }
    entry.strides = rowMajorStrides(entry.shape);
    entry.data = data.data() + begin;
    return entry;
}

// The ranges must cover every data byte exactly once.
void requireTiling(const std::string& path, std::vector<Range> ranges, std::uint64_t dataBytes) {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t reached = 0;
    for (const Range& range : ranges) {
        if (range.begin != reached) {
            refuseFile(path, "has a corrupt safetensors header: the tensor '" + *range.name +
                                 "' begins at byte " + std::to_string(range.begin) + ", expected " +
                                 std::to_string(reached));
        }
        reached = range.end;
    }
    if (reached != dataBytes) {
        refuseFile(path, "is corrupt: its tensors end at byte " + std::to_string(reached) + " of " +
                             std::to_string(dataBytes));
    }
}

}  // namespace

void readSafetensors(const MappedFile& source, TensorFile& into) {
    const std::string& path = source.path();
    const std::span<const std::byte> bytes = source.bytes();
    if (bytes.size() < 8) refuseFile(path, "is truncated: it ends within the safetensors header");
    const auto headerBytes = loadLittle<std::uint64_t>(bytes.data());
    if (headerBytes > bytes.size() - 8 || headerBytes > kMaxHeaderBytes) {
        refuseFile(path, "is truncated or corrupt: its safetensors header needs " +
                             std::to_string(headerBytes) + " bytes, the file has " +
                             std::to_string(bytes.size()));
    }
    const auto* text = reinterpret_cast<const char*>(bytes.data()) + 8;
    HeaderReader header(path, into);
    nlohmann::json::sax_parse(text, text + headerBytes, &header);

    const std::span<const std::byte> data = bytes.subspan(8 + headerBytes);
    std::vector<Range> ranges;
    for (const Record& record : header.records) {
        TensorEntry entry = makeEntry(path, record, data);
        ranges.push_back({(*record.offsets)[0], (*record.offsets)[1], &record.name});
        into.tensors.emplace(record.name, std::move(entry));
    }
    requireTiling(path, std::move(ranges), data.size());
    into.format = "safetensors";
}

}  // namespace duo::io
