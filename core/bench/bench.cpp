#include "bench/bench.h"

#include <algorithm>
#include <set>

#include "base/stopwatch.h"
#include "bench/process_memory.h"
#include "engine/device.h"
#include "model/var_weights.h"

namespace duo {
namespace {

std::int64_t workingBytes(const MemoryLedger& ledger) {
    std::int64_t bytes = 0;
    for (const MemoryOwner owner : {MemoryOwner::Drafter, MemoryOwner::Refiner}) {
        for (const MemoryKind kind : {MemoryKind::KvCache, MemoryKind::Activations}) {
            bytes += ledger.balance(owner, kind).bytes;
        }
    }
    return bytes;
}

// Observes one decode and adds its times to the result, unless it only warms up.
class BenchObserver final : public DecodeObserver {
  public:
    BenchObserver(BenchResult& result, MemoryMeter& meter, const MemoryLedger& ledger, bool counts)
        : result_(result), meter_(meter), ledger_(ledger), counts_(counts) {}

    void scaleDone(const ScaleReport& report, const ScaleLogits&, const TokenPyramid&) override {
        meter_.end(ownerOf(report.model));
        ScaleSample& scale = result_.scales[report.scale];
        scale.model = report.model;
        scale.tokens = report.tokens;
        scale.prefill = report.prefill;
        scale.cacheBytes = report.cacheBytes;
        scale.peakBytes = std::max(scale.peakBytes, workingBytes(ledger_));
        result_.workingPeakBytes = std::max(result_.workingPeakBytes, scale.peakBytes);
        if (counts_) {
            scale.transformer.values.push_back(report.transformerMs);
            scale.sampling.values.push_back(report.samplingMs);
            scale.pyramid.values.push_back(report.pyramidMs);
        }
        meter_.begin();
        sinceScale_ = {};
    }

    void handOver(int, ModelRole, ModelRole, std::int64_t) override {
        handOverMs_ += sinceScale_.milliseconds();
        meter_.begin();
    }

    double handOverMs() const { return handOverMs_; }

  private:
    BenchResult& result_;
    MemoryMeter& meter_;
    const MemoryLedger& ledger_;
    bool counts_;
    double handOverMs_ = 0;
    Stopwatch sinceScale_;
};

// One case and its result, which grows with every run.
class CaseRun {
  public:
    CaseRun(const LoadedFamily& family, const BenchCase& setting, const BenchSettings& settings,
            MemoryMeter& meter, const MemoryLedger& ledger);
    void run(bool counts, const std::stop_token& stop);
    BenchResult result;

  private:
    void decodePictures(const TokenPyramid& pyramid, bool counts);

    const LoadedFamily& family_;
    const BenchSettings& settings_;
    MemoryMeter& meter_;
    const MemoryLedger& ledger_;
    DecodeBatch batch_;
};

// Empty for a model that no plan of this case uses.
VarGeometry geometryOf(const std::shared_ptr<const VarTransformer>& model) {
    return model ? model->geometry() : VarGeometry{};
}

CaseRun::CaseRun(const LoadedFamily& family, const BenchCase& setting,
                 const BenchSettings& settings, MemoryMeter& meter, const MemoryLedger& ledger)
    : family_(family),
      settings_(settings),
      meter_(meter),
      ledger_(ledger),
      batch_(benchBatch(family, setting, settings)) {
    result.setting = setting;
    result.labels = batch_.labels;
    const std::set<int> distinct(batch_.labels.begin(), batch_.labels.end());
    const auto& model = family.models.drafter ? family.models.drafter : family.models.refiner;
    const VarWeights& weights = model->weights();
    WorkShape shape{setting.batch, static_cast<std::int64_t>(distinct.size()),
                    static_cast<int>(weights.headWeight.values.element_size()),
                    settings.rng == RngKind::Published};
    const std::vector<Work> work = decodeWork(
        geometryOf(family.models.drafter), geometryOf(family.models.refiner), batch_.plan, shape);
    result.scales.resize(family.schedule.count());
    for (int k = 0; k < family.schedule.count(); ++k) {
        result.scales[k].side = family.schedule.side(k);
        result.scales[k].work = work[k];
    }
    shape.elementBytes = static_cast<int>(c10::elementSize(weights.computeType()));
    result.vqvaeWork =
        vqvaeWork(family.models.vqvae->geometry(), family.schedule.latentSide(), shape);
}

void CaseRun::run(bool counts, const std::stop_token& stop) {
    resetPeakResident();
    meter_.startJob(family_.device);
    meter_.begin();
    finishDeviceWork(family_.device);
    BenchObserver observer(result, meter_, ledger_, counts);
    const Stopwatch watch;
    const TokenPyramid pyramid = decodeTokens(family_.models, batch_, observer, stop);
    finishDeviceWork(family_.device);
    if (counts) {
        result.sampling.values.push_back(watch.milliseconds() / 1000);
        result.handOver.values.push_back(observer.handOverMs());
    }
    result.idx_BL = pyramid.allTokens();
    if (settings_.vqvae) decodePictures(pyramid, counts);
    result.memory = meter_.snapshot();
    result.residentPeakBytes = std::max(result.residentPeakBytes, peakResidentBytes());
}

void CaseRun::decodePictures(const TokenPyramid& pyramid, bool counts) {
    const c10::InferenceMode inference;
    meter_.begin();
    const Stopwatch watch;
    const at::Tensor image_B3HW = family_.models.vqvae->decode(pyramid.latent());
    finishDeviceWork(family_.device);
    if (counts) result.vqvae.values.push_back(watch.milliseconds() / 1000);
    meter_.end(MemoryOwner::VqVae);
}

}  // namespace

double Sample::median() const {
    if (values.empty()) return 0;
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double Sample::min() const {
    return values.empty() ? 0 : *std::min_element(values.begin(), values.end());
}

double Sample::max() const {
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

double Sample::spread() const {
    const double middle = median();
    return middle > 0 ? (max() - min()) / middle : 0;
}

Work BenchResult::work() const {
    Work all;
    for (const ScaleSample& scale : scales) all += scale.work;
    return all;
}

std::int64_t BenchResult::tokens() const {
    std::int64_t all = 0;
    for (const ScaleSample& scale : scales) all += scale.tokens;
    return all;
}

std::vector<int> benchLabels(int batch, int classes) {
    std::vector<int> labels;
    for (int i = 0; i < batch; ++i) labels.push_back((1 + 97 * i) % classes);
    return labels;
}

DecodeBatch benchBatch(const LoadedFamily& family, const BenchCase& setting,
                       const BenchSettings& settings) {
    DecodeBatch batch;
    batch.labels = benchLabels(setting.batch, family.facts.classes);
    batch.plan = setting.plan;
    batch.rng = settings.rng;
    batch.smooth = settings.smooth;
    batch.overlapPrefill = setting.overlapPrefill;
    for (int i = 0; i < setting.batch; ++i) {
        batch.keys.push_back({settings.seed, static_cast<std::uint32_t>(i)});
    }
    return batch;
}

std::vector<BenchResult> runBench(const LoadedFamily& family, const std::vector<BenchCase>& cases,
                                  const BenchSettings& settings, MemoryMeter& meter,
                                  const MemoryLedger& ledger,
                                  const std::function<void(int done, int all)>& progress,
                                  const std::stop_token& stop) {
    std::vector<CaseRun> runs;
    runs.reserve(cases.size());
    for (const BenchCase& setting : cases) {
        runs.emplace_back(family, setting, settings, meter, ledger);
    }
    const int rounds = settings.warmup + settings.repeats;
    int done = 0;
    for (int round = 0; round < rounds; ++round) {
        for (CaseRun& run : runs) {
            run.run(round >= settings.warmup, stop);
            progress(++done, rounds * static_cast<int>(runs.size()));
        }
    }
    std::vector<BenchResult> results;
    for (CaseRun& run : runs) results.push_back(std::move(run.result));
    return results;
}

}  // namespace duo
