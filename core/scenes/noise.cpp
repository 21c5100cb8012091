#include "scenes/noise.h"

#include <array>

namespace duo::scenes {

namespace {

constexpr std::uint64_t mixBits(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

constexpr std::uint64_t golden = 0x9E3779B97F4A7C15ull;

// The lattice's values in [0, 1]. A knot is a look-up under a cheap hash of its place: noise is
// the slowest part of painting, and a full hash at each corner makes painting a fifth slower.
constexpr int tableBits = 12;
constexpr auto knots = [] {
    std::array<float, 1u << tableBits> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<float>(mixBits((i + 1) * golden) >> 40) * 0x1.0p-24f;
    return table;
}();

// std::floor is a call into libm without SSE4.1, and this is the innermost loop.
inline std::int32_t floorToInt(double v) {
    const auto i = static_cast<std::int32_t>(v);
    return i - (v < i);
}

inline double smoothKnots(double x, double y, std::uint32_t seed) {
    const std::int32_t ix = floorToInt(x), iy = floorToInt(y);
    double tx = x - ix, ty = y - iy;
    tx = tx * tx * (3 - 2 * tx);
    ty = ty * ty * (3 - 2 * ty);
    constexpr std::uint32_t stepX = 0x9E3779B1u, stepY = 0x85EBCA77u, stepSeed = 0xC2B2AE3Du;
    const std::uint32_t x0 = static_cast<std::uint32_t>(ix) * stepX ^ seed * stepSeed;
    const std::uint32_t x1 = static_cast<std::uint32_t>(ix + 1) * stepX ^ seed * stepSeed;
    const std::uint32_t y0 = static_cast<std::uint32_t>(iy) * stepY, y1 = y0 + stepY;
    constexpr int shift = 32 - tableBits;
    const double a = knots[(x0 ^ y0) >> shift], b = knots[(x1 ^ y0) >> shift];
    const double c = knots[(x0 ^ y1) >> shift], d = knots[(x1 ^ y1) >> shift];
    const double top = a + (b - a) * tx;
    const double bottom = c + (d - c) * tx;
    return top + (bottom - top) * ty;
}

}  // namespace

std::uint64_t Dice::next() {
    state_ += golden;
    return mixBits(state_);
}

int Dice::whole(int low, int high) {
    return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
}

double valueNoise(double x, double y, std::uint32_t seed) {
    return smoothKnots(x, y, seed);
}

double fbm(double x, double y, int octaves, std::uint32_t seed) {
    double sum = 0, weight = 0.5, total = 0;
    for (int i = 0; i < octaves; ++i) {
        sum += weight * smoothKnots(x, y, seed + static_cast<std::uint32_t>(i));
        total += weight;
        weight *= 0.5;
        // A fractional offset keeps the octaves' knots from aligning.
        x = x * 2 + 17.31;
        y = y * 2 + 5.73;
    }
    return sum / total;
}

double ridged(double x, double y, int octaves, std::uint32_t seed) {
    double sum = 0, weight = 0.5, total = 0;
    for (int i = 0; i < octaves; ++i) {
        const double n = smoothKnots(x, y, seed + static_cast<std::uint32_t>(i));
        const double crease = 1 - std::fabs(2 * n - 1);
        sum += weight * crease * crease;
        total += weight;
        weight *= 0.5;
        x = x * 2 + 17.31;
        y = y * 2 + 5.73;
    }
    return sum / total;
}

}  // namespace duo::scenes
