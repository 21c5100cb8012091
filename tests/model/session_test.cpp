// A session compared with teacher forcing, and the memory that it holds.
#include <gtest/gtest.h>

#include "base/error.h"
#include "model/adaln_table.h"
#include "model/modulation.h"
#include "support/expect_error.h"
#include "support/lively_family.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

constexpr double kTolerance = 1e-5;  // of the largest logit; other shapes round differently

// Input maps of scales 1..K-1 of two pictures, [2, L - l0, D].
at::Tensor someMaps(const VarGeometry& geometry, std::int64_t pictures = 2) {
    const std::vector<std::int64_t> shape{pictures, geometry.schedule.totalTokens() - 1, 12};
    return at::tensor(livelyTensor("input/session.maps", shape)).view(shape);
}

std::vector<at::Tensor> byScale(const ScaleSchedule& schedule, const at::Tensor& maps) {
    std::vector<at::Tensor> parts;
    for (int scale = 1; scale < schedule.count(); ++scale) {
        parts.push_back(maps.narrow(1, schedule.offset(scale) - 1, schedule.tokens(scale)));
    }
    return parts;
}

struct Scene {
    const VarTransformer& model;
    at::Tensor labels = at::tensor({3, 7}, at::kLong);
    at::Tensor maps = someMaps(model.geometry());
    std::vector<at::Tensor> parts = byScale(model.geometry().schedule, maps);
    // Teacher forcing of a guided session's rows. -> [4, L, V]
    at::Tensor forced() const {
        const at::Tensor none = at::full_like(labels, model.geometry().classes);
        return model.forward(at::cat({labels, none}), maps.repeat({2, 1, 1}));
    }
    at::Tensor ofScale(const at::Tensor& logits, int scale) const {
        const ScaleSchedule& schedule = model.geometry().schedule;
        return logits.narrow(1, schedule.offset(scale), schedule.tokens(scale));
    }
};

class SessionOfEveryKind : public testing::TestWithParam<const char*> {
  protected:
    const VarTransformer& model() const {
        const std::string name = GetParam();
        return name == "shared" ? *livelyShared()
               : name == "ten"  ? *livelyDrafter10()
                                : *livelyDrafter();
    }
};
INSTANTIATE_TEST_SUITE_P(, SessionOfEveryKind, testing::Values("own", "shared", "ten"));

TEST_P(SessionOfEveryKind, StepsAgreeWithTeacherForcing) {
    const Scene scene{model()};
    const at::Tensor forced = scene.forced();
    Session session = model().open(scene.labels, true, model().geometry().schedule.count());
    for (int scale = 0; scale < model().geometry().schedule.count(); ++scale) {
        ASSERT_EQ(session.nextScale(), scale);
        const at::Tensor logits = session.step(scale == 0 ? at::Tensor() : scene.parts[scale - 1]);
        EXPECT_LT(relativeError(logits, scene.ofScale(forced, scale).narrow(0, 0, logits.size(0))),
                  kTolerance)
            << scale;
        EXPECT_EQ(logits.size(0), scale == 0 ? 2 : 4) << "scale 0 is not guided";
    }
}

TEST_P(SessionOfEveryKind, PrefillAtEveryScaleAgreesWithTeacherForcing) {
    const Scene scene{model()};
    const at::Tensor forced = scene.forced();
    const int count = model().geometry().schedule.count();
    for (int entry = 0; entry < count; ++entry) {
        SCOPED_TRACE(entry);
        const std::vector<at::Tensor> prefix(scene.parts.begin(), scene.parts.begin() + entry);
        Session session = model().open(scene.labels, true, count);
        const at::Tensor logits = session.prefill(entry, prefix);
        EXPECT_LT(relativeError(logits, scene.ofScale(forced, entry).narrow(0, 0, logits.size(0))),
                  kTolerance);
        if (entry + 1 < count) {  // the cache is right, too
            const at::Tensor next = session.step(scene.parts[entry]);
            EXPECT_LT(relativeError(next, scene.ofScale(forced, entry + 1)), kTolerance);
        }
    }
}

TEST(Session, PrefillOfTheWholePrefixHasEveryScale) {
    const Scene scene{*livelyDrafter()};
    const std::vector<at::Tensor> prefix(scene.parts.begin(), scene.parts.begin() + 4);
    Session session = scene.model.open(scene.labels, true, 5);
    const at::Tensor logits = session.prefill(4, prefix, true);  // [4, 55, V]
    EXPECT_LT(relativeError(logits, scene.forced().narrow(1, 0, 55)), kTolerance);
}

// However the scales before it are taken in, a step sees the same keys and values.
TEST_P(SessionOfEveryKind, AbsorbedScalesAreAsGoodAsAPrefill) {
    const Scene scene{model()};
    const int count = model().geometry().schedule.count();
    const auto maps = [&](int first, int end) {
        return std::vector<at::Tensor>(scene.parts.begin() + (first - 1),
                                       scene.parts.begin() + (end - 1));
    };
    for (int entry = 1; entry < count; ++entry) {
        Session whole = model().open(scene.labels, true, count);
        const at::Tensor expected = whole.prefill(entry, maps(1, entry + 1));
        for (const int middle : {1, std::max(1, entry / 2), entry}) {
            SCOPED_TRACE(std::to_string(entry) + " in parts of " + std::to_string(middle));
            Session parts = model().open(scene.labels, true, count);
            parts.absorb(maps(1, middle));
            if (middle < entry) parts.absorb(maps(middle, entry));
            ASSERT_EQ(parts.nextScale(), entry);
            EXPECT_TRUE(at::equal(parts.step(scene.parts[entry - 1]), expected));
        }
    }
}

TEST(Session, UnguidedRowsAreTheConditionalOnes) {
    const Scene scene{*livelyDrafter()};
    Session guided = scene.model.open(scene.labels, true, 3);
    Session plain = scene.model.open(scene.labels, false, 3);
    for (int scale = 0; scale < 3; ++scale) {
        const at::Tensor map = scale == 0 ? at::Tensor() : scene.parts[scale - 1];
        const at::Tensor both = guided.step(map), alone = plain.step(map);
        EXPECT_EQ(alone.size(0), 2);
        EXPECT_LT(relativeError(alone, both.narrow(0, 0, 2)), kTolerance);
    }
    EXPECT_EQ(2 * plain.cacheBytes(), guided.cacheBytes());
}

TEST(Session, AdaLnTableHoldsOneEntryALabelAndExpandsRows) {
    const VarWeights& w = livelyDrafter()->weights();
    const at::Tensor labels = at::tensor({7, 3, 7, 10, 10, 10}, at::kLong);
    const AdaLnTable table(w, labels);
    const at::Tensor condition_RC = condition(w, labels);
    for (int block = 0; block < w.geometry.depth; ++block) {
        EXPECT_LT(
            relativeError(table.block(block), blockModulation(w.blocks[block], condition_RC, {})),
            kTolerance);
    }
    EXPECT_LT(relativeError(table.head(), headModulation(w, condition_RC)), kTolerance);
    EXPECT_TRUE(at::equal(table.condition(), condition_RC));
    const std::int64_t vectors = 1 + 2 + 6 * w.geometry.depth;  // of three distinct labels
    EXPECT_EQ(table.bytes(), 3 * vectors * w.geometry.width * 4);
}

TEST(Session, CacheHasItsExactSizeAndGoesWithTheSession) {
    MemoryLedger ledger;
    const auto model = livelyVar("refiner", refinerGeometry(), &ledger, MemoryOwner::Refiner);
    const auto cache = [&] { return ledger.balance(MemoryOwner::Refiner, MemoryKind::KvCache); };
    const auto tables = [&] {
        return ledger.balance(MemoryOwner::Refiner, MemoryKind::Activations).bytes;
    };
    {
        Session session = model->open(at::tensor({1, 2}, at::kLong), true, 4);
        // k and v, depth 2, rows 4, width 128, 1 + 4 + 9 + 16 tokens, fp32
        EXPECT_EQ(cache().bytes, 2 * 2 * 4 * 128 * 30 * 4);
        EXPECT_EQ(session.cacheBytes(), cache().bytes);
        EXPECT_EQ(model->cacheBytes(4, 4), cache().bytes);
        EXPECT_GT(tables(), 0);
        Session moved = std::move(session);
        EXPECT_EQ(moved.cacheBytes(), cache().bytes);
    }
    EXPECT_EQ(cache().bytes, 0);
    EXPECT_EQ(tables(), 0);
    EXPECT_EQ(cache().peakBytes, 2 * 2 * 4 * 128 * 30 * 4);
}

TEST(Session, OutlivesTheCallersHandleOnItsModel) {
    auto model = livelyVar("refiner", refinerGeometry());
    Session session = model->open(at::tensor({1}, at::kLong), false, 1);
    const at::Tensor expected =
        livelyRefiner()->open(at::tensor({1}, at::kLong), false, 1).step({});
    model.reset();
    EXPECT_TRUE(at::equal(session.step({}), expected));
}

TEST(Session, HalfPrecisionStaysCloseToFp32) {
    const c10::InferenceMode inference;
    for (const at::ScalarType type : {at::kBFloat16, at::kHalf}) {
        SCOPED_TRACE(at::toString(type));
        const auto narrow = livelyVar("drafter", drafterGeometry(), type);
        const Scene scene{*livelyDrafter()};
        Session exact = scene.model.open(scene.labels, true, 6);
        Session rounded = narrow->open(scene.labels, true, 6);
        EXPECT_EQ(2 * rounded.cacheBytes(), exact.cacheBytes());
        const std::vector<at::Tensor> prefix(scene.parts.begin(), scene.parts.begin() + 4);
        at::Tensor expected = exact.prefill(4, prefix), found = rounded.prefill(4, prefix);
        // bf16 keeps 8 bits, fp16 11; the lively weights sharpen attention far beyond trained ones
        const double limit = type == at::kBFloat16 ? 0.12 : 0.02;
        EXPECT_EQ(found.scalar_type(), at::kFloat);
        EXPECT_LT((found - expected).norm().item<double>() / expected.norm().item<double>(), limit);
        expected = exact.step(scene.parts[4]);
        found = rounded.step(scene.parts[4]);
        EXPECT_LT((found - expected).norm().item<double>() / expected.norm().item<double>(), limit);
    }
}

TEST(Session, StopsBetweenBlocks) {
    std::stop_source source;
    Session session = livelyDrafter()->open(at::tensor({1}, at::kLong), true, 2);
    session.stopWith(source.get_token());
    session.step({});
    source.request_stop();
    EXPECT_DUO_ERROR(session.step(someMaps(drafterGeometry(), 1).narrow(1, 0, 4)),
                     ErrorKind::Cancelled, "stopped");
}

TEST(Session, RefusesScalesItWasNotOpenedFor) {
    Session session = livelyDrafter()->open(at::tensor({1}, at::kLong), true, 1);
    session.step({});
    EXPECT_THROW(session.step(someMaps(drafterGeometry(), 1).narrow(1, 0, 4)), c10::Error);
    EXPECT_THROW(livelyDrafter()->open(at::tensor({1}, at::kLong), true, 7), c10::Error);
}

TEST(Session, BringsOffloadedWeightsAndGivesThemBack) {
    MemoryLedger ledger;
    const VarGeometry geometry = refinerGeometry();
    const auto near = livelyVar("refiner", geometry);
    const auto far =
        VarTransformer::createOffloaded(geometry, livelyState("refiner", tensorSpecs(geometry)),
                                        at::kCPU, &ledger, MemoryOwner::Refiner);
    const auto held = [&] {
        return ledger.balance(MemoryOwner::Refiner, MemoryKind::Weights).bytes;
    };
    const at::Tensor labels = at::tensor({1, 2}, at::kLong);
    EXPECT_EQ(held(), 0);
    EXPECT_EQ(far->bytesToLoad(), near->weights().bytes());
    EXPECT_EQ(near->bytesToLoad(), 0);
    for (int again = 0; again < 2; ++again) {
        Session first = far->open(labels, true, 2), second = far->open(labels, false, 2);
        EXPECT_EQ(held(), near->weights().bytes());  // one copy for both
        Session plain = near->open(labels, true, 2);
        EXPECT_TRUE(at::equal(first.step({}), plain.step({})));
        EXPECT_NE(far->weightsAtWork().get(), &far->weights());
    }
    EXPECT_EQ(held(), 0);
    EXPECT_EQ(near->weightsAtWork().get(), &near->weights());
}

}  // namespace
}  // namespace duo::test
