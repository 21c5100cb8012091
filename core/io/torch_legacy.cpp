// A .pth file from before PyTorch 1.6: five pickles (magic number, version, machine, tree, list of
// storages), then each storage as an int64 element count and its bytes.
#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "io/bad_file.h"
#include "io/pickle_reader.h"
#include "io/torch_file.h"

namespace duo::io {
namespace {

using Kind = PickleNode::Kind;

constexpr std::string_view kMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr std::int64_t kVersion = 1001;

using Storages = std::map<std::string_view, std::span<const std::byte>>;

void requireLittleEndian(const std::string& path, const PickleNode& machine) {
    for (std::size_t i = 0; i + 1 < machine.items.size(); i += 2) {
        const PickleNode& value = *machine.items[i + 1];
        if (machine.items[i]->text == "little_endian" && value.kind == Kind::Boolean &&
            value.integer == 0) {
            refuseFile(path, "was saved on a big-endian machine, which is not supported");
        }
    }
}

// Bytes per element of each root storage; only the tree states them.
std::map<std::string_view, std::size_t> elementSizes(const PickleArena& arena) {
    std::map<std::string_view, std::size_t> sizes;
    arena.each([&](const PickleNode& node) {
        if (node.kind != Kind::Storage) return;
        sizes.emplace(node.storage->key,
                      node.storage->dtype ? elementBytes(*node.storage->dtype) : 1);
    });
    return sizes;
}

Storages readStorages(const MappedFile& source, const PickleNode& keys, std::size_t position,
                      const std::map<std::string_view, std::size_t>& sizes) {
    const std::span<const std::byte> bytes = source.bytes();
    Storages storages;
    for (const PickleNode* key : keys.items) {
        const auto size = sizes.find(key->text);
        if (key->kind != Kind::Text || size == sizes.end()) {
            refuseFile(source.path(), "is corrupt: it lists a storage that no tensor uses");
        }
        if (bytes.size() - position < sizeof(std::int64_t)) {
            refuseFile(source.path(), "is truncated: its storages end early");
        }
        const auto elements = loadLittle<std::uint64_t>(bytes.data() + position);
        position += sizeof(std::int64_t);
        if (elements > (bytes.size() - position) / size->second) {
            refuseFile(source.path(), "is truncated: a storage of " + std::to_string(elements) +
                                          " elements is expected at byte " +
                                          std::to_string(position) + " of " +
                                          std::to_string(bytes.size()));
        }
        storages[key->text] = bytes.subspan(position, elements * size->second);
        position += elements * size->second;
    }
    return storages;
}

}  // namespace

bool isTorchLegacy(std::span<const std::byte> bytes) {
    // PROTO, its version, LONG1 of 10 bytes, the magic number.
    if (bytes.size() < 4 + kMagic.size()) return false;
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    return text[0] == '\x80' && text[2] == '\x8a' && text[3] == '\x0a' &&
           std::string_view(text + 4, kMagic.size()) == kMagic;
}

void readTorchLegacy(const MappedFile& source, TensorFile& into) {
    PickleArena arena;
    PickleReader reader(source.path(), source.bytes(), arena);
    reader.read();  // the magic number, already checked
    const PickleNode& version = reader.read();
    if (version.kind != Kind::Integer || version.integer != kVersion) {
        refuseFile(source.path(), "has the PyTorch format version " + pickleText(version, 40) +
                                      ", expected " + std::to_string(kVersion));
    }
    requireLittleEndian(source.path(), reader.read());
    const PickleNode& tree = reader.read();
    const auto sizes = elementSizes(arena);
    const PickleNode& keys = reader.read();
    const Storages storages = readStorages(source, keys, reader.position(), sizes);
    const FindStorage find = [&](const PickleStorage& storage) -> std::span<const std::byte> {
        const auto found = storages.find(storage.key);
        if (found == storages.end()) {
            refuseFile(source.path(), "is corrupt: the storage '" +
                                          std::string(storage.key.substr(0, 40)) + "' is missing");
        }
        const std::size_t size = storage.dtype ? elementBytes(*storage.dtype) : 1;
        const std::uint64_t held = found->second.size() / size;
        const auto first = static_cast<std::uint64_t>(storage.firstElement);
        return first > held ? std::span<const std::byte>{} : found->second.subspan(first * size);
    };
    flattenPickle(tree, find, into);
    into.format = "torch legacy";
}

}  // namespace duo::io
