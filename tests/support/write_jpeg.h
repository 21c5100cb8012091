// Writes a JPEG of quality 90 for tests.
#pragma once

#include <cstdio>
// needs the one above
#include <jpeglib.h>

#include <cstdlib>
#include <string>

#include "io/image.h"

namespace duo::test {

inline void writeJpeg(const std::string& path, const io::RgbImage& image,
                      bool progressive = false) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) std::abort();
    jpeg_error_mgr errors;
    jpeg_compress_struct info{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    jpeg_stdio_dest(&info, file);
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 90, TRUE);
    if (progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    const std::size_t stride = std::size_t{3} * image.width;
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<std::uint8_t*>(image.pixels.data()) + stride * info.next_scanline;
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::fclose(file);
}

}  // namespace duo::test
