// The pyramid's step: the CPU's form, and the bodies of the CUDA kernels on the CPU, compared with
// plain ATen.
#include "kernels/residual_pyramid.h"

#include <gtest/gtest.h>

#include "kernels/cuda/residual_pyramid_body.h"
#include "kernels/host_block.h"
#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

using namespace kernels;

struct Case {
    int channels, side, latentSide;
};

constexpr Case kCases[] = {{1, 1, 1}, {3, 1, 16}, {33, 3, 7}, {32, 13, 16}, {31, 5, 5}, {4, 7, 3}};
const HostLaunch kLaunches[] = {{1, 32, Order::Falling}, {1, 96, Order::Rising}};

BlendedConvolution convolutionOf(int channels) {
    return {randomTensor({channels, channels, 3, 3}, 3) / 10, randomTensor({channels}, 4), 0.4};
}

at::Tensor addOnHost(HostLaunch launch, const at::Tensor& fHat, const at::Tensor& h, int side,
                     const BlendedConvolution& phi) {
    const at::Tensor sum = at::empty_like(fHat);
    AddScaleJob job;
    job.fHat = fHat.const_data_ptr<float>();
    job.h = h.const_data_ptr<float>();
    if (phi.weight.defined()) {
        job.weight = phi.weight.const_data_ptr<float>();
        job.bias = phi.bias.const_data_ptr<float>();
    }
    job.sum = sum.mutable_data_ptr<float>();
    job.share = static_cast<float>(phi.share);
    job.channels = static_cast<int>(fHat.size(1));
    job.side = side;
    job.latentSide = static_cast<int>(fHat.size(2));
    launch.blocks = fHat.size(0) * job.latentSide;
    launch.sharedBytes = AddScaleBody::sharedBytes(job.channels, job.latentSide);
    runOnHost<AddScaleBody>(launch, job);
    return sum;
}

TEST(ResidualPyramid, CudaAddsAScaleOnHost) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(testing::Message() << c.channels << " " << c.side << " " << c.latentSide);
        const at::Tensor fHat = randomTensor({2, c.channels, c.latentSide, c.latentSide}, 1);
        const at::Tensor h = randomTensor({2, c.side * c.side, c.channels}, 2);
        for (const BlendedConvolution& phi : {convolutionOf(c.channels), BlendedConvolution()}) {
            const at::Tensor wanted = fHat + addedByScale(h, c.side, c.latentSide, phi);
            for (const HostLaunch& launch : kLaunches)
                EXPECT_LT(errorOf(addOnHost(launch, fHat, h, c.side, phi), wanted), 1e-5);
            EXPECT_LT(errorOf(addScale(fHat, h, c.side, phi), wanted), 1e-6);
        }
    }
}

TEST(ResidualPyramid, CudaAveragesAreasOnHost) {
    for (const Case& c : kCases) {
        const at::Tensor fHat = randomTensor({2, c.channels, c.latentSide, c.latentSide}, 1);
        const at::Tensor wanted = plainAreaMap(fHat, c.side);
        for (HostLaunch launch : kLaunches) {
            const at::Tensor map = at::empty({2, c.side * c.side, c.channels});
            AreaMapJob job;
            job.fHat = fHat.const_data_ptr<float>();
            job.map = map.mutable_data_ptr<float>();
            job.channels = c.channels;
            job.side = c.side;
            job.latentSide = c.latentSide;
            launch.blocks = 2 * c.side * c.side;
            runOnHost<AreaMapBody>(launch, job);
            EXPECT_LT(errorOf(map, wanted), 1e-6);
        }
        EXPECT_TRUE(at::equal(areaMap(fHat, c.side), wanted));
    }
}

}  // namespace
}  // namespace duo::test
