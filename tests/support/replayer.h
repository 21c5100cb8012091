// A graph recorder for the CPU that keeps the work and repeats it.
#pragma once

#include <memory>
#include <utility>

#include "device/graph_recorder.h"

namespace duo::test {

// Behaves like a graph: records the work once; later runs use the same tensors.
class Replayer final : public GraphRecorder {
  public:
    static constexpr std::int64_t kBytes = 1000;  // of each recorded work
    struct Counts {
        int recorded = 0, replayed = 0, alive = 0;
    };
    std::unique_ptr<RecordedWork> record(const std::function<void()>& work) override {
        work();
        if (refuses) return nullptr;
        ++counts->recorded;
        return std::make_unique<Work>(work, counts);
    }
    bool refuses = false;
    std::shared_ptr<Counts> counts = std::make_shared<Counts>();

  private:
    struct Work final : RecordedWork {
        Work(std::function<void()> given, std::shared_ptr<Counts> counted)
            : work(std::move(given)), counts(std::move(counted)) {
            ++counts->alive;
        }
        ~Work() override { --counts->alive; }
        void replay() override {
            ++counts->replayed;
            work();
        }
        std::int64_t bytes() const override { return kBytes; }
        std::function<void()> work;
        std::shared_ptr<Counts> counts;
    };
};

}  // namespace duo::test
