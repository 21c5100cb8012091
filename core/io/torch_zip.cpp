// A current .pth file: ARCHIVE/data.pkl is the tree, ARCHIVE/data/KEY are its storages.
#include <optional>

#include "io/bad_file.h"
#include "io/pickle_reader.h"
#include "io/torch_file.h"
#include "io/zip_directory.h"

namespace duo::io {
namespace {

// The archive's folder, with its slash.
std::string findRoot(const std::string& path, const ZipDirectory& zip) {
    const std::string pickle = "data.pkl";
    std::optional<std::string> root;
    for (const auto& [name, entry] : zip.entries()) {
        if (name != pickle && !name.ends_with("/" + pickle)) continue;
        if (root) refuseFile(path, "holds more than one 'data.pkl'");
        root = name.substr(0, name.size() - pickle.size());
    }
    if (!root) {
        refuseFile(path, "is a ZIP archive that PyTorch did not write: 'data.pkl' is missing");
    }
    if (zip.has(*root + "constants.pkl")) {
        refuseFile(path, "is a TorchScript program, expected a file of weights",
                   "Save its weights alone: torch.save(model.state_dict(), 'weights.pth').");
    }
    return *root;
}

void requireLittleEndian(const std::string& path, const ZipDirectory& zip,
                         const std::string& root) {
    if (!zip.has(root + "byteorder")) return;
    const std::span<const std::byte> order = zip.bytes(root + "byteorder");
    const std::string_view text(reinterpret_cast<const char*>(order.data()), order.size());
    if (text != "little") {
        refuseFile(path, "was saved on a big-endian machine, which is not supported");
    }
}

}  // namespace

void readTorchZip(const MappedFile& source, TensorFile& into) {
    const ZipDirectory zip(source);
    const std::string root = findRoot(source.path(), zip);
    requireLittleEndian(source.path(), zip, root);
    PickleArena arena;
    PickleReader reader(source.path(), zip.bytes(root + "data.pkl"), arena);
    const PickleNode& tree = reader.read();
    const FindStorage find = [&](const PickleStorage& storage) {
        if (storage.firstElement != 0) {
            refuseFile(source.path(), "is corrupt: a storage is a view of another");
        }
        return zip.bytes(root + "data/" + std::string(storage.key));
    };
    flattenPickle(tree, find, into);
    into.format = "torch zip";
}

}  // namespace duo::io
