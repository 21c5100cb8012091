#include "io/animation.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <memory>

#include "base/error.h"
#include "io/atomic_file.h"

namespace duo::io {
namespace {

struct FreeEncoder {
    void operator()(WebPAnimEncoder* encoder) const { WebPAnimEncoderDelete(encoder); }
};

// Owns the memory that libwebp allocates for one frame.
class Picture {
  public:
    explicit Picture(const RgbImage& image) {
        if (WebPPictureInit(&picture_) == 0) fail("its library has another version");
        picture_.use_argb = 1;
        picture_.width = image.width;
        picture_.height = image.height;
        if (WebPPictureImportRGB(&picture_, image.pixels.data(), image.width * 3) == 0) {
            throw std::bad_alloc();
        }
    }
    ~Picture() { WebPPictureFree(&picture_); }
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;
    WebPPicture* get() { return &picture_; }

    [[noreturn]] static void fail(const std::string& reason) {
        throw Error(ErrorKind::Internal,
                    "An animation could not be packed as WebP: " + reason + ".");
    }

  private:
    WebPPicture picture_{};
};

struct Packed {
    WebPData data{};
    Packed() { WebPDataInit(&data); }
    ~Packed() { WebPDataClear(&data); }
    Packed(const Packed&) = delete;
    Packed& operator=(const Packed&) = delete;
};

void requireFrames(std::span<const RgbImage> frames) {
    if (frames.empty()) throw Error(ErrorKind::Usage, "An animation needs at least one frame.");
    const int width = frames[0].width;
    const int height = frames[0].height;
    for (const RgbImage& frame : frames) {
        if (frame.width == width && frame.height == height) continue;
        throw Error(ErrorKind::Usage, "The frames of an animation must be of one size; found " +
                                          std::to_string(width) + " x " + std::to_string(height) +
                                          " and " + std::to_string(frame.width) + " x " +
                                          std::to_string(frame.height) + ".");
    }
    if (width < 1 || height < 1 || width > WEBP_MAX_DIMENSION || height > WEBP_MAX_DIMENSION) {
        throw Error(ErrorKind::Usage, "The frames of an animation must have sides of 1 to " +
                                          std::to_string(WEBP_MAX_DIMENSION) + " pixels; found " +
                                          std::to_string(width) + " x " + std::to_string(height) +
                                          ".");
    }
}

}  // namespace

std::vector<std::uint8_t> packAnimation(std::span<const RgbImage> frames, int msPerFrame,
                                        const AnimationOptions& options) {
    requireFrames(frames);
    WebPAnimEncoderOptions encoderOptions;
    WebPConfig config;
    if (WebPAnimEncoderOptionsInit(&encoderOptions) == 0 || WebPConfigInit(&config) == 0) {
        Picture::fail("its library has another version");
    }
    config.lossless = options.lossless ? 1 : 0;
    config.quality = options.lossless ? 75 : options.quality;  // lossless: the compression effort
    const std::unique_ptr<WebPAnimEncoder, FreeEncoder> encoder(
        WebPAnimEncoderNew(frames[0].width, frames[0].height, &encoderOptions));
    if (!encoder) throw std::bad_alloc();
    int time = 0;
    for (const RgbImage& frame : frames) {
        Picture picture(frame);
        if (WebPAnimEncoderAdd(encoder.get(), picture.get(), time, &config) == 0) {
            Picture::fail(WebPAnimEncoderGetError(encoder.get()));
        }
        time += msPerFrame;
    }
    Packed packed;
    if (WebPAnimEncoderAdd(encoder.get(), nullptr, time, nullptr) == 0 ||
        WebPAnimEncoderAssemble(encoder.get(), &packed.data) == 0) {
        Picture::fail(WebPAnimEncoderGetError(encoder.get()));
    }
    return {packed.data.bytes, packed.data.bytes + packed.data.size};
}

void writeAnimation(const std::string& path, std::span<const RgbImage> frames, int msPerFrame,
                    const AnimationOptions& options) {
    const std::vector<std::uint8_t> packed = packAnimation(frames, msPerFrame, options);
    writeFileAtomically(path, packed.data(), packed.size());
}

}  // namespace duo::io
