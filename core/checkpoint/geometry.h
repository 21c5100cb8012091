// What a checkpoint is, read off the names and shapes of its tensors; no side file is needed.
// Torch-free.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "io/tensor_entry.h"
#include "protocol/scale_schedule.h"

namespace duo {

struct VarGeometry {
    int depth = 0;
    int width = 0;  // C
    int heads = 0;  // H; head width is width / heads
    int mlpWidth = 0;
    int classes = 0;       // without the extra 'no class' row
    int vocabulary = 0;    // V
    int codeChannels = 0;  // Cvae
    bool sharedAdaLn = false;
    bool qkNormalised = true;  // scale_mul_1H11 present
    ScaleSchedule schedule;
    bool operator==(const VarGeometry&) const = default;
};

struct VqVaeGeometry {
    int vocabulary = 0;            // V
    int codeChannels = 0;          // Cvae (z channels)
    int baseWidth = 0;             // ch
    std::vector<int> multipliers;  // 1,1,2,2,4; picture side = latent side * 2^(levels - 1)
    int encoderBlocks = 2;         // ResNet blocks a level; the decoder has one more
    bool attention = true;         // attention blocks at the last level and in the middle
    int quantConvKernel = 3;
    enum class PhiSharing { Shared, Partial, PerScale } phiSharing = PhiSharing::Partial;
    int phiCount = 4;  // 3x3 convolutions of the quantiser
    int downsample() const { return 1 << (static_cast<int>(multipliers.size()) - 1); }
    bool operator==(const VqVaeGeometry&) const = default;
};

struct TensorSpec {
    std::string name;
    std::vector<std::int64_t> shape;
};

// All parameters a model of this geometry has, under the published names. Buffers that carry no
// weights (lvl_1L, attn_bias_for_masking, zero_k_bias, ema_vocab_hit_SV) are not listed and are
// ignored in files.
std::vector<TensorSpec> tensorSpecs(const VarGeometry& geometry);
std::vector<TensorSpec> tensorSpecs(const VqVaeGeometry& geometry);

// A file's weights after training wrappers (trainer.var_wo_ddp., vae_local., module., _orig_mod.)
// are taken off.
struct CheckpointFile {
    io::TensorFile file;    // tensors under published names
    std::string unwrapped;  // the prefix that was taken off, or empty
    const std::string& path() const { return file.path; }
};

// want: which model is looked for in a training checkpoint that nests both.
enum class ModelKind { Var, VqVae };
CheckpointFile openCheckpoint(const std::string& path,
                              std::optional<ModelKind> want = std::nullopt);

ModelKind modelKind(const CheckpointFile& checkpoint);  // Error(Checkpoint) where it is neither
// Both throw Error(Checkpoint) naming file, tensor, expected and found: the other kind of model,
// missing, extra, misshapen tensors.
VarGeometry detectVar(const CheckpointFile& checkpoint);
VqVaeGeometry detectVqVae(const CheckpointFile& checkpoint);

// What tensors alone cannot tell of every VAR (an unpublished schedule, heads without
// scale_mul_1H11): give it to saveStateDict, and detectVar reads it back.
std::map<std::string, std::string> geometryMetadata(const VarGeometry& geometry);

// Drafter, refiner and VQ-VAE must agree in scales, vocabulary, channels and classes; throws
// Error(Checkpoint) with both file names otherwise. Either path/geometry of a VAR may be absent.
void requireMatchingFamily(const CheckpointFile& vqvae, const CheckpointFile* drafter,
                           const CheckpointFile* refiner);

}  // namespace duo
