// Every set of CPU kernels that this processor can run, not the best alone.
#include <gtest/gtest.h>

#include <vector>

#include "kernels/cpu/cpu_kernels.h"
#include "kernels/draw_tokens.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

using namespace kernels;
using namespace kernels::cpu;

std::vector<const CpuKernels*> runnableSets() {
    std::vector<const CpuKernels*> sets;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        sets.push_back(&avx2Kernels);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        sets.push_back(&avx512Kernels);
    if (__builtin_cpu_supports("avx512bf16")) sets.push_back(&avx512Bf16Kernels);
    return sets;
}

TEST(InstructionSets, AllComputeTheSameProduct) {
    const at::Tensor x = randomTensor({101, 208}, 1), w = randomTensor({48, 208}, 2);
    const at::Tensor expected = at::matmul(x, w.t());
    for (const CpuKernels* set : runnableSets()) {
        const at::Tensor y = at::zeros({101, 48});
        LinearJob job;
        job.x = x.const_data_ptr();
        job.w = w.const_data_ptr();
        job.y = y.data_ptr();
        job.rows = 101;
        job.depth = 208;
        job.columns = 48;
        set->linear(job, 0, 16);  // in two parts, as two threads do it
        set->linear(job, 16, 48);
        EXPECT_LT(errorOf(y, expected), kFloatError) << set->name;
    }
}

TEST(InstructionSets, AllDrawTheSameTokens) {
    const at::Tensor logits = randomTensor({2, 400, 300}, 3) * 3;
    TokenDraw draw{2, 90, 0.9, 1.1f, {{5}, {2}}};
    const at::Tensor expected = drawTokensReference(logits, draw);
    std::vector<std::uint32_t> workspace(kDrawWords * 300);
    for (const CpuKernels* set : runnableSets()) {
        const at::Tensor idx = at::empty({1, 400}, at::kLong);
        DrawJob job;
        job.logits = logits.const_data_ptr<float>();
        job.tokens = 400;
        job.codes = 300;
        job.guided = true;
        job.unconditional = 400 * 300;
        job.guidance = 2;
        job.topK = 90;
        job.topP = 0.9;
        job.temperature = 1.1f;
        job.seeds = draw.noise.seeds.data();
        job.images = draw.noise.images.data();
        job.idx = idx.mutable_data_ptr<std::int64_t>();
        set->draw(job, workspace.data(), 0, 150);  // in two parts, as two threads do it
        set->draw(job, workspace.data(), 150, 400);
        EXPECT_LE(idx.ne(expected).sum().item<std::int64_t>(), 1) << set->name;
    }
}

TEST(InstructionSets, TheBestIsOneOfThem) {
    const std::vector<const CpuKernels*> sets = runnableSets();
    if (sets.empty()) {
        EXPECT_EQ(cpuKernels(), nullptr);
    } else {
        EXPECT_EQ(cpuKernels(), sets.back());
    }
}

}  // namespace
}  // namespace duo::test
