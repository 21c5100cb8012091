// Drawing a part of a picture anew: its token maps, and a mask of what is drawn.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/pixels.h"

namespace duo {

// Codes: at every scale, cells that are kept take the source's tokens. Latent: the arithmetic of
// the published autoregressive_inpaint functions, which mix the accumulated latent.
enum class EditMix { Codes, Latent };

// Which pixels are drawn anew, row by row.
struct PictureMask {
    int width = 0;
    int height = 0;
    // Lengths of alternate runs of pixels: kept, drawn, kept, … They sum to width * height.
    std::vector<int> runs;
    bool operator==(const PictureMask&) const = default;
};

// levels: one byte a pixel; 128 and more are drawn.
PictureMask maskOf(int width, int height, const std::vector<std::uint8_t>& levels);
// -> one byte a pixel: 1 drawn, 0 kept. The mask must be valid.
std::vector<std::uint8_t> drawnPixels(const PictureMask& mask);

struct PictureEdit {
    EditMix mix = EditMix::Codes;
    PictureMask mask;  // of the pictures' size; width 0: no edit
    // Token maps of the picture, all scales; empty: `original` is encoded.
    std::vector<std::int32_t> source;
    std::string vqvaeDigest;  // of the weights whose codes they are; empty: not compared
    Pixels original;          // of the pictures' size; may be empty if nothing needs it
    // Pixels of the edge over which kept pixels of `original` fade into the drawn part. -1: kept
    // pixels stay as the VQ-VAE reconstructs them.
    int feather = -1;
    // `original` is the finished picture: it is taken as it is wherever the mask keeps.
    bool finished = false;

    bool active() const { return mask.width > 0; }
    bool needsEncoder() const { return active() && source.empty(); }
    // Error(Usage) for fields that contradict each other. Nothing without an edit.
    void validate() const;
    bool operator==(const PictureEdit&) const = default;
};

}  // namespace duo
