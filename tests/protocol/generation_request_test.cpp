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

}  // namespace
}  // namespace duo
