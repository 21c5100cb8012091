// Objects of a pickle: applies a known global to its arguments.
#include <algorithm>

#include "io/bad_file.h"
#include "io/pickle_reader.h"
#include "io/shapes.h"
#include "io/torch_globals.h"

namespace duo::io {
namespace {

using Kind = PickleNode::Kind;

bool isSequence(const PickleNode& node) {
    return node.kind == Kind::Tuple || node.kind == Kind::List;
}

bool isGlobal(const PickleNode& node, GlobalKind kind) {
    return node.kind == Kind::Global && node.global->kind == kind;
}

// A name from the file, cut for an error.
std::string shortName(std::string_view module, std::string_view name) {
    constexpr std::size_t kMax = 80;
    return std::string(module.substr(0, kMax)) + "." + std::string(name.substr(0, kMax));
}

}  // namespace

PickleNode* PickleReader::lookUp(std::string_view module, std::string_view name) {
    const KnownGlobal* known = findGlobal(module, name);
    if (known == nullptr) {
        refuseFile(path_,
                   "was refused: its pickle refers to '" + shortName(module, name) +
                       "', and only tensors, dicts, lists and plain values are read",
                   "If you trust the file, save its weights alone: "
                   "torch.save(model.state_dict(), 'weights.pth').");
    }
    if (known->kind == GlobalKind::TypeName) {
        return makeText(Kind::Text, arena_.text("torch." + std::string(name)));
    }
    PickleNode* node = make(Kind::Global);
    node->global = known;
    return node;
}

PickleNode* PickleReader::call(const PickleNode& callee, PickleNode& arguments) {
    const std::vector<PickleNode*>& given = arguments.items;
    switch (callee.global->kind) {
        case GlobalKind::OrderedDict:
            return makeOrderedDict(arguments);
        case GlobalKind::RebuildTensor:
            return makeTensor(arguments, 4);
        case GlobalKind::RebuildTensorV2:
            return makeTensor(arguments, 6);
        case GlobalKind::RebuildParameter:
            if (!given.empty() && given[0]->kind == Kind::Tensor) return given[0];
            break;
        case GlobalKind::RebuildFromType:  // (function, type, arguments, state)
            if (given.size() >= 3 && isGlobal(*given[0], GlobalKind::RebuildTensorV2) &&
                isGlobal(*given[1], GlobalKind::TensorType) && given[2]->kind == Kind::Tuple) {
                return makeTensor(*given[2], 6);
            }
            break;
        case GlobalKind::Size:
            if (given.size() == 1 && isSequence(*given[0])) return given[0];
            break;
        case GlobalKind::Device:
            return makeDevice(arguments);
        case GlobalKind::Encode:  // (text, "latin1"): bytes, as protocol 2 writes them
            if (!given.empty() && given[0]->kind == Kind::Text) {
                return makeText(Kind::Bytes, given[0]->text);
            }
            break;
        case GlobalKind::Bytes:
            if (given.empty()) return makeText(Kind::Bytes, {});
            break;
        case GlobalKind::Set:
            if (given.size() == 1 && given[0]->kind == Kind::List) {
                PickleNode* node = make(Kind::Set);
                node->items = given[0]->items;
                return node;
            }
            break;
        case GlobalKind::TensorType:
        case GlobalKind::TypeName:
        case GlobalKind::Storage:
            break;
    }
    corrupt(shortName(callee.global->module, callee.global->name) +
            " is called with the wrong arguments");
}

// arguments: (storage, offset, size, stride, requires_grad, hooks[, metadata])
PickleNode* PickleReader::makeTensor(const PickleNode& arguments, std::size_t minItems) {
    const std::vector<PickleNode*>& given = arguments.items;
    if (given.size() < minItems || given[0]->kind != Kind::Storage) {
        corrupt("a tensor has no storage, offset, size and stride");
    }
    if (given.size() > 6 && given[6]->kind == Kind::Dict && !given[6]->items.empty()) {
        corrupt("a tensor is a conjugated or negated view, which is not supported");
    }
    auto tensor = std::make_unique<PickleTensor>();
    tensor->storage = given[0]->storage.get();
    tensor->offset = integer(*given[1], "offset");
    tensor->shape = integers(*given[2], "size");
    tensor->strides = integers(*given[3], "stride");
    if (tensor->shape.size() != tensor->strides.size()) {
        corrupt("a tensor has " + std::to_string(tensor->shape.size()) + " sizes and " +
                std::to_string(tensor->strides.size()) + " strides");
    }
    PickleNode* node = make(Kind::Tensor);
    node->tensor = std::move(tensor);
    return node;
}

// id: ('storage', type, key, location, elements[, view of (key, offset, elements) or None])
PickleNode* PickleReader::makeStorage(const PickleNode& id) {
    const std::vector<PickleNode*>& parts = id.items;
    const bool storage = parts.size() >= 5 && parts[0]->text == "storage" &&
                         isGlobal(*parts[1], GlobalKind::Storage) && parts[2]->kind == Kind::Text;
    if (!storage) corrupt("it refers to an external object that is not a storage");
    auto made = std::make_unique<PickleStorage>();
    made->dtype = parts[1]->global->dtype;
    made->key = parts[2]->text;
    made->elements = integer(*parts[4], "storage size");
    if (parts.size() > 5 && parts[5]->kind == Kind::Tuple) {
        if (parts[5]->items.size() != 3) corrupt("a view of a storage is broken");
        made->firstElement = integer(*parts[5]->items[1], "view offset");
        made->elements = integer(*parts[5]->items[2], "view size");
    }
    PickleNode* node = make(Kind::Storage);
    node->storage = std::move(made);
    return node;
}

PickleNode* PickleReader::makeOrderedDict(const PickleNode& arguments) {
    PickleNode* node = make(Kind::Dict);
    if (arguments.items.empty()) return node;
    if (arguments.items.size() > 1 || !isSequence(*arguments.items[0])) {
        corrupt("an OrderedDict is built from something other than a list of pairs");
    }
    for (const PickleNode* pair : arguments.items[0]->items) {
        if (!isSequence(*pair) || pair->items.size() != 2) {
            corrupt("an OrderedDict is built from something other than a list of pairs");
        }
        node->items.insert(node->items.end(), pair->items.begin(), pair->items.end());
    }
    return node;
}

PickleNode* PickleReader::makeDevice(const PickleNode& arguments) {
    const std::vector<PickleNode*>& given = arguments.items;
    if (given.empty() || given[0]->kind != Kind::Text) corrupt("a device has no name");
    std::string text(given[0]->text.substr(0, 32));
    if (given.size() > 1 && given[1]->kind == Kind::Integer) {
        text += ':';
        text += std::to_string(given[1]->integer);
    }
    return makeText(Kind::Text, arena_.text(std::move(text)));
}

std::int64_t PickleReader::integer(const PickleNode& node, const char* what) const {
    if (node.kind != Kind::Integer || node.integer < 0) {
        corrupt(std::string("the ") + what + " of a tensor is not an integer");
    }
    return node.integer;
}

std::vector<std::int64_t> PickleReader::integers(const PickleNode& node, const char* what) const {
    if (!isSequence(node) || node.items.size() > kMaxDimensions) {
        corrupt(std::string("the ") + what + " of a tensor is not a short list of integers");
    }
    std::vector<std::int64_t> values;
    for (const PickleNode* item : node.items) values.push_back(integer(*item, what));
    return values;
}

}  // namespace duo::io
