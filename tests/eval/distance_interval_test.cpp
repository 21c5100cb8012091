#include "eval/distance_interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/lively_weights.h"

namespace duo::eval {
namespace {

constexpr std::int64_t kFeatures = 12;

at::Tensor features(const std::string& name, std::int64_t count) {
    const std::vector<std::int64_t> shape{count, kFeatures};
    const std::vector<float> values = test::livelyTensor("input/" + name, shape);
    return at::tensor(values, at::kFloat).view(shape);
}

Gaussian gaussianOf(const at::Tensor& features_NF) {
    FeatureMoments moments;
    moments.add(features_NF);
    return moments.gaussian();
}

Gaussian reference() {
    return gaussianOf(features("reference", 2000) * 1.3 + 0.2);
}

at::Tensor unlabelled(const at::Tensor& made_NF) {
    return at::full({made_NF.size(0)}, -1, at::kLong);
}

DistanceInterval intervalOf(const at::Tensor& made_NF, const Gaussian& b) {
    return distanceInterval(made_NF, unlabelled(made_NF), b,
                            frechetDistance(gaussianOf(made_NF), b));
}

TEST(DistanceInterval, HoldsTheDistanceAndIsTheSameEveryTime) {
    const Gaussian b = reference();
    for (const std::int64_t count : {3, 8, 40, 400}) {  // fewer and more than features
        const at::Tensor made = features("made", count);
        const double distance = frechetDistance(gaussianOf(made), b);
        const DistanceInterval found = distanceInterval(made, unlabelled(made), b, distance);
        EXPECT_LE(found.low, distance) << count;
        EXPECT_GE(found.high, distance) << count;
        EXPECT_GE(found.low, 0) << count;
        EXPECT_EQ(found.subsets, kSubsets);
        EXPECT_EQ(distanceInterval(made, unlabelled(made), b, distance).high, found.high) << count;
    }
}

TEST(DistanceInterval, NarrowsWithMorePictures) {
    const Gaussian b = reference();
    double before = 1e300;
    for (const std::int64_t count : {20, 100, 500, 2500}) {
        const DistanceInterval found = intervalOf(features("made", count), b);
        const double width = found.high - found.low;
        EXPECT_LT(width, before) << count;
        before = width;
    }
    EXPECT_GT(before, 0);
}

// 3.92 standard deviations of the distances of sets that were drawn apart.
TEST(DistanceInterval, IsAsWideAsIndependentSetsSpread) {
    const Gaussian b = reference();
    constexpr std::int64_t kSets = 60;
    for (const std::int64_t count : {4, 8, 25, 100}) {
        const at::Tensor all = features("many", count * kSets);
        std::vector<double> distances, widths;
        for (std::int64_t set = 0; set < kSets; ++set) {
            const at::Tensor made = all.narrow(0, set * count, count);
            distances.push_back(frechetDistance(gaussianOf(made), b));
            const DistanceInterval found =
                distanceInterval(made, unlabelled(made), b, distances.back());
            widths.push_back(found.high - found.low);
        }
        const double spread = at::tensor(distances, at::kDouble).std().item<double>();
        const double width = at::tensor(widths, at::kDouble).mean().item<double>();
        EXPECT_GT(width / (2 * 1.96 * spread), 0.6) << count;
        EXPECT_LT(width / (2 * 1.96 * spread), 1.6) << count;
    }
}

// Two classes far apart, half of the pictures each, in turn.
TEST(DistanceInterval, TheChoiceOfClassesDoesNotWidenIt) {
    constexpr std::int64_t kSets = 40, kCount = 200;
    const auto classesOf = [](std::int64_t count) { return at::arange(count, at::kLong) % 2; };
    const auto apart = [&](const std::string& name, std::int64_t count) {
        return features(name, count) + 6 * classesOf(count).unsqueeze(1).to(at::kFloat);
    };
    const Gaussian b = gaussianOf(apart("reference", 2000));
    const at::Tensor all = apart("many", kCount * kSets);
    std::vector<double> distances, widths, unaware;
    for (std::int64_t set = 0; set < kSets; ++set) {
        const at::Tensor made = all.narrow(0, set * kCount, kCount);
        distances.push_back(frechetDistance(gaussianOf(made), b));
        const auto widthOf = [&](const at::Tensor& labels_N) {
            const auto found = distanceInterval(made, labels_N, b, distances.back());
            return found.high - found.low;
        };
        widths.push_back(widthOf(classesOf(kCount)));
        unaware.push_back(widthOf(unlabelled(made)));
    }
    const double spread = 2 * 1.96 * at::tensor(distances, at::kDouble).std().item<double>();
    const double width = at::tensor(widths, at::kDouble).mean().item<double>();
    EXPECT_GT(width / spread, 0.6);
    EXPECT_LT(width / spread, 1.6);
    EXPECT_GT(at::tensor(unaware, at::kDouble).mean().item<double>(), 2 * width);
}

TEST(DistanceInterval, OfPicturesThatAreAllTheSameIsAPoint) {
    const at::Tensor made = features("made", 1).repeat({30, 1});
    const DistanceInterval found = intervalOf(made, reference());
    EXPECT_NEAR(found.high - found.low, 0, 1e-6);
}

TEST(DistanceInterval, TakesFewerSubsetsOfLargeSets) {
    EXPECT_EQ(subsetsFor(2000, 128), kSubsets);
    EXPECT_EQ(subsetsFor(1000, 2048), kSubsets);
    const int some = subsetsFor(5000, 2048);
    EXPECT_LT(some, kSubsets);
    EXPECT_GT(some, kFewestSubsets);
    EXPECT_EQ(subsetsFor(1'000'000, 2048), kFewestSubsets);
}

}  // namespace
}  // namespace duo::eval
