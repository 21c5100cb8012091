// Top-k and top-p: compared with the published code, and at their limits.
#include <gtest/gtest.h>

#include <limits>

#include "kernels/filter_logits.h"
#include "support/fixture.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

using namespace kernels;

constexpr float kInf = std::numeric_limits<float>::infinity();

at::Tensor row(std::initializer_list<float> values) {
    return at::tensor(std::vector<float>(values)).view({1, 1, -1});
}

std::vector<int> kept(const at::Tensor& filtered) {
    std::vector<int> codes;
    for (std::int64_t code = 0; code < filtered.size(-1); ++code) {
        if (filtered[0][0][code].item<float>() != -kInf) codes.push_back(static_cast<int>(code));
    }
    return codes;
}

using Codes = std::vector<int>;

// -> the logits that stay, in falling order; which of several tied codes stay does not matter
at::Tensor valuesKept(const at::Tensor& filtered) {
    return std::get<0>(filtered.sort(-1, /*descending=*/true));
}

TEST(Filter, KeepsWhatThePublishedCodeKeeps) {
    const Fixture fixture("sampling");
    const at::Tensor topK = fixture["filters.top_k"], topP = fixture["filters.top_p"];
    for (const auto filter : {filterLogits, plainFilterLogits}) {
        for (const std::string name : {"smooth", "ties"}) {
            const at::Tensor logits = fixture[name + ".logits"];
            for (std::int64_t i = 0; i < topK.size(0); ++i) {
                SCOPED_TRACE(name + " " + std::to_string(i));
                // The settings were doubles there; the file holds them as floats.
                const double p = std::round(topP[i].item<double>() * 1e6) / 1e6;
                const at::Tensor kept =
                    fixture[name + ".filter" + std::to_string(i) + ".kept"].to(at::kBool);
                const at::Tensor expected = at::where(kept, logits, -kInf);
                const at::Tensor found = filter(logits, topK[i].item<int>(), p);
                EXPECT_TRUE(at::equal(valuesKept(found), valuesKept(expected)));
                // Which of several equal codes top-p drops depends on the sort of the machine.
                if (name == "smooth" || p == 0) {
                    EXPECT_TRUE(at::equal(found, expected));
                }
            }
        }
    }
}

TEST(Filter, TheKernelKeepsWhatPlainTensorsKeep) {
    for (const std::int64_t codes : {1, 2, 97, 1024}) {
        const std::vector<std::int64_t> shape{3, 11, codes};
        const at::Tensor logits =
            at::tensor(livelyTensor("input/filter.kernel", shape)).view(shape) * 3;
        for (const int topK : {0, 1, 5, 96, 600}) {
            for (const double topP : {0.0, 1e-6, 0.3, 0.9, 0.96, 1.0}) {
                SCOPED_TRACE(testing::Message() << codes << " " << topK << " " << topP);
                EXPECT_TRUE(at::equal(filterLogits(logits, topK, topP),
                                      plainFilterLogits(logits, topK, topP)));
            }
        }
    }
    // Rows that are views: guided logits are cut out of a longer tensor.
    const std::vector<std::int64_t> shape{2, 6, 50};
    const at::Tensor whole = at::tensor(livelyTensor("input/filter.kernel", shape)).view(shape);
    EXPECT_TRUE(at::equal(filterLogits(whole.narrow(1, 2, 3), 9, 0.8),
                          filterLogits(whole, 9, 0.8).narrow(1, 2, 3)));
}

TEST(Filter, TiesWithTheLastOfTopKStay) {
    EXPECT_EQ(kept(filterLogits(row({1, 3, 2, 2, 2, 0}), 2, 0)), (Codes{1, 2, 3, 4}));
    EXPECT_EQ(kept(filterLogits(row({5, 5, 5}), 1, 0)), (Codes{0, 1, 2}));
}

TEST(Filter, ZeroAndTooManyKeepAll) {
    const at::Tensor logits = row({1, 3, 2});
    for (const int topK : {0, 3, 4, 4096})
        EXPECT_EQ(kept(filterLogits(logits, topK, 0)).size(), 3u);
}

TEST(Filter, TopPKeepsTheLeastSetThatReachesIt) {
    const at::Tensor logits = row({0.1f, 0.2f, 0.3f, 0.4f}).log();
    EXPECT_EQ(kept(filterLogits(logits, 0, 0.35)), (Codes{3}));
    EXPECT_EQ(kept(filterLogits(logits, 0, 0.45)), (Codes{2, 3}));
    EXPECT_EQ(kept(filterLogits(logits, 0, 0.75)), (Codes{1, 2, 3}));
    EXPECT_EQ(kept(filterLogits(logits, 0, 0.95)), (Codes{0, 1, 2, 3}));
}

TEST(Filter, TopPDropsTheLowerOfEqualCodes) {
    const at::Tensor logits = row({0.25f, 0.25f, 0.25f, 0.25f}).log();
    EXPECT_EQ(kept(filterLogits(logits, 0, 0.45)), (Codes{2, 3}));
}

TEST(Filter, TopPAtItsEnds) {
    const at::Tensor logits = row({0.1f, 0.2f, 0.3f, 0.4f}).log();
    EXPECT_EQ(kept(filterLogits(logits, 0, 0)).size(), 4u);
    EXPECT_EQ(kept(filterLogits(logits, 0, 1)).size(), 4u);
    EXPECT_EQ(kept(filterLogits(logits, 0, 1e-9)), (Codes{3}));  // the best always stays
    EXPECT_EQ(kept(filterLogits(row({7, 7, 7}), 0, 1e-9)).size(), 1u);
}

TEST(Filter, TopPCountsTheMassThatTopKLeft) {
    const at::Tensor logits = row({0.1f, 0.2f, 0.3f, 0.4f}).log();
    // Top-k leaves 0.3 and 0.4; the best has 4 / 7 of that mass.
    EXPECT_EQ(kept(filterLogits(logits, 2, 0.55)), (Codes{3}));
    EXPECT_EQ(kept(filterLogits(logits, 2, 0.60)), (Codes{2, 3}));
}

TEST(Filter, LeavesItsInputAlone) {
    const at::Tensor logits = row({1, 3, 2});
    filterLogits(logits, 1, 0.5);
    EXPECT_TRUE(at::equal(logits, row({1, 3, 2})));
}

}  // namespace
}  // namespace duo::test
