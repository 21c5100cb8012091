#include "checkpoint/digest.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <memory>

#include "checkpoint/weight_policy.h"

namespace duo {
namespace {

struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

void addText(XXH3_state_t* state, const std::string& text) {
    XXH3_128bits_update(state, text.c_str(),
                        text.size() + 1);  // the final 0 byte separates adjacent texts
}

void addBytes(XXH3_state_t* state, const io::TensorEntry& tensor) {
    constexpr std::int64_t kPiece = std::int64_t{1} << 18;  // elements
    const std::int64_t elements = tensor.elements();
    const std::size_t size = io::elementBytes(tensor.dtype);
    if (tensor.contiguous()) {
        if (elements == 0) return;
        XXH3_128bits_update(state, tensor.data, static_cast<std::size_t>(elements) * size);
        return;
    }
    std::vector<std::byte> piece(static_cast<std::size_t>(std::min(elements, kPiece)) * size);
    for (std::int64_t first = 0; first < elements; first += kPiece) {
        const std::int64_t count = std::min(kPiece, elements - first);
        io::copyRowMajor(tensor, first, count, piece.data());
        XXH3_128bits_update(state, piece.data(), static_cast<std::size_t>(count) * size);
    }
}

}  // namespace

std::string weightDigest(const CheckpointFile& checkpoint) {
    const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
    if (!state) throw std::bad_alloc();
    XXH3_128bits_reset(state.get());
    for (const auto& [name, tensor] : checkpoint.file.tensors) {
        if (isWeightlessBuffer(name)) continue;
        addText(state.get(), name);
        addText(state.get(), io::dtypeName(tensor.dtype) + io::shapeText(tensor.shape));
        addBytes(state.get(), tensor);
        checkpoint.file.releasePages(tensor);
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state.get()));
    constexpr std::array kDigits{'0', '1', '2', '3', '4', '5', '6', '7',
                                 '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    std::string text;
    for (const unsigned char byte : canonical.digest) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

}  // namespace duo
