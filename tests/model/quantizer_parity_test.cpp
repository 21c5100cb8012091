// The residual quantiser compared with the published code, for every way to share its convolutions.
#include <gtest/gtest.h>

#include "model/residual_quantizer.h"
#include "support/fixture.h"
#include "support/lively_family.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

constexpr double kTolerance = 1e-4;  // of the largest magnitude

using Sharing = VqVaeGeometry::PhiSharing;

VqVaeGeometry quantizerGeometry(Sharing sharing, int count) {
    VqVaeGeometry geometry = livelyVqVae()->geometry();  // 96 codes of 12 channels
    geometry.phiSharing = sharing;
    geometry.phiCount = count;
    return geometry;
}

ResidualQuantizer lively(const std::string& prefix, Sharing sharing, int count) {
    const VqVaeGeometry geometry = quantizerGeometry(sharing, count);
    std::vector<TensorSpec> specs;
    for (const TensorSpec& spec : tensorSpecs(geometry))
        if (spec.name.starts_with("quantize.")) specs.push_back(spec);
    StateDict weights = livelyState(prefix, specs);
    return ResidualQuantizer(geometry, weights);
}

std::vector<at::Tensor> byScale(const ScaleSchedule& schedule, const at::Tensor& idx_BL) {
    std::vector<at::Tensor> parts;
    for (int scale = 0; scale < schedule.count(); ++scale)
        parts.push_back(idx_BL.narrow(1, schedule.offset(scale), schedule.tokens(scale)));
    return parts;
}

struct Subject {
    std::string name;
    Sharing sharing;
    int phiOfTenScales, phiOfSixScales;
};

std::vector<Subject> subjects() {
    return {{"share4", Sharing::Partial, 4, 4},
            {"share1", Sharing::Shared, 1, 1},
            {"share0", Sharing::PerScale, 10, 6}};
}

TEST(QuantizerParity, PhiOfEveryScale) {
    const Fixture fixture("quantizer");
    for (const int scales : {2, 3, 4, 5, 6, 7, 10, 12}) {
        for (const int share : {0, 1, 2, 3, 4, 5}) {
            const Sharing sharing = share == 0   ? Sharing::PerScale
                                    : share == 1 ? Sharing::Shared
                                                 : Sharing::Partial;
            const VqVaeGeometry geometry = quantizerGeometry(sharing, share == 0 ? scales : share);
            StateDict weights;
            for (const TensorSpec& spec : tensorSpecs(geometry))
                weights.put(spec.name, at::zeros(spec.shape));
            const ResidualQuantizer quantizer(geometry, weights);
            const at::Tensor due =
                fixture["phi.share" + std::to_string(share) + ".scales" + std::to_string(scales)];
            for (int scale = 0; scale < scales; ++scale) {
                EXPECT_EQ(quantizer.phiIndex(scale, scales), due[scale].item<std::int64_t>())
                    << "share " << share << ", scale " << scale << " of " << scales;
            }
        }
    }
}

TEST(QuantizerParity, SixScales) {
    const Fixture fixture("quantizer");
    const ScaleSchedule schedule = sixScales();
    const std::vector<at::Tensor> idx_Bl = byScale(schedule, fixture["tokens.scales6"]);
    for (const Subject& subject : subjects()) {
        const std::string prefix = subject.name + ".scales6.";
        SCOPED_TRACE(prefix);
        const ResidualQuantizer quantizer =
            lively(subject.name, subject.sharing, subject.phiOfSixScales);
        at::Tensor fHat;
        for (int scale = 0; scale < schedule.count(); ++scale) {
            if (scale > 0) {
                const at::Tensor map = ResidualQuantizer::inputMap(schedule, scale, fHat);
                const at::Tensor due = fixture[prefix + "map." + std::to_string(scale)];
                EXPECT_LT(relativeError(map.transpose(1, 2).reshape(due.sizes()), due), kTolerance);
            }
            const at::Tensor h =
                quantizer.contribution(schedule, scale, quantizer.codes(idx_Bl[scale]));
            fHat = scale == 0 ? h : fHat + h;
            if (subject.name == "share4" || scale + 1 == schedule.count()) {
                EXPECT_LT(relativeError(fHat, fixture[prefix + "f_hat." + std::to_string(scale)]),
                          kTolerance);
            }
        }
        EXPECT_LT(relativeError(quantizer.teacherInputs(schedule, idx_Bl),
                                fixture[prefix + "teacher_inputs"]),
                  kTolerance);
        const std::vector<std::int64_t> shape{1, 12, 6, 6};
        const at::Tensor features =
            at::tensor(livelyTensor("input/features.scales6", shape)).view(shape);
        EXPECT_TRUE(at::equal(at::cat(quantizer.tokens(schedule, features), 1),
                              fixture[prefix + "nearest_tokens"]));
    }
}

TEST(QuantizerParity, TheTenPublishedScales) {
    const Fixture fixture("quantizer");
    const ScaleSchedule schedule = ScaleSchedule::published256();
    const std::vector<at::Tensor> idx_Bl = byScale(schedule, fixture["tokens.scales10"]);
    for (const Subject& subject : subjects()) {
        if (subject.name == "share1") continue;
        const std::string prefix = subject.name + ".scales10.";
        SCOPED_TRACE(prefix);
        const ResidualQuantizer quantizer =
            lively(subject.name, subject.sharing, subject.phiOfTenScales);
        const at::Tensor latent = quantizer.latent(schedule, idx_Bl);  // [1, 12, 16, 16]
        EXPECT_LT(relativeError(latent.slice(2, 0, at::nullopt, 3).slice(3, 0, at::nullopt, 3),
                                fixture[prefix + "f_hat.9"]),
                  kTolerance);
        EXPECT_LT(
            relativeError(quantizer.teacherInputs(schedule, idx_Bl).slice(1, 0, at::nullopt, 5),
                          fixture[prefix + "teacher_inputs"]),
            kTolerance);
        const std::vector<std::int64_t> shape{1, 12, 16, 16};
        const at::Tensor features =
            at::tensor(livelyTensor("input/features.scales10", shape)).view(shape);
        EXPECT_TRUE(at::equal(at::cat(quantizer.tokens(schedule, features), 1),
                              fixture[prefix + "nearest_tokens"]));
    }
}

}  // namespace
}  // namespace duo::test
