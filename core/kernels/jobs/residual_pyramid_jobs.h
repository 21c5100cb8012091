// addScale and areaMap as plain values over raw memory, for a GPU. Torch-free.
#pragma once

namespace duo::kernels {

// sum = fHat + own · (1 - share) + (weight ∗ own + bias) · share, where own is h upsampled; without
// weight fHat + own. fHat and sum: [pictures, channels, latentSide, latentSide]; h: [pictures,
// side, side, channels]; weight: [channels, channels, 3, 3] or null; bias: [channels]. Counted in
// pictures.
struct AddScaleJob {
    const float* fHat = nullptr;
    const float* h = nullptr;
    const float* weight = nullptr;
    const float* bias = nullptr;
    float* sum = nullptr;
    float share = 0;
    int channels = 0, side = 0, latentSide = 0;
};

// map: [pictures, side, side, channels] = fHat: [pictures, channels, latentSide, latentSide],
// averaged over the area of each cell. Counted in pictures.
struct AreaMapJob {
    const float* fHat = nullptr;
    float* map = nullptr;
    int channels = 0, side = 0, latentSide = 0;
};

}  // namespace duo::kernels
