// The tables of `bench` for people.
#include <cstdarg>
#include <cstdio>

#include "bench_report.h"
#include "units.h"

namespace duo::cli {
namespace {

[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...) {
    char line[400];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    return line;
}

// Columns under headings, numbers to the right.
class Table {
  public:
    explicit Table(std::vector<std::string> headings) { add(std::move(headings)); }
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    std::string show() const {
        std::vector<std::size_t> widths(rows_.front().size());
        for (const auto& row : rows_) {
            for (std::size_t c = 0; c < row.size(); ++c)
                widths[c] = std::max(widths[c], row[c].size());
        }
        std::string all;
        for (const auto& row : rows_) {
            std::string line;
            for (std::size_t c = 0; c < row.size(); ++c) {
                line += std::string(widths[c] - row[c].size() + 2, ' ') + row[c];
            }
            all += line + "\n";
        }
        return all;
    }

  private:
    std::vector<std::vector<std::string>> rows_;
};

double gigaPerSecond(double amount, double seconds) {
    return perSecond(amount, seconds) / 1e9;
}

std::string splitText(const BenchCase& setting) {
    return std::to_string(setting.split) + (setting.overlapPrefill ? " overlapped" : "");
}

std::string summaryTable(const BenchReport& report) {
    Table table({"N", "batch", "sampling s", "spread", "VQ-VAE s", "spread", "pictures/s",
                 "tokens/s", "GFLOP/s", "of peak", "roof s", "of roof", "plain/this"});
    for (const BenchResult& run : report.results) {
        const double seconds = run.sampling.median();
        const double flops = run.work().flops / seconds;
        const double roof = roofSeconds(run, report.peaks);
        const auto times = speedUp(report, run);
        const bool decoded = !run.vqvae.values.empty();
        table.add({splitText(run.setting), std::to_string(run.setting.batch), text("%.4f", seconds),
                   text("%.1f%%", 100 * run.sampling.spread()),
                   decoded ? text("%.4f", run.vqvae.median()) : "-",
                   decoded ? text("%.1f%%", 100 * run.vqvae.spread()) : "-",
                   text("%.3f", run.setting.batch / seconds),
                   text("%.1f", static_cast<double>(run.tokens()) / seconds),
                   text("%.1f", flops / 1e9),
                   text("%.0f%%", 100 * flops / report.peaks.matrixFlops), text("%.4f", roof),
                   text("%.0f%%", 100 * roof / seconds), times ? text("%.2f", *times) : "-"});
    }
    return table.show();
}

std::string scaleTable(const BenchResult& run, const MachinePeaks& peaks) {
    Table table({"scale", "side", "model", "tokens", "transformer ms", "roof ms", "sampling ms",
                 "pyramid ms", "GFLOP/s", "weights GB/s", "caches+activations MiB"});
    double transformer = 0, sampling = 0, pyramid = 0;
    int number = 0;
    for (const ScaleSample& scale : run.scales) {
        const double seconds = scale.transformer.median() / 1000;
        transformer += scale.transformer.median();
        sampling += scale.sampling.median();
        pyramid += scale.pyramid.median();
        table.add({std::to_string(++number), std::to_string(scale.side),
                   std::string(scale.model == ModelRole::Drafter ? "drafter" : "refiner") +
                       (scale.prefill ? ", prefill" : ""),
                   std::to_string(scale.tokens), text("%.2f", scale.transformer.median()),
                   text("%.2f", 1000 * roofSeconds(scale.work, peaks)),
                   text("%.2f", scale.sampling.median()), text("%.2f", scale.pyramid.median()),
                   text("%.1f", gigaPerSecond(scale.work.flops, seconds)),
                   text("%.2f", gigaPerSecond(scale.work.weightBytes, seconds)),
                   text("%.1f", mebibytes(scale.peakBytes))});
    }
    table.add({"all", "", "", std::to_string(run.tokens()), text("%.2f", transformer),
               text("%.2f", 1000 * roofSeconds(run, peaks)), text("%.2f", sampling),
               text("%.2f", pyramid), "", "", text("%.1f", mebibytes(run.workingPeakBytes))});
    const double rest =
        1000 * run.sampling.median() - transformer - sampling - pyramid - run.handOver.median();
    return table.show() +
           text("  hand-over %.2f ms, outside the phases %.2f ms\n", run.handOver.median(), rest);
}

std::string memoryTable(const BenchResult& run) {
    constexpr const char* kOwners[kMemoryOwners] = {"drafter", "refiner", "VQ-VAE"};
    Table table({"peak MiB", "weights", "KV cache", "activations"});
    for (int owner = 0; owner < kMemoryOwners; ++owner) {
        std::vector<std::string> row{kOwners[owner]};
        for (int kind = 0; kind < kMemoryKinds; ++kind) {
            row.push_back(text("%.1f", mebibytes(run.memory.peakBytes[owner][kind])));
        }
        table.add(row);
    }
    return table.show() + text("  allocator %s, process %s\n",
                               memoryText(run.memory.allocatorPeakBytes, 1).c_str(),
                               memoryText(run.residentPeakBytes, 1).c_str());
}

std::string sweepText(const SweepResult& sweep) {
    return text(
        "Sweep of %zu splits, batch %d: %.4f s, %.2f times plain VAR (%.4f s); with pictures %.4f "
        "s, %.2f times plain VAR (%.4f s)\n",
        sweep.splits.size(), sweep.batch, sweep.sweep.median(),
        sweep.sweep.median() / sweep.plain.median(), sweep.plain.median(),
        sweep.sweepPictures.median(), sweep.sweepPictures.median() / sweep.plainPictures.median(),
        sweep.plainPictures.median());
}

std::string kernelTable(const std::vector<KernelSample>& samples) {
    Table table({"fused operation", "rows", "fused ms", "plain ms", "plain/fused"});
    for (const KernelSample& sample : samples) {
        const double fused = sample.fused.median(), plain = sample.plain.median();
        table.add({sample.operation, std::to_string(sample.rows), text("%.3f", fused),
                   text("%.3f", plain), text("%.2f", plain / fused)});
    }
    return table.show();
}

std::string logitErrorTable(const LogitErrorResult& result) {
    Table table({"scale", "side", "model", "tokens", "relative RMS", "KL, nats", "same best code"});
    const auto add = [&table](std::vector<std::string> cells, const LogitError& error) {
        cells.push_back(text("%.5f", error.relativeRms));
        cells.push_back(text("%.6f", error.divergence));
        cells.push_back(text("%.2f%%", 100 * error.sameBest));
        table.add(cells);
    };
    std::int64_t tokens = 0;
    int number = 0;
    for (const LogitErrorResult::Scale& scale : result.scales) {
        tokens += scale.tokens;
        add({std::to_string(++number), std::to_string(scale.side),
             scale.model == ModelRole::Drafter ? "drafter" : "refiner",
             std::to_string(scale.tokens)},
            scale.error);
    }
    add({"all", "", "", std::to_string(tokens)}, result.all());
    return text("Logits compared with fp32 after the same tokens, N = %d, batch %d\n",
                result.setting.split, result.setting.batch) +
           table.show();
}

}  // namespace

std::string benchText(const BenchReport& report) {
    std::string all = report.models + text(", %d x %d pixels\n", report.family.facts.pictureSide,
                                           report.family.facts.pictureSide);
    all += text("%s, %d threads, %s%s; the machine's matrix product %.1f GFLOP/s, copy %.1f GB/s\n",
                report.family.facts.device.c_str(), report.threads, report.precision.c_str(),
                report.cudaGraphs ? ", CUDA graphs" : "", report.peaks.matrixFlops / 1e9,
                report.peaks.copyBytes / 1e9);
    all += text(
        "medians of %d runs after %d warm-up runs; spread: (max - min) / median; loaded in %s\n"
        "\n",
        report.settings.repeats, report.settings.warmup, secondsText(report.loadSeconds).c_str());
    all += summaryTable(report);
    for (const BenchResult& run : report.results) {
        all += text("\nN = %s, batch %d\n", splitText(run.setting).c_str(), run.setting.batch);
        all += scaleTable(run, report.peaks) + memoryTable(run);
    }
    if (report.sweep) all.append("\n").append(sweepText(*report.sweep));
    if (!report.kernels.empty()) all.append("\n").append(kernelTable(report.kernels));
    for (const LogitErrorResult& result : report.logitErrors)
        all.append("\n").append(logitErrorTable(result));
    return all;
}

}  // namespace duo::cli
