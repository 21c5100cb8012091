// A checkpoint's geometry, read from the names and shapes of its tensors; no side file is needed.
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
    int classes = 0;       // without the extra row for 'no class'
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
    int encoderBlocks = 2;         // ResNet blocks per level; the decoder has one more
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

// All parameters of a model of this geometry, under the published names. Buffers that carry no
// weights (lvl_1L, attn_bias_for_masking, zero_k_bias, ema_vocab_hit_SV) are not listed, and are
// ignored in files.
std::vector<TensorSpec> tensorSpecs(const VarGeometry& geometry);
std::vector<TensorSpec> tensorSpecs(const VqVaeGeometry& geometry);

enum class ModelKind { Var, VqVae };
// The weights that the optimiser moves, or their running average (EMA), which training scripts keep
// beside them for drawing pictures.
enum class WeightKind { Raw, Averaged };

// A file's weights without the name prefixes of training wrappers (trainer.var_wo_ddp., vae_local.,
// module., _orig_mod., ema., …).
struct CheckpointFile {
    io::TensorFile file;    // tensors under published names
    std::string unwrapped;  // the removed prefix, or empty
    WeightKind weights = WeightKind::Raw;
    bool holdsBothWeights = false;  // the file has raw and averaged weights of this model
    bool holdsBothKinds = false;    // the file has a model of the other kind, too
    int joinedLayers = 0;           // attention layers whose q, k and v were brought together
    const std::string& path() const { return file.path; }
};

// kind and weights choose from a training checkpoint that holds more than one model. By default the
// VAR is taken, and averaged weights where the file has them all.
// Error(Checkpoint) if the file lacks the weights asked for, or has two models that fit.
CheckpointFile openCheckpoint(const std::string& path, std::optional<ModelKind> kind = std::nullopt,
                              std::optional<WeightKind> weights = std::nullopt);
// For people, which weights were taken and what else is there: "averaged (EMA); the file also holds
// raw weights". Empty for a file of raw weights alone.
std::string weightsNote(const CheckpointFile& checkpoint);

ModelKind modelKind(const CheckpointFile& checkpoint);  // Error(Checkpoint) if it is neither
// Error(Checkpoint), naming file, tensor, expected and found: the other kind of model; missing,
// extra or misshapen tensors.
VarGeometry detectVar(const CheckpointFile& checkpoint);
VqVaeGeometry detectVqVae(const CheckpointFile& checkpoint);

// Facts that the tensors of some VARs do not show (an unpublished schedule; heads without
// scale_mul_1H11). Pass it to saveStateDict; detectVar reads it back.
std::map<std::string, std::string> geometryMetadata(const VarGeometry& geometry);

// Error(Checkpoint) with both file names unless drafter, refiner and VQ-VAE agree in scales,
// vocabulary, channels and classes. Either VAR may be null.
void requireMatchingFamily(const CheckpointFile& vqvae, const CheckpointFile* drafter,
                           const CheckpointFile* refiner);

}  // namespace duo
