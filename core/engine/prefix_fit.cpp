#include "engine/prefix_fit.h"

#include <algorithm>

#include "base/error.h"

namespace duo {
namespace {

const ModelFacts& vqvaeOf(const LoadedFamily& family) {
    return *std::find_if(family.files.begin(), family.files.end(),
                         [](const ModelFacts& facts) { return facts.owner == MemoryOwner::VqVae; });
}

}  // namespace

void requireCodesFit(const TokenPrefix& prefix, const LoadedFamily& family) {
    if (prefix.scales == 0) return;
    if (prefix.sides != family.schedule.sides()) {
        throw Error(ErrorKind::Usage,
                    "The given token maps have sides " + ScaleSchedule(prefix.sides).toString() +
                        ", but the models have " + family.schedule.toString() + ".");
    }
    const ModelFacts& vqvae = vqvaeOf(family);
    if (!prefix.vqvaeDigest.empty() && prefix.vqvaeDigest != vqvae.digest) {
        throw Error(ErrorKind::Checkpoint,
                    "The token maps are codes of a VQ-VAE with the digest " + prefix.vqvaeDigest +
                        ", but '" + vqvae.file + "' has the digest " + vqvae.digest +
                        ": the same codes mean another picture there.",
                    "Give the VQ-VAE that the picture was made with.");
    }
    const auto expected = static_cast<std::size_t>(family.schedule.offset(prefix.scales));
    const int codes = family.facts.vocabulary;
    for (const std::vector<std::int32_t>& tokens : prefix.tokens) {
        if (tokens.size() != expected) {
            throw Error(ErrorKind::Usage, "The models have " + std::to_string(expected) +
                                              " tokens in these scales; found " +
                                              std::to_string(tokens.size()) + ".");
        }
        for (const std::int32_t token : tokens) {
            if (token >= 0 && token < codes) continue;
            throw Error(ErrorKind::Usage, "A given token is code " + std::to_string(token) +
                                              ", but the codebook has the codes 0 to " +
                                              std::to_string(codes - 1) + ".");
        }
    }
}

}  // namespace duo
