// The bodies of the CUDA kernels that draw, run on the CPU with threads and barriers, compared with
// plain ATen. Plain ATen leaves the order of tied codes open; there they are compared with the
// CPU's kernels.
#include <gtest/gtest.h>

#include <set>

#include "kernels/cuda/draw_tokens_body.h"
#include "kernels/draw_tokens.h"
#include "kernels/host_block.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

using namespace kernels;

const HostLaunch kLaunches[] = {{1, 32, Order::Falling}, {1, 64, Order::Rising}};

TokenDraw drawOf(int pictures, int topK, double topP) {
    TokenDraw draw{2.5, topK, topP, 1.1f, {}};
    for (int b = 0; b < pictures; ++b) {
        draw.noise.seeds.push_back((std::uint64_t{9} << 40) + b);
        draw.noise.images.push_back(3 * b);
    }
    draw.noise.stream = 1;
    draw.noise.scale = 4;
    return draw;
}

// logits: as drawTokens takes them -> [B, l]
at::Tensor drawOnHost(HostLaunch launch, const at::Tensor& logits_RlV, const TokenDraw& draw) {
    const auto pictures = static_cast<std::int64_t>(draw.noise.seeds.size());
    const at::Tensor idx_Bl = at::full({pictures, logits_RlV.size(1)}, -1, at::kLong);
    DrawJob job = drawJob(logits_RlV, draw);
    job.idx = idx_Bl.mutable_data_ptr<std::int64_t>();
    launch.blocks = idx_Bl.numel();
    launch.sharedBytes = job.codes * 4;
    runOnHost<DrawTokensBody>(launch, job);
    return idx_Bl;
}

// Counts tokens that differ. Different rounding of sums may change a draw between two codes that
// are almost equal.
class Tally {
  public:
    void compare(const at::Tensor& found, const at::Tensor& wanted) {
        differing_ += found.ne(wanted).sum().item<std::int64_t>();
        all_ += wanted.numel();
    }
    ~Tally() { EXPECT_LE(differing_, all_ / 200) << "of " << all_; }

  private:
    std::int64_t differing_ = 0, all_ = 0;
};

TEST(CudaOnHostDraw, DrawsWhatPlainTensorsSay) {
    Tally tally;
    for (const std::int64_t codes : {1, 3, 97, 4096}) {
        const at::Tensor logits = randomTensor({4, 2, codes}, codes) * 3;
        for (const int topK : {0, 1, 600}) {
            for (const double topP : {0.0, 1e-6, 0.95, 1.0}) {
                for (const HostLaunch& launch : kLaunches) {
                    const TokenDraw draw = drawOf(2, topK, topP);
                    tally.compare(drawOnHost(launch, logits, draw), plainDrawTokens(logits, draw));
                }
                const TokenDraw alone = drawOf(4, topK, topP);  // no unconditional rows
                tally.compare(drawOnHost(kLaunches[0], logits, alone),
                              plainDrawTokens(logits, alone));
            }
        }
    }
}

// Rows of few different logits, among them zeros of both signs, so that most codes tie.
TEST(CudaOnHostDraw, TiesStayOrGoAsOnTheCpu) {
    Tally tally;
    for (const std::int64_t codes : {6, 97}) {
        const at::Tensor steps = (randomTensor({3, 3, codes}, codes) * 1.5).round();
        const at::Tensor sign = randomTensor({3, 3, codes}, 9).sign();
        const at::Tensor logits = at::where(steps == 0, sign * 0.0, steps);
        for (const int topK : {0, 1, 4, 60}) {
            for (const double topP : {0.0, 1e-9, 0.5, 0.9}) {
                const TokenDraw draw = drawOf(3, topK, topP);
                for (const HostLaunch& launch : kLaunches)
                    tally.compare(drawOnHost(launch, logits, draw), drawTokens(logits, draw));
            }
        }
    }
}

TEST(CudaOnHostDraw, DropsTheLowerOfEqualCodesFirst) {
    // Each 2 has 0.149 of the mass of all: at 0.7 the two lower ones go, at 1e-9 all but the 3.
    const std::vector<float> row{2, 2, 3, 2, 2, 0};
    const at::Tensor logits = at::tensor(row).view({1, 1, -1}).expand({60, 1, -1}).contiguous();
    const auto drawn = [&](int topK, double topP) {
        const at::Tensor idx = drawOnHost(kLaunches[1], logits, drawOf(60, topK, topP));
        std::set<std::int64_t> codes;
        for (int b = 0; b < 60; ++b) codes.insert(idx[b][0].item<std::int64_t>());
        return codes;
    };
    EXPECT_EQ(drawn(2, 0), (std::set<std::int64_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(drawn(2, 0.7), (std::set<std::int64_t>{2, 3, 4}));
    EXPECT_EQ(drawn(2, 1e-9), (std::set<std::int64_t>{2}));
}

TEST(CudaOnHostDraw, TakesAViewIntoLongerRows) {
    const at::Tensor longer = randomTensor({4, 6, 97}, 3) * 3;
    const at::Tensor view = longer.narrow(1, 4, 2);
    const TokenDraw draw = drawOf(2, 20, 0.9);
    EXPECT_TRUE(at::equal(drawOnHost(kLaunches[0], view, draw),
                          drawOnHost(kLaunches[0], view.contiguous(), draw)));
}

GumbelRows rowsOf(const at::Tensor& logits, const GumbelDraw& draw) {
    return {logits.const_data_ptr<float>(),
            draw.seeds.data(),
            draw.images.data(),
            logits.size(1),
            logits.size(2),
            draw.stream,
            static_cast<std::uint32_t>(draw.scale)};
}

TEST(CudaOnHostDraw, GumbelKernelsDrawAsTheCpu) {
    const GumbelDraw draw = drawOf(2, 0, 0).noise;
    for (const std::int64_t codes : {1, 3, 97, 4096}) {
        at::Tensor logits = randomTensor({2, 9, codes}, 5) * 2;
        logits = logits.masked_fill(logits < -1, -std::numeric_limits<double>::infinity());
        for (HostLaunch launch : kLaunches) {
            launch.blocks = 18;
            const at::Tensor idx = at::full({2, 9}, -1, at::kLong);
            const GumbelRows rows = rowsOf(logits, draw);
            runOnHost<GumbelArgmaxBody>(
                launch, GumbelArgmaxJob{rows, 1.1f, idx.mutable_data_ptr<std::int64_t>()});
            EXPECT_TRUE(at::equal(idx, gumbelArgmax(logits, draw, 1.1f)));
            const at::Tensor noisy = at::empty_like(logits);
            runOnHost<GumbelPerturbBody>(
                launch, GumbelPerturbJob{rows, 1.4f, 0.2f, noisy.mutable_data_ptr<float>()});
            EXPECT_TRUE(at::allclose(noisy, gumbelPerturb(logits, draw, 1.4f, 0.2f), 1e-6, 1e-6));
        }
    }
}

TEST(CudaOnHostDraw, KeysLieBehindOneAnother) {
    const GumbelDraw draw = drawOf(3, 0, 0).noise;
    const DeviceKeys keys(draw, at::kCPU);
    EXPECT_TRUE(std::equal(draw.seeds.begin(), draw.seeds.end(), keys.seeds()));
    EXPECT_TRUE(std::equal(draw.images.begin(), draw.images.end(), keys.images()));
}

}  // namespace
}  // namespace duo::test
