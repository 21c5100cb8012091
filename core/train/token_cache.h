// The data set as token maps: each picture is encoded on first use and stored as 16-bit codes in a
// file with the run.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <string>

#include "model/vqvae.h"
#include "train/picture_stream.h"

namespace duo::train {

class TokenCache {
  public:
    // identity: what the tokens depend on (VQ-VAE digest, source); a file with another identity is
    // refused. vocabulary at most 32767; Error(Usage).
    TokenCache(std::shared_ptr<const VqVae> vqvae, ScaleSchedule schedule,
               std::shared_ptr<const PictureCache> pictures, std::string identity);

    std::int64_t count() const { return tokens_NL_.size(0); }
    const PictureSource& source() const { return pictures_->source(); }
    const VqVae& vqvae() const { return *vqvae_; }
    std::shared_ptr<const VqVae> sharedVqVae() const { return vqvae_; }
    const ScaleSchedule& schedule() const { return schedule_; }
    // 0 <= index < count() -> [L] int16; encodes the group of neighbours if needed.
    at::Tensor tokens(std::int64_t index);
    std::int64_t encoded() const;  // number of encoded pictures
    // Time spent on making token maps here, pictures read included.
    double encodingSeconds() const { return encodingSeconds_; }

    // load returns the number of pictures read, 0 without a file. Error(Checkpoint): another
    // identity, so that save never overwrites other tokens. Error(File).
    void save(const std::string& path) const;
    std::int64_t load(const std::string& path);

  private:
    void encodeGroup(std::int64_t group);
    void expectGroup(std::int64_t group) const;

    std::shared_ptr<const VqVae> vqvae_;
    ScaleSchedule schedule_;
    std::shared_ptr<const PictureCache> pictures_;
    std::string identity_;
    at::Tensor tokens_NL_;  // int16
    at::Tensor encoded_G_;  // int64, 0 or 1 per group of neighbours
    double encodingSeconds_ = 0;
};

}  // namespace duo::train
