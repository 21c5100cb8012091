// Widening a picture: it moves towards one side, and the strip that becomes free is drawn.
#pragma once

#include <string>
#include <vector>

#include "io/image.h"
#include "protocol/picture_edit.h"

namespace duo::cli {

// Free strips in pixels. At most one of left and right and one of top and bottom is not 0.
struct Outpaint {
    int left = 0, right = 0, top = 0, bottom = 0;

    int moveX() const { return left - right; }  // of the picture's content, to the right
    int moveY() const { return top - bottom; }  // downwards
};

// "left:64" or "left:64,top:32". Error(Usage) for another text, opposite sides, or a strip that
// leaves nothing of a picture of this size.
Outpaint parseOutpaint(const std::string& text, int width, int height);
// The picture moved; its edge pixels fill the free strips.
io::RgbImage moved(const io::RgbImage& picture, const Outpaint& outpaint);
// The free strips are drawn.
PictureMask stripMask(int width, int height, const Outpaint& outpaint);
// The whole of the original beside the drawn strips: larger by them than the drawn picture.
io::RgbImage widened(const io::RgbImage& drawn, const io::RgbImage& original,
                     const Outpaint& outpaint);

}  // namespace duo::cli
