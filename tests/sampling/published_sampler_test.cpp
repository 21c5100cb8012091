// Draws compared with those of the published code, from the same seeds on the CPU.
#include <gtest/gtest.h>

#include "kernels/filter_logits.h"
#include "sampling/published_sampler.h"
#include "support/fixture.h"
#include "support/published_stream.h"

namespace duo::test {
namespace {

TEST(PublishedSampler, DrawsThePublishedTokensOneAfterTheOther) {
    SKIP_WITHOUT_PUBLISHED_STREAM();
    const Fixture fixture("sampling");
    const at::Tensor topK = fixture["filters.top_k"], topP = fixture["filters.top_p"];
    for (const std::string name : {"smooth", "ties"}) {
        for (std::int64_t i = 0; i < topK.size(0); ++i) {
            const double p = std::round(topP[i].item<double>() * 1e6) / 1e6;
            // Which of several equal codes top-p drops depends on the sort of the machine.
            if (name == "ties" && p > 0) continue;
            const at::Tensor filtered =
                kernels::plainFilterLogits(fixture[name + ".logits"], topK[i].item<int>(), p);
            for (const std::string temperature : {"1.0", "1.1"}) {
                const std::string key =
                    name + ".filter" + std::to_string(i) + ".temp" + temperature + ".drawn";
                SCOPED_TRACE(key);
                const at::Tensor expected = fixture[key];  // [2, 2, 5]
                PublishedSampler sampler(100 + static_cast<std::uint64_t>(i), at::kCPU);
                for (const int turn : {0, 1}) {
                    const at::Tensor found = sampler.draw(filtered, 0, std::stod(temperature));
                    EXPECT_TRUE(at::equal(found, expected[turn])) << "draw " << turn;
                }
            }
        }
    }
}

TEST(PublishedSampler, MixesAsThePublishedCode) {
    SKIP_WITHOUT_PUBLISHED_STREAM();
    const Fixture fixture("sampling");
    PublishedSampler sampler(9, at::kCPU);
    const at::Tensor found = sampler.mixture(fixture["smooth.logits"], 2, 6);
    EXPECT_TRUE(at::allclose(found.narrow(1, 0, 2), fixture["gumbel.mixture"], 1e-4, 1e-7));
}

TEST(PublishedSampler, SeedsTellStreamsApart) {
    const at::Tensor flat = at::zeros({1, 50, 64});
    const at::Tensor one = PublishedSampler(1, at::kCPU).draw(flat, 0, 1.0);
    EXPECT_TRUE(at::equal(PublishedSampler(1, at::kCPU).draw(flat, 0, 1.0), one));
    EXPECT_FALSE(at::equal(PublishedSampler(2, at::kCPU).draw(flat, 0, 1.0), one));
}

}  // namespace
}  // namespace duo::test
