// The bodies of the CUDA kernels, run on the CPU with threads and barriers, compared with plain
// ATen.
#include <gtest/gtest.h>

#include <stdexcept>

#include "kernels/cuda/gated_add_body.h"
#include "kernels/cuda/norm_modulate_body.h"
#include "kernels/cuda/split_heads_body.h"
#include "kernels/host_block.h"
#include "kernels/norm_modulate.h"
#include "kernels/random_tensors.h"
#include "kernels/split_heads.h"
#include "kernels/tensor_element.h"

namespace duo::test {
namespace {

using namespace kernels;

double limitOf(at::ScalarType type) {
    if (type == at::kFloat) return 1e-5;
    return type == at::kHalf ? 1e-3 : kBFloat16Error;
}

// Calls use(number) with a value of the CPU's type of that name.
template <typename Use>
void withNumber(at::ScalarType type, Use use) {
    if (type == at::kFloat) return use(float{});
    if (type == at::kHalf) return use(at::Half{});
    use(at::BFloat16{});
}

constexpr at::ScalarType kTypes[] = {at::kFloat, at::kBFloat16, at::kHalf};
constexpr int kThreadCounts[] = {32, 96};
constexpr Order kOrders[] = {Order::Rising, Order::Falling};

template <typename Test>
void forEveryLaunch(Test test) {
    for (const int threads : kThreadCounts) {
        for (const Order order : kOrders) {
            SCOPED_TRACE(testing::Message()
                         << threads << " threads, order " << static_cast<int>(order));
            test(HostLaunch{1, threads, order});
        }
    }
}

struct AddUp {
    template <ThreadBlock Block>
    void operator()(Block& block, int* const& found) const {
        const int sum = reduceBlock(block, 1 << block.thread() % 7, Plus());
        found[block.thread()] = sum - reduceBlock(block, 1, Plus());
    }
};

TEST(CudaOnHost, ReducesToTheSameInEveryThread) {
    forEveryLaunch([](const HostLaunch& launch) {
        std::vector<int> found(launch.threads);
        int wanted = -launch.threads;
        for (int thread = 0; thread < launch.threads; ++thread) wanted += 1 << thread % 7;
        runOnHost<AddUp>(launch, found.data());
        for (const int sum : found) EXPECT_EQ(sum, wanted);
    });
}

struct PartWays {
    template <ThreadBlock Block>
    void operator()(Block& block, int job) const {
        if (block.thread() != job) block.sync();
    }
};

TEST(CudaOnHost, NoticesThreadsThatDoNotMeet) {
    EXPECT_THROW(runOnHost<PartWays>({1, 64}, 40), std::logic_error);
    EXPECT_NO_THROW(runOnHost<PartWays>({1, 64}, 64));
}

struct ReadsTooEarly {
    template <ThreadBlock Block>
    void operator()(Block& block, int* const& found) const {
        int* shared = block.template shared<int>();
        shared[block.thread()] = 1;
        found[block.thread()] = shared[block.threads() - 1 - block.thread()];
    }
};

TEST(CudaOnHost, ShowsAMissingMeeting) {
    forEveryLaunch([](HostLaunch launch) {
        std::vector<int> found(launch.threads);
        launch.sharedBytes = launch.threads * 4;
        runOnHost<ReadsTooEarly>(launch, found.data());
        EXPECT_NE(std::count(found.begin(), found.end(), 1), launch.threads);
    });
}

void expectNorm(const HostLaunch& launch, int tokens, int width, at::ScalarType type) {
    const at::Tensor x = randomTensor({2, tokens, width}, 1) * 3 + 7;
    const at::Tensor table = randomTensor({2, 6, width}, 2);
    const at::Tensor scale = table.select(1, 2), shift = table.select(1, 4);
    const at::Tensor y = at::empty(x.sizes(), type);
    NormModulateJob job;
    job.x = x.const_data_ptr<float>();
    job.scale = scale.const_data_ptr<float>();
    job.shift = shift.const_data_ptr<float>();
    job.y = y.data_ptr();
    job.width = width;
    job.rowsPerEntry = tokens;
    job.entryStride = 6 * width;
    job.epsilon = 1e-6f;
    HostLaunch grid = launch;
    grid.blocks = 2 * tokens;
    withNumber(type, [&](auto out) { runOnHost<NormModulateBody<decltype(out)>>(grid, job); });
    EXPECT_LT(errorOf(y, plainNormModulate(x, scale, shift)), limitOf(type)) << width;
}

TEST(CudaOnHost, NormalisesAndModulates) {
    forEveryLaunch([](const HostLaunch& launch) {
        for (const int width : {1, 31, 33, 1920}) {
            for (const at::ScalarType type : kTypes) {
                expectNorm(launch, 1, width, type);
                if (width < 100) expectNorm(launch, 9, width, type);
            }
        }
    });
}

void expectGatedAdd(const HostLaunch& launch, int tokens, int width, at::ScalarType type) {
    const at::Tensor product = randomTensor({2, tokens, width}, 1).to(type);
    const at::Tensor gate = randomTensor({2, 6, width}, 2).select(1, 3);
    const at::Tensor start = randomTensor({2, tokens, width}, 3);
    for (const at::Tensor& bias : {randomTensor({width}, 4).to(type), at::Tensor()}) {
        const at::Tensor y = start.clone();
        GatedAddJob job;
        job.product = product.const_data_ptr();
        job.bias = bias.defined() ? bias.const_data_ptr() : nullptr;
        job.gate = gate.const_data_ptr<float>();
        job.y = y.mutable_data_ptr<float>();
        job.width = width;
        job.rowsPerEntry = tokens;
        job.entryStride = 6 * width;
        HostLaunch grid = launch;
        grid.blocks = 2 * tokens;
        withNumber(type, [&](auto in) { runOnHost<GatedAddBody<decltype(in)>>(grid, job); });
        at::Tensor sum = product.to(at::kFloat);
        if (bias.defined()) sum = sum + bias.to(at::kFloat);
        EXPECT_LT(errorOf(y, start + gate.unsqueeze(1) * sum), 1e-6) << width;
    }
}

TEST(CudaOnHost, AddsThroughTheGate) {
    forEveryLaunch([](const HostLaunch& launch) {
        for (const int width : {1, 31, 33, 1920}) {
            for (const at::ScalarType type : kTypes) expectGatedAdd(launch, 3, width, type);
        }
    });
}

struct Heads {
    int tokens, heads, width, capacity, held;
};

// q, keys and values [2, H, …], what the body wrote
std::vector<at::Tensor> splitOnHost(const HostLaunch& launch, const Heads& c, const at::Tensor& qkv,
                                    const HeadSplit& split, const at::Tensor& cache) {
    const at::Tensor q = at::empty({2, c.heads, c.tokens, c.width}, cache.options());
    const at::Tensor keys = cache.clone(), values = cache.clone();
    SplitHeadsJob job;
    job.qkv = qkv.const_data_ptr();
    job.qBias = split.qBias.const_data_ptr<float>();
    job.vBias = split.vBias.const_data_ptr<float>();
    if (split.queryScale.defined()) job.queryScale = split.queryScale.const_data_ptr<float>();
    job.plainScale = static_cast<float>(split.plainScale);
    job.q = q.data_ptr();
    job.k = keys.data_ptr();
    job.v = values.data_ptr();
    job.tokens = c.tokens;
    job.heads = c.heads;
    job.headWidth = c.width;
    job.capacity = c.capacity;
    job.held = c.held;
    HostLaunch grid = launch;
    grid.blocks = 2 * c.tokens * 3;
    withNumber(qkv.scalar_type(), [&](auto in) {
        withNumber(cache.scalar_type(), [&](auto out) {
            runOnHost<SplitHeadsBody<decltype(in), decltype(out)>>(grid, job);
        });
    });
    return {q, keys, values};
}

TEST(CudaOnHost, SplitsHeadsIntoTheCache) {
    for (const Heads& c : {Heads{1, 1, 1, 1, 0}, Heads{3, 5, 31, 9, 4}, Heads{9, 3, 33, 30, 5},
                           Heads{2, 9, 64, 7, 3}}) {
        const at::Tensor qkv = randomTensor({2, c.tokens, 3 * c.heads * c.width}, 1);
        const at::Tensor bias = randomTensor({2, c.heads * c.width}, 2);
        for (const at::ScalarType type : kTypes) {
            for (const bool unit : {true, false}) {
                HeadSplit split{bias[0], bias[1], {}, 0.03};
                if (unit) split.queryScale = randomTensor({c.heads}, 4).exp();
                for (const at::Tensor& in : {qkv, qkv.to(type)}) {
                    const at::Tensor cache = at::full({2, c.heads, c.capacity, c.width}, 0.5, type);
                    at::Tensor keys = cache.clone(), values = cache.clone();
                    const at::Tensor q = plainSplitHeads(in, split, keys, values, c.held);
                    forEveryLaunch([&](const HostLaunch& launch) {
                        const std::vector<at::Tensor> found =
                            splitOnHost(launch, c, in, split, cache);
                        EXPECT_LT(errorOf(found[0], q), limitOf(type));
                        EXPECT_LT(errorOf(found[1], keys), limitOf(type));
                        EXPECT_LT(errorOf(found[2], values), limitOf(type));
                    });
                }
            }
        }
    }
}

}  // namespace
}  // namespace duo::test
