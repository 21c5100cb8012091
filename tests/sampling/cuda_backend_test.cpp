// Loading the CUDA plug-in: what is said where it cannot be, and its draws, graphs and copies where
// a GPU is.
#include "kernels/cuda_backend.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "kernels/cuda_graph_recorder.h"
#include "kernels/gumbel_draw.h"
#include "kernels/host_copy.h"
#include "support/expect_error.h"
#include "support/lively_weights.h"

namespace duo::kernels::test {
namespace {

class PluginVariable {
  public:
    explicit PluginVariable(const char* path) { setenv(kName, path, 1); }
    ~PluginVariable() { unsetenv(kName); }

  private:
    static constexpr char kName[] = "DUOSCALE_CUDA_PLUGIN";
};

// The first test: once a plug-in is loaded it stays.
TEST(CudaBackend, SaysWhereItLooked) {
    const PluginVariable variable("/nowhere/plugin.so");
    EXPECT_DUO_ERROR(CudaBackend::load(), ErrorKind::Device, "/nowhere/plugin.so", "DUOSCALE_CUDA");
}

TEST(CudaBackend, RefusesAFileThatIsNoPlugin) {
    const PluginVariable variable(DUO_TEST_DATA "/README.md");
    EXPECT_DUO_ERROR(CudaBackend::load(), ErrorKind::Device, "README.md", "does not load");
}

TEST(CudaBackend, IsThereOrSaysWhyNot) {
    std::string why;
    if (CudaBackend::available(&why)) {
        EXPECT_GE(CudaBackend::load().deviceCount(), 1);
    } else {
        EXPECT_NE(why.find("CUDA"), std::string::npos) << why;
    }
}

TEST(HostCopy, OnTheProcessorIsTheTensorItself) {
    const at::Tensor x = at::ones({3});
    EXPECT_TRUE(HostCopy(x).wait().is_same(x));
}

class OnGpu : public testing::Test {
  protected:
    void SetUp() override {
        std::string why;
        if (!CudaBackend::available(&why)) GTEST_SKIP() << why;
    }
};

TEST_F(OnGpu, DrawsAsOnTheCpu) {
    for (const std::int64_t codes : {1, 3, 97, 4096}) {
        SCOPED_TRACE(codes);
        const std::vector<std::int64_t> shape{2, 9, codes};
        at::Tensor logits = at::tensor(duo::test::livelyTensor("input/gpu", shape)).view(shape) * 2;
        logits = logits.masked_fill(logits < -1, -std::numeric_limits<double>::infinity());
        const GumbelDraw draw{{7, 7}, {0, 5}, 0, 3};
        const at::Tensor onGpu = logits.to(at::kCUDA);
        EXPECT_TRUE(
            at::equal(gumbelArgmax(onGpu, draw, 1.1f).cpu(), gumbelArgmax(logits, draw, 1.1f)));
        EXPECT_TRUE(at::allclose(gumbelPerturb(onGpu, draw, 1.4f, 0.2f).cpu(),
                                 gumbelPerturb(logits, draw, 1.4f, 0.2f), 1e-4, 1e-4));
    }
}

TEST_F(OnGpu, ReplaysRecordedWorkOnWhatItsTensorsHold) {
    CudaGraphRecorder recorder(at::Device(at::kCUDA, 0));
    const at::Tensor x = at::ones({64, 64}, at::device(at::kCUDA).dtype(at::kFloat));
    const at::Tensor w = at::eye(64, x.options()), y = at::zeros_like(x);
    const auto graph = recorder.record([&] { y.copy_(at::linear(x, w) * 2 + 1); });
    EXPECT_TRUE(at::equal(y.cpu(), at::full({64, 64}, 3.0f)));
    for (const float value : {5.0f, -1.0f}) {
        x.fill_(value);
        graph->replay();
        EXPECT_TRUE(at::equal(y.cpu(), at::full({64, 64}, 2 * value + 1)));
    }
    EXPECT_GE(graph->bytes(), 0);
}

TEST_F(OnGpu, AGraphWhoseWorkFailsLeavesTheDeviceUsable) {
    CudaGraphRecorder recorder(at::Device(at::kCUDA, 0));
    int runs = 0;  // the first is the warm-up
    const auto work = [&runs] { TORCH_CHECK(++runs < 2, "fails while it is recorded"); };
    EXPECT_EQ(recorder.record(work), nullptr);
    EXPECT_EQ(at::ones({3}, at::kCUDA).sum().item<float>(), 3);
}

TEST_F(OnGpu, CopiesArriveAsTheyWereWhenAskedFor) {
    const at::Tensor x = at::ones({1 << 20}, at::Device(at::kCUDA, 0));
    const HostCopy copy(x);
    x.zero_();
    EXPECT_TRUE(copy.wait().is_pinned());
    EXPECT_TRUE(at::equal(copy.wait(), at::ones({1 << 20})));
}

TEST_F(OnGpu, ReportsMemory) {
    const CudaBackend& backend = CudaBackend::load();
    const CudaMemory before = backend.memory(0);
    const at::Tensor held = at::empty({1 << 20}, at::device(at::kCUDA).dtype(at::kFloat));
    backend.synchronise(0);
    EXPECT_GE(backend.memory(0).allocated, before.allocated + (4 << 20));
    EXPECT_GT(before.deviceTotal, before.deviceFree);
    EXPECT_FALSE(backend.deviceName(0).empty());
}

}  // namespace
}  // namespace duo::kernels::test
