// How the body of a CUDA kernel is written: once, over the block of threads that runs it, so that
// the CPU runs the very same body in tests (tests/kernels/host_block.h) where no GPU is. A body is
// a function object that every thread of every block calls; number types convert to and from
// float. Torch-free.
#pragma once

#include <cstdint>

#ifdef __CUDACC__
#define DUO_DEVICE __device__ __forceinline__
#else
#define DUO_DEVICE inline
#endif

namespace duo::kernels {

inline constexpr int kWarp = 32;
// That every GPU gives a block, beside the scratch.
inline constexpr std::int64_t kMaxSharedBytes = (48 << 10) - 512;

// index: which block of the grid. thread, threads: which of how many, whole warps. sync: all
// threads of the block meet. shuffleXor: all threads of a warp meet, each gets the value of the one
// whose number differs from its own in the bits of the mask. shared: the memory of the block that
// the launch asked for. scratch: a place a warp for a T of up to 16 bytes, which is
// reduceBlock's alone.
template <typename B>
concept ThreadBlock = requires(B block) {
    std::int64_t{block.index()};
    int{block.thread()};
    int{block.threads()};
    block.sync();
    float{block.shuffleXor(1.0f, 1)};
    static_cast<float*>(block.template shared<float>());
    static_cast<float*>(block.template scratch<float>());
};

struct Plus {
    template <typename T>
    DUO_DEVICE T operator()(T a, T b) const {
        return a + b;
    }
};

// The warp's values combined, the same in each of its threads. combine: commutative
template <ThreadBlock Block, typename T, typename Combine>
DUO_DEVICE T reduceWarp(Block& block, T value, Combine combine) {
    for (int mask = kWarp / 2; mask > 0; mask /= 2)
        value = combine(value, block.shuffleXor(value, mask));
    return value;
}

// The block's values combined, the same in each of its threads.
template <ThreadBlock Block, typename T, typename Combine>
DUO_DEVICE T reduceBlock(Block& block, T value, Combine combine) {
    value = reduceWarp(block, value, combine);
    const int warps = block.threads() / kWarp;
    if (warps == 1) return value;
    T* ofWarp = block.template scratch<T>();
    block.sync();  // the result of another reduction may still be read
    if (block.thread() % kWarp == 0) ofWarp[block.thread() / kWarp] = value;
    block.sync();
    value = ofWarp[0];
    for (int warp = 1; warp < warps; ++warp) value = combine(value, ofWarp[warp]);
    return value;
}

}  // namespace duo::kernels
