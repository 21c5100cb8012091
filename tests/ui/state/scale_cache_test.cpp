#include "state/scale_cache.h"

#include <gtest/gtest.h>

namespace duo::ui::test {
namespace {

// Four scales, two pictures; the drafter decodes the first `split`.
duo::ui::Run aRun(int split) {
    duo::ui::Run run;
    run.files = run.family = {"/vqvae", "/drafter", "/refiner"};
    run.request.labels = {1, 2};
    run.request.seed = 7;
    run.request.batch = 2;
    run.request.plan = DecodePlan::published(4, split);
    return run;
}

duo::ui::Run finished(int split) {
    duo::ui::Run run = aRun(split);
    run.state = RunState::Done;
    for (int i = 0; i < 2; ++i) {
        const auto picture = std::make_shared<Picture>();
        picture->sides = {1, 2, 3, 4};
        picture->provenance = "made";
        for (const int side : picture->sides) {
            picture->tokens.emplace_back(side * side, 100 * i + side);
        }
        run.pictures.push_back(picture);
    }
    return run;
}

int lent(const ScaleCache& cache, duo::ui::Run run) {
    cache.lend(run);
    return run.takenOver.prefix.scales;
}

TEST(ScaleCache, LendsTheScalesThatBothDecodeAlike) {
    ScaleCache cache;
    cache.take(finished(3));
    EXPECT_EQ(lent(cache, aRun(1)), 1);
    EXPECT_EQ(lent(cache, aRun(2)), 2);
    EXPECT_EQ(lent(cache, aRun(4)), 3);
    EXPECT_EQ(lent(cache, aRun(3)), 3) << "the last scale is always decoded";
    EXPECT_EQ(lent(cache, aRun(0)), 0) << "the refiner decodes the first scale";
    duo::ui::Run run = aRun(2);
    cache.lend(run);
    const TokenPrefix& prefix = run.takenOver.prefix;
    EXPECT_EQ(prefix.sides, (std::vector<int>{1, 2, 3, 4}));
    ASSERT_EQ(prefix.tokens.size(), 2U);
    EXPECT_EQ(prefix.tokens[1], (std::vector<std::int32_t>{101, 102, 102, 102, 102}));
    EXPECT_EQ(run.takenOver.provenance, "made");
    EXPECT_EQ(run.request, aRun(2).request) << "the request asks for the same pictures";
}

TEST(ScaleCache, LendsFromTheRunThatHasMost) {
    ScaleCache cache;
    cache.take(finished(4));
    cache.take(finished(1));
    EXPECT_EQ(lent(cache, aRun(3)), 3);
}

TEST(ScaleCache, LendsNothingToOtherPictures) {
    ScaleCache cache;
    cache.take(finished(3));
    const auto changed = [&cache](auto change) {
        duo::ui::Run run = aRun(2);
        change(run);
        return lent(cache, run);
    };
    EXPECT_EQ(changed([](auto& run) { run.request.seed = 8; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.request.labels = {1, 3}; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.request.firstImage = 1; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.request.batch = 1; }), 0) << "rounding depends on it";
    EXPECT_EQ(changed([](auto& run) { run.request.smooth = true; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.request.rng = RngKind::Published; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.compute.precision = Precision::BFloat16; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.files.drafter = "/drafter_2"; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.files.vqvae = "/other"; }), 0);
    EXPECT_EQ(changed([](auto& run) { run.files.refiner = "/refiner_2"; }), 2)
        << "no shared scale is the refiner's";
    EXPECT_EQ(changed([](auto& run) { run.request.plan.scales[1].temperature += 1; }), 1);
}

TEST(ScaleCache, RemembersFinishedRunsWithTokensOnly) {
    ScaleCache cache;
    duo::ui::Run cancelled = finished(3);
    cancelled.state = RunState::Cancelled;
    cache.take(cancelled);
    duo::ui::Run published = finished(3);
    published.request.rng = RngKind::Published;
    cache.take(published);
    duo::ui::Run tokenless = finished(3);
    tokenless.pictures[1]->tokens[2].clear();
    cache.take(tokenless);
    EXPECT_EQ(lent(cache, aRun(3)), 0);
}

}  // namespace
}  // namespace duo::ui::test
