// Reads the geometry of a VQ-VAE from its tensors, and checks that models belong together.
#include "base/error.h"
#include "checkpoint/detect.h"

namespace duo {
namespace {

// GroupNorm uses gcd(width, 32) groups: 32 in every published model, fewer in our narrow models
// (width 24, for example).
constexpr int kWidthStep = 8;
constexpr int kMaxLevels = 16;

void detectLevels(const TensorCensus& census, VqVaeGeometry& geometry) {
    geometry.baseWidth = census.side("encoder.conv_in.weight", 4, 0);
    if (geometry.baseWidth % kWidthStep != 0) {
        census.refuse("its base width (tensor 'encoder.conv_in.weight') is " +
                      std::to_string(geometry.baseWidth) + ", expected a multiple of " +
                      std::to_string(kWidthStep));
    }
    const int levels = census.count("encoder.down.", ".block.0.conv1.weight");
    if (levels == 0) {
        census.refuse("the tensor 'encoder.down.0.block.0.conv1.weight' is missing");
    }
    if (levels > kMaxLevels) {
        census.refuse("it has " + std::to_string(levels) + " levels, expected at most " +
                      std::to_string(kMaxLevels));
    }
    geometry.multipliers.clear();
    for (int level = 0; level < levels; ++level) {
        const std::string name = "encoder.down." + std::to_string(level) + ".block.0.conv1.weight";
        const int width = census.side(name, 4, 0);
        if (width % geometry.baseWidth != 0) {
            census.refuse("the tensor '" + name + "' makes " + std::to_string(width) +
                          " channels, expected a multiple of the base width " +
                          std::to_string(geometry.baseWidth));
        }
        geometry.multipliers.push_back(width / geometry.baseWidth);
    }
    geometry.encoderBlocks = census.count("encoder.down.0.block.", ".conv1.weight");
    geometry.attention = census.has("encoder.mid.attn_1.qkv.weight");
}

void detectPhi(const TensorCensus& census, VqVaeGeometry& geometry) {
    using Sharing = VqVaeGeometry::PhiSharing;
    const std::string root = "quantize.quant_resi.";
    if (census.has(root + "qresi.weight")) {
        geometry.phiSharing = Sharing::Shared;
        geometry.phiCount = 1;
        return;
    }
    geometry.phiSharing = Sharing::Partial;
    geometry.phiCount = census.count(root + "qresi_ls.", ".weight");
    if (geometry.phiCount > 0) return;
    geometry.phiSharing = Sharing::PerScale;
    geometry.phiCount = census.count(root, ".weight");
    if (geometry.phiCount > 0) return;
    census.refuse("the convolutions of its quantiser (tensors '" + root + "…') are missing");
}

void requireEqual(const CheckpointFile& a, const CheckpointFile& b, const std::string& what,
                  const std::string& inA, const std::string& inB) {
    if (inA == inB) return;
    throw Error(ErrorKind::Checkpoint, "The files '" + a.path() + "' and '" + b.path() +
                                           "' do not belong together: the first has " + what + " " +
                                           inA + ", the second " + inB + ".");
}

}  // namespace

VqVaeGeometry detectVqVae(const CheckpointFile& checkpoint) {
    if (modelKind(checkpoint) != ModelKind::VqVae) {
        throw Error(ErrorKind::Checkpoint,
                    "The file '" + checkpoint.path() +
                        "' is a VAR, expected a VQ-VAE: it has "
                        "the tensor 'word_embed.weight' instead of 'quantize.embedding.weight'.");
    }
    const TensorCensus census(checkpoint, "VQ-VAE");
    VqVaeGeometry geometry;
    geometry.vocabulary = census.side("quantize.embedding.weight", 2, 0);
    geometry.codeChannels = census.side("quantize.embedding.weight", 2, 1);
    geometry.quantConvKernel = census.side("quant_conv.weight", 4, 3);
    detectLevels(census, geometry);
    detectPhi(census, geometry);
    census.requireExactly(tensorSpecs(geometry));
    return geometry;
}

void requireMatchingFamily(const CheckpointFile& vqvae, const CheckpointFile* drafter,
                           const CheckpointFile* refiner) {
    const VqVaeGeometry codes = detectVqVae(vqvae);
    for (const CheckpointFile* model : {drafter, refiner}) {
        if (model == nullptr) continue;
        const VarGeometry var = detectVar(*model);
        requireEqual(vqvae, *model, "a vocabulary of", std::to_string(codes.vocabulary),
                     std::to_string(var.vocabulary));
        requireEqual(vqvae, *model, "code channels:", std::to_string(codes.codeChannels),
                     std::to_string(var.codeChannels));
        if (codes.phiSharing == VqVaeGeometry::PhiSharing::PerScale) {
            requireEqual(vqvae, *model, "this many scales:", std::to_string(codes.phiCount),
                         std::to_string(var.schedule.count()));
        }
    }
    if (drafter == nullptr || refiner == nullptr) return;
    const VarGeometry first = detectVar(*drafter);
    const VarGeometry second = detectVar(*refiner);
    requireEqual(*drafter, *refiner, "the scales", first.schedule.toString(),
                 second.schedule.toString());
    requireEqual(*drafter, *refiner, "this many classes:", std::to_string(first.classes),
                 std::to_string(second.classes));
}

}  // namespace duo
