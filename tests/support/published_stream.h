// The published random stream on the CPU depends on how LibTorch draws exponentials (with or
// without MKL). If this LibTorch draws others, published draws cannot match the fixtures.
#pragma once

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "support/fixture.h"

namespace duo::test {

inline bool drawsThePublishedStream() {
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(9);
    const at::Tensor drawn = at::empty({2, 96}).exponential_(1, generator);
    return at::allclose(drawn, Fixture("sampling")["exponential"], 1e-5, 1e-7);
}

}  // namespace duo::test

#define SKIP_WITHOUT_PUBLISHED_STREAM()          \
    if (!::duo::test::drawsThePublishedStream()) \
    GTEST_SKIP() << "this LibTorch draws other exponentials than the fixtures' (no MKL)"
