// The tile configuration after the AMX kernels. instruction_sets_test.cpp tests their numbers.
#include <gtest/gtest.h>
#include <immintrin.h>

#include <array>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

using namespace kernels::cpu;

struct alignas(64) TileSetup {
    std::array<std::uint8_t, 64> bytes{};
};

// The test's own AMX instructions, in a function that processors without them never call.
__attribute__((target("amx-tile"), noinline)) void setUp(const TileSetup& setup) {
    _tile_loadconfig(setup.bytes.data());
}

__attribute__((target("amx-tile"), noinline)) void readSetup(TileSetup& setup) {
    _tile_storeconfig(setup.bytes.data());
}

void runKernels() {
    const at::Tensor x = at::ones({32, 32}, at::kBFloat16), y = at::zeros({32, 32});
    LinearJob job;
    job.element = Element::BFloat16;
    job.x = job.w = x.const_data_ptr();
    job.y = y.data_ptr();
    job.rows = job.depth = job.columns = 32;
    amxKernels().linear(job, 0, 32);
    EXPECT_TRUE(y.eq(32).all().item<bool>());
    const at::Tensor mixed = at::zeros({32, 32}, at::kBFloat16);
    AttentionJob attention;
    attention.element = Element::BFloat16;
    attention.q = attention.k = attention.v = x.const_data_ptr();
    attention.out = mixed.data_ptr();
    attention.queries = attention.keys = attention.headWidth = 32;
    attention.heads = 1;
    amxKernels().attention(attention, 0, 1);
    EXPECT_TRUE(mixed.eq(1).all().item<bool>());
}

// LibTorch's products configure tiles in the same threads and may expect to find them unchanged.
TEST(Amx, LeavesTheSetUpOfTilesAsItWas) {
    if (!__builtin_cpu_supports("avx512bf16") || !amxGranted())
        GTEST_SKIP() << "this processor has no tiles, or the system does not grant them";
    TileSetup none, found;
    setUp(none);
    runKernels();
    readSetup(found);
    EXPECT_EQ(found.bytes, none.bytes);
    TileSetup other;
    other.bytes[0] = 1;   // palette
    other.bytes[16] = 8;  // bytes of the first tile's rows
    other.bytes[48] = 3;  // its rows
    setUp(other);
    runKernels();
    readSetup(found);
    setUp(none);
    EXPECT_EQ(found.bytes, other.bytes);
}

}  // namespace
}  // namespace duo::test
