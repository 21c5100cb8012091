// Conflicting options are refused before any weight is read.
#include "protocol/generation_request.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace duo {
namespace {

TEST(OverlapFits, UnlessWeightsAreOffloadedOrDrawsArePublished) {
    ComputeOptions compute;
    compute.offload = true;
    requireOverlapFits(compute, RngKind::Published);  // overlap was not requested
    compute = {};
    compute.overlapPrefill = true;
    requireOverlapFits(compute, RngKind::Counter);
    EXPECT_DUO_ERROR(requireOverlapFits(compute, RngKind::Published), ErrorKind::Usage,
                     "whole prefix", "--rng counter");
    compute.offload = true;
    EXPECT_DUO_ERROR(requireOverlapFits(compute, RngKind::Counter), ErrorKind::Usage, "offloaded",
                     "--offload");
}

GenerationRequest twoOfThree() {
    GenerationRequest request;
    request.labels = {1, 2};
    request.plan = DecodePlan::published(3, 2);
    request.prefix = {2, {1, 2, 3}, {{1, 2, 3, 4, 5}}, ""};
    return request;
}

TEST(TokenPrefix, LeavesWorkForTheModelsBehindIt) {
    GenerationRequest request = twoOfThree();
    request.validate();
    EXPECT_FALSE(request.needs(ModelRole::Drafter));
    EXPECT_TRUE(request.needs(ModelRole::Refiner));
    request.prefix = {1, {1, 2, 3}, {{1}, {2}}, ""};
    request.validate();
    EXPECT_TRUE(request.needs(ModelRole::Drafter));
    EXPECT_EQ(request.prefix.of(1), std::vector<std::int32_t>{2});
    request.endScale = 2;  // a draft
    request.validate();
    EXPECT_EQ(request.scaleEnd(), 2);
    EXPECT_FALSE(request.needs(ModelRole::Refiner));
}

TEST(ScaleClasses, ContradictionsAreRefused) {
    GenerationRequest request = twoOfThree();
    request.classes = {{1}, {1}, {1}};
    request.rng = RngKind::Published;
    request.validate();
    request.classes[2].label = 2;
    EXPECT_TRUE(request.changesClass());
    EXPECT_DUO_ERROR(request.validate(), ErrorKind::Usage, "published draws");
    request.rng = RngKind::Counter;
    request.validate();
    request.classes[1].weight = 1.5;
    EXPECT_DUO_ERROR(request.validate(), ErrorKind::Usage, "from 0 to 1; found 1.5");
    request.classes.pop_back();
    EXPECT_DUO_ERROR(request.validate(), ErrorKind::Usage, "each of the 3 scales; found 2");
}

TEST(TokenPrefix, ContradictionsAreRefused) {
    const auto refused = [](auto change, const char* why) {
        GenerationRequest request = twoOfThree();
        change(request);
        EXPECT_DUO_ERROR(request.validate(), ErrorKind::Usage, why);
    };
    refused([](auto& r) { r.prefix.scales = 4; }, "from 0 to 3; found 4");
    refused([](auto& r) { r.prefix.scales = -1; }, "found -1");
    refused([](auto& r) { r.endScale = 1; }, "from 0 to 1; found 2");
    refused([](auto& r) { r.endScale = 4; }, "1 to 3, or 0 for all; found 4");
    refused([](auto& r) { r.smooth = true; }, "Smooth");
    refused([](auto& r) { r.prefix.sides = {1, 2}; }, "of 2 scales, but the plan has 3");
    refused([](auto& r) { r.prefix.sides = {1, 3, 2}; }, "must increase");
    refused([](auto& r) { r.prefix.tokens.clear(); }, "for 0 pictures, but the request has 2");
    refused([](auto& r) { r.prefix.tokens[0].pop_back(); }, "have 5 tokens; found 4");
}

}  // namespace
}  // namespace duo
