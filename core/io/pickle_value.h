// Values of a restricted pickle: plain values, containers, and tensors that refer to storages.
// Nodes live in an arena and point at each other, so deep nesting never recurses.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/tensor_entry.h"

namespace duo::io {

struct KnownGlobal;  // torch_globals.h

struct PickleStorage {
    std::optional<DType> dtype;  // nullopt: untyped bytes
    std::string_view key;
    std::int64_t elements = 0;      // bytes if untyped
    std::int64_t firstElement = 0;  // in the root storage; only old files have views of a part
};

struct PickleTensor {
    const PickleStorage* storage = nullptr;
    std::int64_t offset = 0;  // elements
    std::vector<std::int64_t> shape, strides;
};

struct PickleNode {
    enum class Kind {
        None,
        Boolean,
        Integer,
        BigInteger,  // text: little-endian bytes
        Real,
        Text,
        Bytes,
        Tuple,
        List,
        Set,
        Dict,  // items: key, value, key, value, …
        Global,
        Storage,
        Tensor
    };
    Kind kind = Kind::None;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text;
    std::vector<PickleNode*> items;
    const KnownGlobal* global = nullptr;
    std::unique_ptr<PickleStorage> storage;
    std::unique_ptr<PickleTensor> tensor;
};

// Owns nodes and texts that are not in the file. Nodes never move.
class PickleArena {
  public:
    PickleNode* node(PickleNode::Kind kind) {
        nodes_.emplace_back().kind = kind;
        return &nodes_.back();
    }
    std::string_view text(std::string text) { return texts_.emplace_back(std::move(text)); }
    std::size_t nodes() const { return nodes_.size(); }
    template <typename Visit>
    void each(const Visit& visit) const {
        for (const PickleNode& node : nodes_) visit(node);
    }

  private:
    std::deque<PickleNode> nodes_;
    std::deque<std::string> texts_;
};

// Text for errors and metadata: 'None', '3', 'text', "[1, 2]", cut to maxChars characters.
std::string pickleText(const PickleNode& node, std::size_t maxChars);

}  // namespace duo::io
