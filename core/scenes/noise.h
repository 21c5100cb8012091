// The randomness of the painted scenes: a small generator and lattice noise, both pure integer
// hashing underneath, so that a seed paints the same picture with every standard library.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace duo::scenes {

// SplitMix64: one 64-bit state, good enough for pictures, and cheap to seed.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next();
    // In [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    // In [low, high).
    double between(double low, double high) { return low + (high - low) * unit(); }
    // In [low, high], both included.
    int whole(int low, int high);
    bool chance(double probability) { return unit() < probability; }
    std::uint32_t noiseSeed() { return static_cast<std::uint32_t>(next() >> 32); }

    template <class T, std::size_t n>
    const T& pick(const T (&choices)[n]) {
        return choices[next() % n];
    }

  private:
    std::uint64_t state_;
};

// Smooth noise in [0, 1] with knots on the integer lattice.
double valueNoise(double x, double y, std::uint32_t seed);

// Octaves of valueNoise, each with twice the frequency and half the weight; in [0, 1], mean 0.5.
double fbm(double x, double y, int octaves, std::uint32_t seed);

// Like fbm, with sharp bright creases: rock, wave crests, caustics. In [0, 1].
double ridged(double x, double y, int octaves, std::uint32_t seed);

inline double clamp01(double t) {
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

// 0 below low, 1 above high, an S-curve between; low > high reverses it.
inline double smoothstep(double low, double high, double x) {
    const double t = clamp01((x - low) / (high - low));
    return t * t * (3 - 2 * t);
}

}  // namespace duo::scenes
