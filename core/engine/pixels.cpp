#include "engine/pixels.h"

#include "model/vqvae.h"

namespace duo {

std::vector<Pixels> toPixels(const at::Tensor& image_B3HW) {
    const at::Tensor bytes_BHW3 = pictureBytes(image_B3HW);
    const auto size = static_cast<std::size_t>(bytes_BHW3[0].numel());
    std::vector<Pixels> pictures;
    for (std::int64_t b = 0; b < bytes_BHW3.size(0); ++b) {
        const auto* data = bytes_BHW3.const_data_ptr<std::uint8_t>() + b * size;
        pictures.push_back({static_cast<int>(bytes_BHW3.size(2)),
                            static_cast<int>(bytes_BHW3.size(1)),
                            std::vector<std::uint8_t>(data, data + size)});
    }
    return pictures;
}

}  // namespace duo
