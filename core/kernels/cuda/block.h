// How the body of a CUDA kernel is written: once, over the block of threads that runs it. Tests run
// the same body on the CPU, without a GPU (tests/kernels/host_block.h). A body is a function object
// that every thread of every block calls; number types convert to and from float. Torch-free.
#pragma once

#include <cstdint>

#ifdef __CUDACC__
#define DUO_DEVICE __device__ __forceinline__
#else
#define DUO_DEVICE inline
#endif

namespace duo::kernels {

inline constexpr int kWarp = 32;
// Shared memory that every GPU can give a block, besides the scratch.
inline constexpr std::int64_t kMaxSharedBytes = (48 << 10) - 512;

// index: number of the block in the grid. thread, threads: number of the thread, and how many there
// are; whole warps. sync: barrier of the block's threads. shuffleXor: barrier of a warp's threads;
// each receives the value of the thread whose number differs in the bits of the mask. shared: the
// block's memory that the launch requested. scratch: one T of up to 16 bytes a warp; only
// reduceBlock may use it.
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

// Combines the warp's values; every thread gets the result. combine: commutative
template <ThreadBlock Block, typename T, typename Combine>
DUO_DEVICE T reduceWarp(Block& block, T value, Combine combine) {
    for (int mask = kWarp / 2; mask > 0; mask /= 2)
        value = combine(value, block.shuffleXor(value, mask));
    return value;
}

// Combines the block's values; every thread gets the result.
template <ThreadBlock Block, typename T, typename Combine>
DUO_DEVICE T reduceBlock(Block& block, T value, Combine combine) {
    value = reduceWarp(block, value, combine);
    const int warps = block.threads() / kWarp;
    if (warps == 1) return value;
    T* ofWarp = block.template scratch<T>();
    block.sync();  // other threads may still read the previous result
    if (block.thread() % kWarp == 0) ofWarp[block.thread() / kWarp] = value;
    block.sync();
    value = ofWarp[0];
    for (int warp = 1; warp < warps; ++warp) value = combine(value, ofWarp[warp]);
    return value;
}

}  // namespace duo::kernels
