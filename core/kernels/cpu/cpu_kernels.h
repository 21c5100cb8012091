// The fused operations of decoding for one instruction set, as plain functions over raw memory.
// Each set is one translation unit compiled for it (avx2.cpp, avx512.cpp, amx.cpp); the best set
// that this processor has is chosen once. Torch-free. bf16 numbers are stored as their 16 bits.
#pragma once

#include <cstdint>

#include "kernels/jobs/draw_job.h"
#include "kernels/jobs/norm_modulate_job.h"
#include "kernels/jobs/split_heads_job.h"

namespace duo::kernels::cpu {

using kernels::DrawJob;
using kernels::Element;  // the CPU kernels support fp32 and bf16
using kernels::NormModulateJob;
using kernels::SplitHeadsJob;

enum class Epilogue { Store, Gelu, GatedAdd };

// y = x wᵀ + bias, then the epilogue. Row-major, packed: x [rows, depth], w [columns, depth],
// bias [columns] or null, all of type `element`; y [rows, columns] of type `out`. With weightScale
// [columns] w is int8 and stands for w · weightScale.
// Gelu: y = gelu(…), the tanh form. GatedAdd: y += gate · (…) in place, y fp32, gate
// [rows / rowsPerGate, gateStride] fp32, its first `columns` numbers a row.
// A row of y depends only on its own row of x, bit for bit, and not on the number of rows.
struct LinearJob {
    Element element = Element::Float32;
    Element out = Element::Float32;
    const void* x = nullptr;
    const void* w = nullptr;
    const float* weightScale = nullptr;
    const void* bias = nullptr;
    void* y = nullptr;
    std::int64_t rows = 0, depth = 0, columns = 0;
    Epilogue epilogue = Epilogue::Store;
    const float* gate = nullptr;
    std::int64_t rowsPerGate = 1, gateStride = 0;
};

// out = softmax(q kᵀ) v, all of type `element`. A plane is a head of a picture: q [planes, queries,
// headWidth], k and v [planes, keys, headWidth], with packed rows and the given distances between
// planes; out [pictures, queries, heads · headWidth], pictures outPicture apart.
struct AttentionJob {
    Element element = Element::Float32;
    const void* q = nullptr;
    const void* k = nullptr;
    const void* v = nullptr;
    void* out = nullptr;
    std::int64_t queries = 0, keys = 0, heads = 0, headWidth = 0;
    std::int64_t queryPlane = 0, cachePlane = 0, outPicture = 0;
};

constexpr std::int64_t kDrawWords = 4;  // words of a draw's workspace for each code

// y = silu(x · rate + offset); x and y [pixels, channels], rate and offset [channels].
struct GroupNormJob {
    const float* x = nullptr;
    const float* rate = nullptr;
    const float* offset = nullptr;
    float* y = nullptr;
    std::int64_t channels = 0;
};

// 3×3 convolution with padding 1, channels last: x [pictures, height, width, inputs], y [pictures,
// height, width, outputs], added to the old y if `onto`; bias [outputs]. With doublings 1 x has
// half the height and width, and each of its pixels stands for four. A tile is 4×4 pixels of y, cut
// at the far edges; its numbers do not depend on other tiles.
struct Conv3x3Job {
    const float* x = nullptr;
    const float* kernel = nullptr;  // as transformKernel wrote it
    const float* bias = nullptr;
    float* y = nullptr;
    bool onto = false;
    std::int64_t height = 0, width = 0, inputs = 0, outputs = 0;
    int doublings = 0;
};
constexpr int kWinogradPoints = 36;

struct WinogradKernels {
    std::int64_t inputStep;  // a part of a kernel's inputs begins at a multiple of this
    std::int64_t tileStep;   // a block's tiles should be a multiple of this
    std::int64_t (*kernelNumbers)(const Conv3x3Job&);
    // weight [outputs, 3, 3, inputs] -> kernel, for the inputs from firstInput to endInput - 1
    void (*transformKernel)(const Conv3x3Job&, const float* weight, float* kernel,
                            std::int64_t firstInput, std::int64_t endInput);
    std::int64_t (*roomNumbers)(const Conv3x3Job&, std::int64_t tiles);
    // room: roomNumbers floats that only the calling thread uses
    void (*convolve)(const Conv3x3Job&, float* room, std::int64_t firstTile, std::int64_t endTile);
};

struct CpuKernels {
    const char* name;
    bool bfloat16;              // whether linear and attention compute in Element::BFloat16
    std::int64_t depthStep[2];  // linear: depth is a multiple of this, by Element
    std::int64_t columnStep;    // linear: columns, and the ends of a part of them, are multiples
    void (*linear)(const LinearJob&, std::int64_t firstColumn, std::int64_t endColumn);
    void (*normModulate)(const NormModulateJob&, std::int64_t firstRow, std::int64_t endRow);
    // firstRow, endRow: among rows · tokens
    void (*splitHeads)(const SplitHeadsJob&, std::int64_t firstRow, std::int64_t endRow);
    std::int64_t headStep;  // attention: the head's width is a multiple of this
    void (*attention)(const AttentionJob&, std::int64_t firstPlane, std::int64_t endPlane);
    // workspace: kDrawWords * codes words that only the calling thread uses
    void (*draw)(const DrawJob&, std::uint32_t* workspace, std::int64_t firstRow,
                 std::int64_t endRow);
    // sums [2, channels]: over the pixels, of each channel's difference to pixel 0, and of its
    // square
    void (*channelSums)(const GroupNormJob&, float* sums, std::int64_t firstPixel,
                        std::int64_t endPixel);
    void (*scaleSilu)(const GroupNormJob&, std::int64_t firstPixel, std::int64_t endPixel);
    WinogradKernels winograd;
    // linear in bf16, if not null: lays x out in tiles of arrangedRows rows and the whole depth;
    // job.x then points at the result. to: room for the rows of whole tiles, 64-byte aligned
    std::int64_t arrangedRows = 0;
    void (*arrange)(const LinearJob&, void* to, std::int64_t firstTile,
                    std::int64_t endTile) = nullptr;
};

// Null if the processor has none of the sets.
const CpuKernels* cpuKernels();

extern const CpuKernels avx2Kernels;
extern const CpuKernels avx512Kernels;      // products in fp32 only
extern const CpuKernels avx512Bf16Kernels;  // products in fp32 and bf16
const CpuKernels& amxKernels();             // needs what avx512Bf16Kernels needs

// Whether the processor has bf16 tiles and the operating system allows their use.
bool amxGranted();

}  // namespace duo::kernels::cpu
