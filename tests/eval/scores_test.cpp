// Distance and scores against trusted Python code on the same features
// (tests/data/make_evaluation_fixtures.py).
#include "eval/scores.h"

#include <gtest/gtest.h>

#include <cmath>

#include "eval/moments.h"
#include "support/expect_error.h"
#include "support/fixture.h"
#include "support/lively_weights.h"

namespace duo::eval {
namespace {

constexpr std::int64_t kFeatures = 24;
constexpr double kTolerance = 1e-3;  // required; the measured difference is about 1e-9

at::Tensor lively(const std::string& name, std::vector<std::int64_t> shape) {
    const std::vector<float> values = test::livelyTensor("input/" + name, shape);
    return at::tensor(values, at::kFloat).view(shape).to(at::kDouble);
}

at::Tensor features(const std::string& name, std::int64_t count) {
    const at::Tensor plain = lively(name, {count, kFeatures});
    return at::matmul(plain, lively("mix", {kFeatures, kFeatures})) * 0.5 + plain.pow(3) * 0.25;
}

at::Tensor made() {
    return features("made", 300) * 1.1 + 0.3;
}
at::Tensor reference() {
    return features("reference", 200);
}

Gaussian gaussian(const at::Tensor& features_NF, std::int64_t step) {
    FeatureMoments moments;
    for (std::int64_t first = 0; first < features_NF.size(0); first += step) {
        moments.add(features_NF.narrow(0, first, std::min(step, features_NF.size(0) - first)));
    }
    return moments.gaussian();
}

TEST(Moments, AreThoseOfTheWholeSetHoweverItComes) {
    const at::Tensor all = made() + 1e6;  // plain sums of squares would lose precision
    const Gaussian once = gaussian(all, 300), parts = gaussian(all, 7);
    EXPECT_LT((once.mean_F - all.mean(0)).abs().max().item<double>(), 1e-8);
    EXPECT_LT((once.covariance_FF - at::cov(all.t())).abs().max().item<double>(), 1e-6);
    EXPECT_LT((once.covariance_FF - parts.covariance_FF).abs().max().item<double>(), 1e-6);
}

TEST(FrechetDistance, AgreesWithPytorchFid) {
    const test::Fixture fixture("evaluation");
    const Gaussian b = gaussian(reference(), 64);
    EXPECT_NEAR(frechetDistance(gaussian(made(), 50), b), fixture.number("distance"), kTolerance);
    EXPECT_NEAR(frechetDistance(b, gaussian(made(), 50)), fixture.number("distance"), kTolerance);
    // fewer pictures than features
    EXPECT_NEAR(frechetDistance(gaussian(features("few", 20), 20), b),
                fixture.number("distance.few"), kTolerance);
    EXPECT_NEAR(frechetDistance(b, b), 0, 1e-9);
}

TEST(FrechetDistance, RefusesWhatIsNoNumberAndTooFewPictures) {
    at::Tensor broken = made();
    broken[3][5] = NAN;
    const Gaussian b = gaussian(reference(), 64);
    EXPECT_DUO_ERROR(frechetDistance(gaussian(broken, 300), b), ErrorKind::Numeric, "not finite");
    EXPECT_DUO_ERROR(gaussian(made().narrow(0, 0, 1), 1), ErrorKind::Usage, "at least two");
}

TEST(InceptionScore, AgreesWithTheEvaluator) {
    const test::Fixture fixture("evaluation");
    const InceptionScore score = inceptionScore(lively("logits", {150, 10}) * 2, 64);
    EXPECT_NEAR(score.mean, fixture.number("inception_score.mean"), kTolerance);
    EXPECT_NEAR(score.deviation, fixture.number("inception_score.deviation"), kTolerance);
}

// Equals the number of classes if every picture is certain and all classes are equally frequent; 1
// if all pictures look the same.
TEST(InceptionScore, HasItsKnownEnds) {
    EXPECT_NEAR(inceptionScore(at::eye(8, at::kDouble).repeat({5, 1}) * 1000).mean, 8, 1e-9);
    EXPECT_NEAR(inceptionScore(at::ones({40, 8})).mean, 1, 1e-9);
}

TEST(PrecisionRecall, AgreesWithPrdc) {
    const test::Fixture fixture("evaluation");
    const PrecisionRecall found = precisionRecall(made(), reference(), 3);
    EXPECT_NEAR(found.precision, fixture.number("precision"), kTolerance);
    EXPECT_NEAR(found.recall, fixture.number("recall"), kTolerance);
}

// More pictures than fit one block of distances.
TEST(PrecisionRecall, DoesNotDependOnBlocks) {
    const at::Tensor many = features("many", 2500);
    const PrecisionRecall same = precisionRecall(many, many);
    EXPECT_EQ(same.precision, 1);
    EXPECT_EQ(same.recall, 1);
    const PrecisionRecall far = precisionRecall(many + 1000, many);
    EXPECT_EQ(far.precision, 0);
    EXPECT_EQ(far.recall, 0);
    EXPECT_DUO_ERROR(precisionRecall(many.narrow(0, 0, 3), many), ErrorKind::Usage, "first set");
}

}  // namespace
}  // namespace duo::eval
