#include <algorithm>

#include "io/bad_file.h"
#include "io/shapes.h"
#include "io/torch_file.h"

namespace duo::io {
namespace {

using Kind = PickleNode::Kind;

// Shared and cyclic values can turn a small file into an endless tree. Real files stay far below
// these limits.
constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxVisits = std::size_t{1} << 22;
constexpr std::size_t kLongestName = 1024;
constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kMaxText = std::size_t{16} << 20;
constexpr std::int64_t kMaxExpanded = std::int64_t{1} << 24;  // elements of a stride-0 view

bool isContainer(const PickleNode& node) {
    return node.kind == Kind::Tuple || node.kind == Kind::List || node.kind == Kind::Set ||
           node.kind == Kind::Dict;
}

bool isPlainList(const PickleNode& node) {
    return node.kind != Kind::Dict && std::ranges::none_of(node.items, [](const PickleNode* item) {
               return isContainer(*item) || item->kind == Kind::Tensor;
           });
}

class Flattener {
  public:
    Flattener(const FindStorage& find, TensorFile& into) : find_(find), into_(into) {}

    void visit(const PickleNode& node, const std::string& name, int depth) {
        if (depth > kMaxDepth) {
            refuse("nests its values more than " + std::to_string(kMaxDepth) + " deep");
        }
        if (++visits_ > kMaxVisits) refuse("holds too many values");
        if (name.size() > kLongestName) {
            refuse("holds a name of more than " + std::to_string(kLongestName) + " characters");
        }
        if (node.kind == Kind::Tensor) {
            addTensor(*node.tensor, name);
        } else if (node.kind == Kind::Dict) {
            visitDict(node, name, depth);
        } else if (isContainer(node) && !isPlainList(node)) {
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                visit(*node.items[i], join(name, std::to_string(i)), depth + 1);
            }
        } else {
            addText(node, name);
        }
    }

  private:
    static std::string join(const std::string& name, const std::string& key) {
        return name.empty() ? key : name + "." + key;
    }

    void visitDict(const PickleNode& node, const std::string& name, int depth) {
        for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
            const std::string key = pickleText(*node.items[i], kLongestName + 1);
            visit(*node.items[i + 1], join(name, key), depth + 1);
        }
    }

    void addText(const PickleNode& node, const std::string& name) {
        if (node.kind == Kind::Storage || node.kind == Kind::Global) return;
        std::string text = pickleText(node, kLongestText);
        text_ += name.size() + text.size();
        if (text_ > kMaxText) refuse("holds too much text in addition to its tensors");
        into_.metadata[name] = std::move(text);
    }

    void addTensor(const PickleTensor& tensor, const std::string& name) {
        const std::string known = name.empty() ? "tensor" : name;
        TensorEntry entry = resolve(tensor, known);
        if (!into_.tensors.emplace(known, std::move(entry)).second) {
            refuse("names the tensor '" + known + "' twice");
        }
    }

    TensorEntry resolve(const PickleTensor& tensor, const std::string& name) const {
        const PickleStorage& storage = *tensor.storage;
        TensorEntry entry{storage.dtype.value_or(DType::UInt8), tensor.shape, tensor.strides,
                          nullptr};
        const std::optional<std::int64_t> elements = productOf(tensor.shape);
        // One past the last element that the view reads.
        const std::optional<std::int64_t> reach = reachOf(tensor.shape, tensor.strides);
        std::int64_t end = 0;
        const bool sane = elements && reach &&
                          !__builtin_add_overflow(tensor.offset, *reach, &end) &&
                          (*elements == 0 || end <= storage.elements) &&
                          *elements <= std::max(storage.elements, kMaxExpanded);
        if (!sane) {
            refuse("is corrupt: the tensor '" + name + "' " + shapeText(tensor.shape) +
                   " does not fit its storage of " + std::to_string(storage.elements) +
                   " elements");
        }
        const std::span<const std::byte> bytes = find_(storage);
        const auto size = static_cast<std::int64_t>(elementBytes(entry.dtype));
        const auto held = static_cast<std::int64_t>(bytes.size()) / size;
        if (*elements > 0 && end > held) {
            refuse("is truncated or corrupt: the tensor '" + name + "' " + shapeText(tensor.shape) +
                   " needs " + std::to_string(end) + " elements of the storage '" +
                   std::string(storage.key.substr(0, 40)) + "', which holds " +
                   std::to_string(held));
        }
        entry.data = *elements > 0 ? bytes.data() + tensor.offset * size : bytes.data();
        return entry;
    }

    [[noreturn]] void refuse(const std::string& reason) const { refuseFile(into_.path, reason); }

    const FindStorage& find_;
    TensorFile& into_;
    std::size_t visits_ = 0;
    std::size_t text_ = 0;
};

}  // namespace

void flattenPickle(const PickleNode& root, const FindStorage& find, TensorFile& into) {
    Flattener(find, into).visit(root, "", 0);
}

}  // namespace duo::io
