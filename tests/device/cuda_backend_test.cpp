// The CUDA plug-in: the errors where it cannot be loaded, and its graphs, copies and memory figures
// on a GPU.
#include "device/cuda_backend.h"

#include <ATen/ATen.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "device/cuda_graph_recorder.h"
#include "device/host_copy.h"
#include "support/expect_error.h"

namespace duo::test {
namespace {

class PluginVariable {
  public:
    explicit PluginVariable(const char* path) { setenv(kName, path, 1); }
    ~PluginVariable() { unsetenv(kName); }

  private:
    static constexpr char kName[] = "DUOSCALE_CUDA_PLUGIN";
};

// Must be the first test: a loaded plug-in stays loaded.
TEST(CudaBackend, SaysWhereItLooked) {
    const PluginVariable variable("/nowhere/plugin.so");
    EXPECT_DUO_ERROR(CudaBackend::load(), ErrorKind::Device, "/nowhere/plugin.so", "DUOSCALE_CUDA");
    if (dlopen("libcuda.so.1", RTLD_LAZY) != nullptr) return;
    EXPECT_DUO_ERROR(CudaBackend::load(), ErrorKind::Device, "no NVIDIA GPU or driver",
                     "not found");
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
}  // namespace duo::test
