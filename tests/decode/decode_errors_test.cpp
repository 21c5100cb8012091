// Errors of a decode and their sentences.
#include "decode/decode_errors.h"

#include <gtest/gtest.h>

#include <limits>
#include <new>

#include "decode/decode_support.h"
#include "support/expect_error.h"

namespace duo::test {
namespace {

const std::vector<int> kLabels{3, 7};

// A refiner whose head bias holds one bad number.
std::shared_ptr<const VarTransformer> damagedRefiner(float number) {
    StateDict weights = livelyState("refiner", tensorSpecs(refinerGeometry()));
    at::Tensor bias = weights.take("head.bias").clone();
    bias[17].fill_(number);
    weights.put("head.bias", bias);
    return VarTransformer::create(refinerGeometry(), std::move(weights));
}

TEST(DecodeErrors, LogitsThatAreNotFiniteNameModelAndScale) {
    for (const float number :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
          -std::numeric_limits<float>::infinity()}) {
        for (const RngKind rng : {RngKind::Counter, RngKind::Published}) {
            ModelFamily family = sixScaleFamily();
            family.refiner = damagedRefiner(number);
            Recorder recorder;
            EXPECT_DUO_ERROR(decodeTokens(family, batchOf(plainPlan(6, 3, lively()), kLabels, rng),
                                          recorder, {}),
                             ErrorKind::Numeric, "refiner", "scale 4 of 6", "NaN", "inspect");
            EXPECT_EQ(recorder.reports.size(), 3u);
        }
    }
}

DecodePlace somewhere() {
    return {.role = ModelRole::Refiner,
            .scale = 8,
            .scaleCount = 10,
            .pictures = 16,
            .rows = 32,
            .cacheBytes = std::int64_t{300} << 20};
}

TEST(DecodeErrors, MemoryThatRanOutNamesSizesAndAWayOut) {
    EXPECT_DUO_ERROR(explainingMemory(somewhere(), [] { throw std::bad_alloc(); }),
                     ErrorKind::Memory, "refiner", "scale 9 of 10", "16 pictures", "32 rows",
                     "300 MiB", "--batch");
    EXPECT_DUO_ERROR(explainingMemory(somewhere(), [] { at::empty({std::int64_t{1} << 52}); }),
                     ErrorKind::Memory, "scale 9 of 10", "allocate");
    EXPECT_DUO_ERROR(explainingMemory(somewhere(),
                                      [] {
                                          TORCH_CHECK_WITH(OutOfMemoryError, false,
                                                           "CUDA out of memory. Tried to allocate");
                                      }),
                     ErrorKind::Memory, "CUDA out of memory");
}

TEST(DecodeErrors, OtherErrorsPassAsTheyAre) {
    EXPECT_THROW(explainingMemory(somewhere(), [] { TORCH_CHECK(false, "a bug"); }), c10::Error);
    EXPECT_DUO_ERROR(explainingMemory(somewhere(), [] { throw Error(ErrorKind::Numeric, "x"); }),
                     ErrorKind::Numeric, "x");
}

TEST(DecodeErrors, APlanThatDoesNotFit) {
    ModelFamily family = sixScaleFamily();
    Recorder recorder;
    const auto run = [&](const DecodeBatch& batch) {
        return decodeTokens(family, batch, recorder, {});
    };
    EXPECT_DUO_ERROR(run(batchOf(plainPlan(5, 3, lively()), kLabels, RngKind::Counter)),
                     ErrorKind::Usage, "5", "6");
    EXPECT_DUO_ERROR(run(batchOf(plainPlan(6, 3, lively()), {3, 10}, RngKind::Counter)),
                     ErrorKind::Usage, "Class 10", "0 to 9");
    EXPECT_DUO_ERROR(run(batchOf({}, kLabels, RngKind::Counter)), ErrorKind::Usage, "scales");
    family.refiner = nullptr;
    EXPECT_DUO_ERROR(run(batchOf(plainPlan(6, 3, lively()), kLabels, RngKind::Counter)),
                     ErrorKind::Usage, "refiner", "--refiner");
    EXPECT_TRUE(recorder.reports.empty());
    EXPECT_NO_THROW(run(batchOf(plainPlan(6, 6, lively()), kLabels, RngKind::Counter)));
}

}  // namespace
}  // namespace duo::test
