#include "train/token_cache.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "base/error.h"
#include "base/stopwatch.h"
#include "checkpoint/state_dict.h"
#include "io/tensor_entry.h"

namespace duo::train {
namespace {

// Pictures encoded together. The groups are fixed, so that tokens never depend on the order of use.
constexpr std::int64_t kGroup = 16;

void takeOver(const io::TensorFile& file, const std::string& name, const at::Tensor& target) {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end() || found->second.shape != target.sizes().vec() ||
        static_cast<std::int64_t>(io::elementBytes(found->second.dtype)) != target.element_size()) {
        throw Error(ErrorKind::Checkpoint,
                    "The token file '" + file.path + "' has no matching tensor '" + name + "'.",
                    "Remove the file; the pictures will be encoded again.");
    }
    io::copyRowMajor(found->second, 0, target.numel(), static_cast<std::byte*>(target.data_ptr()));
}

}  // namespace

TokenCache::TokenCache(std::shared_ptr<const VqVae> vqvae, ScaleSchedule schedule,
                       std::shared_ptr<const PictureCache> pictures, std::string identity)
    : vqvae_(std::move(vqvae)),
      schedule_(std::move(schedule)),
      pictures_(std::move(pictures)),
      identity_(std::move(identity)),
      tokens_NL_(at::zeros({pictures_->source().count(), schedule_.totalTokens()}, at::kShort)),
      encoded_G_(at::zeros({(count() + kGroup - 1) / kGroup}, at::kLong)) {
    if (vqvae_->geometry().vocabulary > std::numeric_limits<std::int16_t>::max()) {
        throw Error(ErrorKind::Usage,
                    "Training keeps tokens as 16-bit numbers; the vocabulary of " +
                        std::to_string(vqvae_->geometry().vocabulary) + " codes is too large.");
    }
}

at::Tensor TokenCache::tokens(std::int64_t index) {
    const std::int64_t group = index / kGroup;
    if (encoded_G_.data_ptr<std::int64_t>()[group] == 0) encodeGroup(group);
    return tokens_NL_.select(0, index);  // [L]
}

void TokenCache::encodeGroup(std::int64_t group) {
    const c10::InferenceMode inference;
    const Stopwatch watch;
    std::vector<at::Tensor> pictures_HW3;
    const std::int64_t first = group * kGroup, last = std::min(first + kGroup, count());
    for (std::int64_t i = first; i < last; ++i) pictures_HW3.push_back(pictures_->picture(i));
    expectGroup(group + 1);  // usually the next one requested
    const at::Tensor image = toNetworkInput(pictures_HW3).to(vqvae_->device());
    const at::Tensor f = vqvae_->encode(image);  // [B, C, S, S]
    const at::Tensor idx_BL = at::cat(vqvae_->quantizer().tokens(schedule_, f), 1);
    tokens_NL_.narrow(0, first, last - first).copy_(idx_BL);
    encoded_G_.data_ptr<std::int64_t>()[group] = 1;
    encodingSeconds_ += watch.milliseconds() * 1e-3;
}

void TokenCache::expectGroup(std::int64_t group) const {
    if (group >= encoded_G_.size(0) || encoded_G_.const_data_ptr<std::int64_t>()[group] != 0)
        return;
    std::vector<std::int64_t> indices;
    for (std::int64_t i = group * kGroup; i < std::min((group + 1) * kGroup, count()); ++i)
        indices.push_back(i);
    pictures_->expect(indices);
}

std::int64_t TokenCache::encoded() const {
    return std::min(count(), encoded_G_.sum().item<std::int64_t>() * kGroup);
}

void TokenCache::save(const std::string& path) const {
    saveStateDict(path, {{"tokens", tokens_NL_}, {"encoded", encoded_G_}}, at::kFloat,
                  {{"identity", identity_}});
}

std::int64_t TokenCache::load(const std::string& path) {
    if (!std::filesystem::exists(path)) return 0;
    const io::TensorFile file = io::openTensorFile(path);
    const auto identity = file.metadata.find("identity");
    if (identity == file.metadata.end() || identity->second != identity_) {
        throw Error(ErrorKind::Checkpoint,
                    "The token file '" + path +
                        "' was made from other pictures or views, or with another "
                        "VQ-VAE.",
                    "Choose another file with --tokens, remove this one, or use the options that "
                    "it was made with.");
    }
    takeOver(file, "tokens", tokens_NL_);
    takeOver(file, "encoded", encoded_G_);
    return encoded();
}

}  // namespace duo::train
