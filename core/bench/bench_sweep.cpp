#include "base/stopwatch.h"
#include "bench/bench.h"
#include "engine/batch_run.h"
#include "engine/sweep_run.h"

namespace duo {
namespace {

// Runs jobs of one family as the engine's worker does and discards their events.
class SweepBench {
  public:
    SweepBench(const LoadedFamily& family, const BenchCase& plain, const BenchSettings& settings,
               MemoryMeter& meter)
        : family_(family), meter_(meter) {
        request_.labels = benchLabels(plain.batch, family.facts.classes);
        request_.batch = plain.batch;
        request_.seed = settings.seed;
        request_.plan = plain.plan;
    }

    struct Seconds {
        double walk = 0, pictures = 0;
    };
    Seconds sweep(const std::vector<int>& splits, const std::stop_token& stop) {
        return time(stop, [&](JobContext& context, const BatchSlice& slice) {
            SweepCosts costs = emptyCosts(1, splits);
            SweepRun(context, slice, costs).run();
        });
    }
    Seconds plain(const std::stop_token& stop) {
        return time(stop, [&](JobContext& context, const BatchSlice& slice) {
            BatchRun(context, slice, request_.plan).run();
        });
    }

  private:
    template <class Decode>
    Seconds time(const std::stop_token& stop, const Decode& decode) {
        JobStop jobStop;
        const std::stop_callback pass(stop, [&jobStop] { jobStop.ask(StopWhen::Now); });
        JobReport report;
        TraceRecorder trace(false);
        const std::function<void(const Event&)> ignore = [](const Event&) {};
        JobContext context{1,      request_, compute_, family_, nullptr,
                           meter_, trace,    report,   ignore,  jobStop};
        meter_.startJob(family_.device);
        const Stopwatch watch;
        decode(context, BatchSlice{0, 0, request_.batch});
        return {report.decodeMs / 1000, watch.milliseconds() / 1000};
    }

    const LoadedFamily& family_;
    MemoryMeter& meter_;
    GenerationRequest request_;
    ComputeOptions compute_;
};

}  // namespace

SweepResult runSweepBench(const LoadedFamily& family, const std::vector<int>& splits,
                          const BenchCase& plain, const BenchSettings& settings, MemoryMeter& meter,
                          const std::function<void(int done, int all)>& progress,
                          const std::stop_token& stop) {
    requireSweep(splits, family.schedule.count(), settings.rng);
    SweepBench bench(family, plain, settings, meter);
    SweepResult result{splits, plain.batch, {}, {}, {}, {}};
    const int rounds = settings.warmup + settings.repeats;
    for (int round = 0; round < rounds; ++round) {
        const SweepBench::Seconds alone = bench.plain(stop), all = bench.sweep(splits, stop);
        progress(round + 1, rounds);
        if (round < settings.warmup) continue;
        result.plain.values.push_back(alone.walk);
        result.plainPictures.values.push_back(alone.pictures);
        result.sweep.values.push_back(all.walk);
        result.sweepPictures.values.push_back(all.pictures);
    }
    return result;
}

}  // namespace duo
