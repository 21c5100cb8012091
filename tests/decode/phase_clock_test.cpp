// The time of phases, on the processor and where a GPU is.
#include "decode/phase_clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "device/cuda_backend.h"

namespace duo::test {
namespace {

void waitABit() {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
}

TEST(PhaseClock, TellsEveryPhaseItsOwnTime) {
    PhaseClock clock(at::kCPU);
    EXPECT_TRUE(clock.milliseconds().empty());
    clock.lap();
    waitABit();
    clock.lap();
    const std::vector<double> laps = clock.milliseconds();
    ASSERT_EQ(laps.size(), 2u);
    EXPECT_GE(laps[0], 0);
    EXPECT_GE(laps[1], 3);
}

class OnGpu : public testing::Test {
  protected:
    void SetUp() override {
        std::string why;
        if (!CudaBackend::available(&why)) GTEST_SKIP() << why;
    }
};

TEST_F(OnGpu, PhasesAreTimedInTheStream) {
    const at::Device device(at::kCUDA, 0);
    const at::Tensor x = at::ones({2048, 2048}, device);
    PhaseClock clock(device);
    at::Tensor y = x;
    for (int i = 0; i < 10; ++i) y = y.matmul(x);
    clock.lap();
    clock.lap();
    const std::vector<double> laps = clock.milliseconds();
    ASSERT_EQ(laps.size(), 2u);
    EXPECT_GT(laps[0], laps[1]);
}

}  // namespace
}  // namespace duo::test
