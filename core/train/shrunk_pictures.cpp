#include "train/shrunk_pictures.h"

#include <algorithm>

#include "io/image.h"

namespace duo::train {
namespace {

// Short side of the whole picture that views are cut from.
int viewedEdge(int side) {
    return side + side / 8;
}

at::Tensor pixelsOf(const io::RgbImage& image) {  // -> [H, W, 3], a view of the image's memory
    return at::from_blob(const_cast<std::uint8_t*>(image.pixels.data()),
                         {image.height, image.width, 3}, at::kByte);
}

// Pictures far larger than the target are first averaged over blocks of n x n pixels, which needs
// no floating-point copy of them; n keeps at least four pixels for each one of the target.
// [H, W, 3] -> [H / n, W / n, 3]
at::Tensor averaged(const at::Tensor& pixels_HW3, std::int64_t n) {
    const std::int64_t height = pixels_HW3.size(0) / n, width = pixels_HW3.size(1) / n;
    at::Tensor made_HW3 = at::empty({height, width, 3}, at::kByte);
    for (std::int64_t y = 0; y < height; ++y) {
        const at::Tensor sums_W3 = pixels_HW3.narrow(0, y * n, n)
                                       .narrow(1, 0, width * n)
                                       .to(at::kFloat)
                                       .reshape({n, width, n, 3})
                                       .mean(at::IntArrayRef{0, 2});
        made_HW3[y].copy_(sums_W3.round());
    }
    return made_HW3;
}

at::Tensor preshrunk(const at::Tensor& pixels_HW3, std::int64_t side) {
    const std::int64_t edge = std::min(pixels_HW3.size(0), pixels_HW3.size(1));
    const std::int64_t n = edge / (4 * side);
    return n > 1 ? averaged(pixels_HW3, n) : pixels_HW3;
}

// The middle of a picture longer than eight squares: a strip of 1 x 30000 pixels would grow with
// its short side.
at::Tensor withoutEnds(const at::Tensor& pixels_HW3) {
    constexpr std::int64_t kLongest = 8;
    at::Tensor middle_HW3 = pixels_HW3;
    const std::int64_t longest = kLongest * std::min(pixels_HW3.size(0), pixels_HW3.size(1));
    for (const int d : {0, 1}) {
        const std::int64_t length = std::min(middle_HW3.size(d), longest);
        middle_HW3 = middle_HW3.narrow(d, (middle_HW3.size(d) - length) / 2, length);
    }
    return middle_HW3;
}

// Resizes by averaging or interpolation. [H, W, 3] uint8 -> [height, width, 3] uint8
at::Tensor resized(const at::Tensor& pixels_HW3, std::int64_t height, std::int64_t width) {
    const at::Tensor planes_13HW = pixels_HW3.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat);
    const at::Tensor sized = at::_upsample_bicubic2d_aa(planes_13HW, {height, width}, false);
    return sized.round().clamp(0, 255).to(at::kByte).squeeze(0).permute({1, 2, 0}).contiguous();
}

// Crops the largest centred square and resizes it.
at::Tensor squared(const at::Tensor& pixels_HW3, int side) {
    const std::int64_t height = pixels_HW3.size(0), width = pixels_HW3.size(1);
    const std::int64_t edge = std::min(height, width);
    const at::Tensor square_EE3 =
        pixels_HW3.narrow(0, (height - edge) / 2, edge).narrow(1, (width - edge) / 2, edge);
    return resized(preshrunk(square_EE3, side), side, side);
}

// [H, W, 3] -> [H', W', 3], the whole picture without its ends
at::Tensor wholeOf(const at::Tensor& pixels_HW3, int side) {
    const at::Tensor middle_HW3 = preshrunk(withoutEnds(pixels_HW3), side);
    const std::int64_t height = middle_HW3.size(0), width = middle_HW3.size(1);
    const std::int64_t edge = std::min(height, width), due = viewedEdge(side);
    const auto scaled = [&](std::int64_t length) { return (length * due + edge / 2) / edge; };
    return resized(middle_HW3, scaled(height), scaled(width));
}

std::int64_t bytesOf(const ShrunkPicture& picture) {
    return static_cast<std::int64_t>(picture.square_SS3.nbytes() + picture.whole_HW3.nbytes());
}

}  // namespace

ShrunkPictures::ShrunkPictures(int side, bool views, std::int64_t maxBytes)
    : side_(side), views_(views), maxBytes_(maxBytes) {}

ShrunkPicture ShrunkPictures::picture(std::int64_t index, const std::string& path) const {
    if (!views_) return read(path);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return !reading_.contains(index); });
    if (const auto found = kept_.find(index); found != kept_.end()) return found->second;
    const bool shared = bytes_ < maxBytes_;  // others may wait for what is read here
    if (shared) reading_.insert(index);
    lock.unlock();
    ShrunkPicture made;
    std::exception_ptr failure;
    try {
        made = read(path);
    } catch (...) {
        failure = std::current_exception();
    }
    lock.lock();
    if (shared) reading_.erase(index);
    done_.notify_all();
    if (failure != nullptr) std::rethrow_exception(failure);
    if (bytes_ + bytesOf(made) <= maxBytes_ && kept_.emplace(index, made).second)
        bytes_ += bytesOf(made);
    return made;
}

ShrunkPicture ShrunkPictures::read(const std::string& path) const {
    // Twice the pixels that are needed leave the last step to the better filter.
    const io::RgbImage image = io::readReducedImage(path, 2 * viewedEdge(side_));
    const at::Tensor pixels_HW3 = pixelsOf(image);
    return {squared(pixels_HW3, side_), views_ ? wholeOf(pixels_HW3, side_) : at::Tensor()};
}

at::Tensor viewOf(const at::Tensor& whole_HW3, int side, std::uint64_t chance) {
    const auto from = [&](std::int64_t length, std::uint64_t bits) {
        return static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(length - side + 1));
    };
    const at::Tensor view_SS3 =
        whole_HW3.narrow(0, from(whole_HW3.size(0), chance >> 8 & 0xffff), side)
            .narrow(1, from(whole_HW3.size(1), chance >> 32 & 0xffff), side);
    return ((chance & 1) != 0 ? view_SS3.flip(1) : view_SS3).contiguous();
}

}  // namespace duo::train
