// Times every split of a family beside plain VAR in one run:  duo_benchmark [FOLDER [REPEATS
// [BATCH]]] Counted are the token walk and the hand-over, without the VQ-VAE. The splits take
// turns, so that whatever else the machine does falls on all of them.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <variant>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "engine/model_folder.h"

namespace duo {
namespace {

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

class Bench {
  public:
    Bench(const std::string& folder, int batch)
        : files_(findModels(folder)),
          batch_(batch),
          engine_([this](const Event& event) { take(event); }) {
        engine_.load({0, files_, {}});
        finish();
    }

    int scales() const { return scales_; }

    // -> milliseconds of one decode
    double run(int split) {
        GenerateCommand command{0, files_, {}, {}};
        command.request.labels.assign(batch_, 0);
        command.request.batch = batch_;
        command.request.plan = DecodePlan::published(scales_, split);
        engine_.generate(command);
        finish();
        return milliseconds_;
    }

  private:
    void take(const Event& event) {
        if (const auto* loaded = std::get_if<ModelsLoaded>(&event))
            scales_ = static_cast<int>(loaded->family.sides.size());
        if (const auto* done = std::get_if<JobDone>(&event)) milliseconds_ = done->report.decodeMs;
        if (const auto* failed = std::get_if<JobFailed>(&event)) failure_ = failed->message;
    }
    void finish() {
        engine_.waitUntilIdle();
        if (!failure_.empty()) throw Error(ErrorKind::Usage, failure_);
    }

    ModelFiles files_;
    int batch_;
    int scales_ = 0;
    double milliseconds_ = 0;
    std::string failure_;
    Engine engine_;  // last: it sends events to what is above
};

int benchmark(const std::string& folder, int repeats, int batch) {
    Bench bench(folder, batch);
    std::vector<std::vector<double>> times(bench.scales() + 1);
    for (int repeat = -1; repeat < repeats; ++repeat) {  // the first round warms up
        for (int split = 0; split <= bench.scales(); ++split) {
            const double ms = bench.run(split);
            if (repeat >= 0) times[split].push_back(ms);
        }
    }
    const double plain = median(times.back());
    std::printf("batch %d, median of %d\n N   ms      speed-up over plain VAR\n", batch, repeats);
    for (int split = 0; split <= bench.scales(); ++split) {
        const double ms = median(times[split]);
        std::printf("%2d   %-7.1f %.2f\n", split, ms, plain / ms);
    }
    return 0;
}

}  // namespace
}  // namespace duo

int main(int argc, char** argv) {
    try {
        return duo::benchmark(argc > 1 ? argv[1] : duo::defaultModelFolder(),
                              argc > 2 ? std::max(1, std::atoi(argv[2])) : 7,
                              argc > 3 ? std::max(1, std::atoi(argv[3])) : 1);
    } catch (const duo::Error& error) {
        std::fprintf(stderr, "duo_benchmark: %s\n", error.what());
        return error.exitStatus();
    }
}
