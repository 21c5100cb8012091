#include "io/jpeg.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
// needs the two above
#include <jpeglib.h>

namespace duo::io {
namespace {

// libjpeg calls error_exit, which must not return.
struct Trap {
    jpeg_error_mgr manager;  // first: libjpeg's pointer to it is one to the trap
    std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr info) {
    std::longjmp(reinterpret_cast<Trap*>(info->err)->back, 1);
}

void beSilent(j_common_ptr) {}

class Decoder {
  public:
    explicit Decoder(std::span<const std::byte> bytes) : bytes_(bytes) {
        info_.err = jpeg_std_error(&trap_.manager);
        trap_.manager.error_exit = leave;
        trap_.manager.output_message = beSilent;
    }
    ~Decoder() { jpeg_destroy_decompress(&info_); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    // No object with a destructor may live in a function that longjmp leaves or returns to.
    bool decode(int edge, RgbImage& image) {
        if (setjmp(trap_.back) != 0) return false;
        jpeg_create_decompress(&info_);
        jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
        jpeg_read_header(&info_, TRUE);
        const unsigned denominator = reduction(edge);
        const bool large = std::int64_t{info_.image_width} * info_.image_height > kMaxPixels;
        if (denominator == 1 || large || info_.jpeg_color_space == JCS_CMYK ||
            info_.jpeg_color_space == JCS_YCCK)
            return false;
        info_.scale_num = 1;
        info_.scale_denom = denominator;
        info_.out_color_space = JCS_RGB;
        jpeg_start_decompress(&info_);
        readRows(image);
        jpeg_finish_decompress(&info_);
        return trap_.manager.num_warnings == 0;  // a warning: damaged data
    }

  private:
    unsigned reduction(int edge) const {
        const std::int64_t shortSide = std::min(info_.image_width, info_.image_height);
        unsigned denominator = 1;
        while (denominator < 8 && shortSide / (2 * denominator) >= edge) denominator *= 2;
        return denominator;
    }

    void readRows(RgbImage& image) {
        image.width = static_cast<int>(info_.output_width);
        image.height = static_cast<int>(info_.output_height);
        const std::size_t stride = std::size_t{3} * info_.output_width;
        image.pixels.resize(stride * info_.output_height);
        while (info_.output_scanline < info_.output_height) {
            JSAMPROW row = image.pixels.data() + stride * info_.output_scanline;
            jpeg_read_scanlines(&info_, &row, 1);
        }
    }

    std::span<const std::byte> bytes_;
    jpeg_decompress_struct info_{};
    Trap trap_{};
};

}  // namespace

std::optional<RgbImage> decodeJpegReduced(std::span<const std::byte> bytes, int edge) {
    RgbImage image;
    if (!Decoder(bytes).decode(std::max(1, edge), image)) return std::nullopt;
    return image;
}

}  // namespace duo::io
