// Every set of CPU kernels that this processor can run, not only the best one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "kernels/attention.h"
#include "kernels/cpu/tensor_access.h"
#include "kernels/draw_tokens.h"
#include "kernels/linear.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

using namespace kernels;
using namespace kernels::cpu;

constexpr auto kChannelsLast = at::MemoryFormat::ChannelsLast;

std::vector<const CpuKernels*> runnableSets() {
    std::vector<const CpuKernels*> sets;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        sets.push_back(&avx2Kernels);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        sets.push_back(&avx512Kernels);
    if (__builtin_cpu_supports("avx512bf16")) sets.push_back(&avx512Bf16Kernels);
    if (__builtin_cpu_supports("avx512bf16") && amxGranted()) sets.push_back(&amxKernels());
    return sets;
}

std::vector<const CpuKernels*> runnableSetsOfBFloat16() {
    std::vector<const CpuKernels*> sets;
    for (const CpuKernels* set : runnableSets()) {
        if (set->bfloat16) sets.push_back(set);
    }
    return sets;
}

struct Product {
    int rows, depth, columns;
};

// y [rows, columns] fp32, in two parts, like two threads. bias: may be undefined
at::Tensor product(const CpuKernels& set, const at::Tensor& x, const Weight& weight,
                   const at::Tensor& bias) {
    const at::Tensor& w = weight.values;
    const at::Tensor y = at::zeros({x.size(0), w.size(0)});
    LinearJob job;
    job.element = elementOf(x);
    job.x = x.const_data_ptr();
    job.w = w.const_data_ptr();
    if (weight.isInt8()) job.weightScale = weight.rowScale.const_data_ptr<float>();
    job.bias = bias.defined() ? bias.const_data_ptr() : nullptr;
    job.y = y.data_ptr();
    job.rows = x.size(0);
    job.depth = x.size(1);
    job.columns = w.size(0);
    at::Tensor arranged;
    if (set.arrange != nullptr && job.element == Element::BFloat16) {
        const std::int64_t tiles = (job.rows + set.arrangedRows - 1) / set.arrangedRows;
        arranged = at::full({tiles * set.arrangedRows, job.depth}, 7, x.options());
        set.arrange(job, arranged.data_ptr(), 0, tiles / 2);
        set.arrange(job, arranged.data_ptr(), tiles / 2, tiles);
        job.x = arranged.const_data_ptr();
    }
    set.linear(job, 0, 16);
    if (job.columns > 16) set.linear(job, 16, job.columns);
    return y;
}

void expectSameProduct(const CpuKernels& set, const Product& p, at::ScalarType type) {
    SCOPED_TRACE(testing::Message() << set.name << ", " << p.rows << " rows");
    const at::Tensor x = randomTensor({p.rows, p.depth}, 1).to(type);
    const at::Tensor w = randomTensor({p.columns, p.depth}, 2).to(type);
    const at::Tensor bias = randomTensor({p.columns}, 3).to(type);
    const at::Tensor expected = at::linear(x.to(at::kFloat), w.to(at::kFloat), bias.to(at::kFloat));
    const at::Tensor y = product(set, x, w, bias);
    EXPECT_LT(errorOf(y, expected), kFloatError);
    const int last = p.rows - 1;
    EXPECT_TRUE(at::equal(product(set, x.narrow(0, last, 1), w, bias)[0], y[last]))
        << "the last row differs when it is alone";
}

// Rows and columns that do not fill whole tiles, and more of them than a cache holds.
TEST(InstructionSets, AllComputeTheSameProduct) {
    for (const CpuKernels* set : runnableSets()) {
        for (const Product& p : {Product{1, 16, 16}, Product{13, 208, 48}, Product{101, 1056, 272},
                                 Product{300, 400, 304}}) {
            expectSameProduct(*set, p, at::kFloat);
        }
    }
}

at::Tensor attention(const CpuKernels& set, const at::Tensor& q, const at::Tensor& k,
                     const at::Tensor& v) {
    const at::Tensor out = at::zeros({1, q.size(2), q.size(1) * q.size(3)}, q.options());
    AttentionJob job;
    job.element = Element::BFloat16;
    job.q = q.const_data_ptr();
    job.k = k.const_data_ptr();
    job.v = v.const_data_ptr();
    job.out = out.data_ptr();
    job.queries = q.size(2);
    job.keys = k.size(2);
    job.heads = q.size(1);
    job.headWidth = q.size(3);
    job.queryPlane = q.stride(1);
    job.cachePlane = k.stride(1);
    set.attention(job, 0, 1);  // in two parts, like two threads
    set.attention(job, 1, job.heads);
    return out;
}

TEST(InstructionSets, AllComputeTheSameProductInBFloat16) {
    if (runnableSetsOfBFloat16().empty()) GTEST_SKIP() << "this processor multiplies no bf16";
    for (const CpuKernels* set : runnableSetsOfBFloat16()) {
        for (const Product& p : {Product{1, 32, 16}, Product{17, 96, 48}, Product{32, 64, 32},
                                 Product{101, 1056, 272}, Product{520, 2112, 560}}) {
            expectSameProduct(*set, p, at::kBFloat16);
        }
    }
}

// Int8 with fp32 activations and, if the set supports them, bf16 ones.
TEST(InstructionSets, AllComputeTheSameProductOfInt8Weights) {
    for (const Product& p : {Product{1, 32, 16}, Product{17, 96, 48}, Product{32, 64, 32},
                             Product{101, 1056, 272}, Product{520, 2112, 560}}) {
        const at::Tensor exact = randomTensor({p.rows, p.depth}, 1);
        const at::Tensor values = at::randint(-127, 128, {p.columns, p.depth}, at::kChar);
        const at::Tensor scale = randomTensor({p.columns}, 4).abs() + 0.1;
        for (const CpuKernels* set : runnableSets()) {
            for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
                if (type == at::kBFloat16 && !set->bfloat16) continue;
                const at::Tensor x = exact.to(type), bias = randomTensor({p.columns}, 3).to(type);
                const at::Tensor expected =
                    at::linear(x.to(at::kFloat), values * scale.unsqueeze(1), bias.to(at::kFloat));
                const at::Tensor y = product(*set, x, {values, scale, type}, bias);
                EXPECT_LT(errorOf(y, expected), kFloatError)
                    << set->name << ", " << type << ", " << p.rows << " rows";
                const int last = p.rows - 1;
                const at::Tensor alone =
                    product(*set, x.narrow(0, last, 1), {values, scale, type}, bias);
                EXPECT_TRUE(at::equal(alone[0], y[last]))
                    << set->name << ": the last of " << p.rows << " rows differs when it is alone";
            }
        }
    }
}

TEST(InstructionSets, AllAttendAlikeInBFloat16) {
    if (runnableSetsOfBFloat16().empty()) GTEST_SKIP() << "this processor multiplies no bf16";
    for (const auto& [queries, keys, width] :
         {std::tuple{1, 1, 32}, {16, 32, 64}, {37, 131, 96}, {33, 45, 48}, {5, 700, 64}}) {
        const at::Tensor q = randomTensor({1, 3, queries, width}, 1).to(at::kBFloat16);
        const at::Tensor k = randomTensor({1, 3, keys, width}, 2).to(at::kBFloat16);
        const at::Tensor v = randomTensor({1, 3, keys, width}, 3).to(at::kBFloat16);
        at::Tensor expected = at::empty({1, queries, 3 * width});
        plainAttend(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat), expected);
        for (const CpuKernels* set : runnableSetsOfBFloat16()) {
            const at::Tensor all = attention(*set, q, k, v);
            EXPECT_LT(errorOf(all, expected), kBFloat16Error) << set->name << ", " << keys;
            const int last = queries - 1;
            const at::Tensor alone = attention(*set, q.narrow(2, last, 1).contiguous(), k, v);
            EXPECT_TRUE(at::equal(alone[0][0], all[0][last]))
                << set->name << ": the last of " << queries << " queries differs when it is alone";
        }
    }
}

TEST(InstructionSets, AllDrawTheSameTokens) {
    const at::Tensor logits = randomTensor({2, 400, 300}, 3) * 3;
    TokenDraw draw{2, 90, 0.9, 1.1f, {{5}, {2}}};
    const at::Tensor expected = plainDrawTokens(logits, draw);
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
        set->draw(job, workspace.data(), 0, 150);  // in two parts, like two threads
        set->draw(job, workspace.data(), 150, 400);
        EXPECT_LE(idx.ne(expected).sum().item<std::int64_t>(), 1) << set->name;
    }
}

// y [outputs, height, width], the kernel and the tiles in parts, like threads
at::Tensor convolution(const CpuKernels& set, const at::Tensor& x_1IHW, const at::Tensor& w_OI33,
                       const at::Tensor& bias, std::int64_t blockTiles) {
    const at::Tensor y =
        at::zeros({1, w_OI33.size(0), x_1IHW.size(2), x_1IHW.size(3)}).contiguous(kChannelsLast);
    Conv3x3Job job;
    job.x = x_1IHW.const_data_ptr<float>();
    job.bias = bias.const_data_ptr<float>();
    job.y = y.data_ptr<float>();
    job.height = y.size(2);
    job.width = y.size(3);
    job.inputs = x_1IHW.size(1);
    job.outputs = y.size(1);
    const at::Tensor kernel = at::full({set.winograd.kernelNumbers(job)}, NAN);
    const at::Tensor room = at::full({set.winograd.roomNumbers(job, blockTiles)}, NAN);
    for (std::int64_t input = 0; input < job.inputs; input += set.winograd.inputStep) {
        set.winograd.transformKernel(job, w_OI33.const_data_ptr<float>(), kernel.data_ptr<float>(),
                                     input, std::min(input + set.winograd.inputStep, job.inputs));
    }
    job.kernel = kernel.const_data_ptr<float>();
    const std::int64_t tiles = (job.height + 3) / 4 * ((job.width + 3) / 4);
    for (std::int64_t tile = 0; tile < tiles; tile += blockTiles) {
        set.winograd.convolve(job, room.data_ptr<float>(), tile,
                              std::min(tile + blockTiles, tiles));
    }
    return y[0];
}

TEST(InstructionSets, AllConvolveAlike) {
    for (const auto& [inputs, outputs] : {std::tuple{3, 24}, {70, 5}, {96, 176}}) {
        const at::Tensor x = randomTensor({1, inputs, 15, 22}, 1).contiguous(kChannelsLast);
        const at::Tensor w = randomTensor({outputs, inputs, 3, 3}, 2).contiguous(kChannelsLast);
        const at::Tensor bias = randomTensor({outputs}, 3);
        const at::Tensor expected = at::conv2d(x, w, bias, {1, 1}, {1, 1})[0];
        for (const CpuKernels* set : runnableSets()) {
            const at::Tensor y = convolution(*set, x, w, bias, 24);
            EXPECT_LT(errorOf(y, expected), 3e-5) << set->name << ", " << inputs << " channels";
            EXPECT_TRUE(at::equal(convolution(*set, x, w, bias, 5), y))
                << set->name << ": a tile's numbers depend on those beside it";
        }
    }
}

TEST(InstructionSets, AllNormAlike) {
    const int pixels = 103, channels = 37;
    const at::Tensor x = randomTensor({pixels, channels}, 1), rate = randomTensor({channels}, 2),
                     offset = randomTensor({channels}, 3);
    for (const CpuKernels* set : runnableSets()) {
        const at::Tensor y = at::zeros({pixels, channels}), sums = at::full({2, channels}, NAN);
        const GroupNormJob job{x.const_data_ptr<float>(), rate.const_data_ptr<float>(),
                               offset.const_data_ptr<float>(), y.data_ptr<float>(), channels};
        set->channelSums(job, sums.data_ptr<float>(), 1, pixels);
        const at::Tensor summed = x.narrow(0, 1, pixels - 1) - x[0];
        EXPECT_LT(errorOf(sums[0], summed.sum(0)), kFloatError) << set->name;
        EXPECT_LT(errorOf(sums[1], summed.square().sum(0)), kFloatError) << set->name;
        set->scaleSilu(job, 0, 50);
        set->scaleSilu(job, 50, pixels);
        EXPECT_LT(errorOf(y, at::silu(x * rate + offset)), kFloatError) << set->name;
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
