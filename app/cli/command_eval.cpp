#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/version.h"
#include "checks.h"
#include "cli.h"
#include "engine/device.h"
#include "eval/statistics_file.h"
#include "eval_inputs.h"
#include "picture_files.h"
#include "progress_bar.h"

namespace duo::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kScenesAlone = 2000;  // painted if no count is given

struct EvalArguments {
    std::string first, second;
    std::string features = "auto";
    std::string modelFolder;
    std::string reconstruct;
    std::string saveStatistics;
    std::string device = "auto";
    std::int64_t scenes = 0;
    int batch = 16;
    int neighbours = eval::kNeighbours;
    int threads = 0;
    bool json = false;
    bool strict = false;
};

// The result of an evaluation, with notes on its pictures.
struct Result {
    eval::Comparison comparison;
    std::vector<std::string> notes;
    std::int64_t leftOut = 0;  // pictures that cannot be read
};

Json numberOrNull(double value) {
    return std::isnan(value) ? Json() : Json(value);
}

Json scoresJson(const std::string& name, const eval::Scores& scores) {
    return {{"pictures_of", name},
            {"pictures", scores.pictures},
            {"inception_score", scores.inceptionScore.mean},
            {"inception_score_deviation", scores.inceptionScore.deviation},
            {"labelled", scores.labelled},
            {"class_accuracy", numberOrNull(scores.accuracy)}};
}

Json intervalJson(const eval::DistanceInterval& interval) {
    return {{"low", interval.low},
            {"high", interval.high},
            {"confidence", eval::kConfidence},
            {"subsets", interval.subsets},
            {"method", eval::kIntervalMethod}};
}

Json toJson(const EvalArguments& arguments, const Result& result) {
    const eval::Comparison& made = result.comparison;
    Json json{{"program", programName()},
              {"features", made.network},
              {"features_a_picture", made.features},
              {"reconstructed_by", arguments.reconstruct},
              {"left_out", result.leftOut},
              {"notes", result.notes},
              {"first", scoresJson(arguments.first, made.first)}};
    if (made.second) json["second"] = scoresJson(arguments.second, *made.second);
    if (!made.frechetDistance) return json;
    json["frechet_distance"] = *made.frechetDistance;
    if (made.interval) json["frechet_distance_interval"] = intervalJson(*made.interval);
    json["reference_statistics"] = made.byStatistics ? "of the file" : "of its pictures";
    if (!made.precisionRecall) return json;
    json["precision"] = made.precisionRecall->precision;
    json["recall"] = made.precisionRecall->recall;
    json["neighbours"] = made.neighbours;
    return json;
}

void printSet(const char* heading, const std::string& name, const eval::Scores& scores) {
    std::printf("%s  %s, %lld pictures\n", heading, name.c_str(),
                static_cast<long long>(scores.pictures));
    std::printf("   inception score     %8.3f", scores.inceptionScore.mean);
    if (scores.inceptionScore.deviation > 0) {
        std::printf("  ± %.3f", scores.inceptionScore.deviation);
    }
    std::printf("\n");
    if (!std::isnan(scores.accuracy)) {
        std::printf("   class accuracy      %8.2f %%  of %lld pictures whose class is known\n",
                    100 * scores.accuracy, static_cast<long long>(scores.labelled));
    }
}

void printDistance(const eval::Comparison& made) {
    std::printf("   Fréchet distance    %8.3f\n", *made.frechetDistance);
    if (!made.interval) return;
    std::printf("   %.0f %% interval       %8.3f to %.3f, %d subsets of A's %lld pictures\n",
                100 * eval::kConfidence, made.interval->low, made.interval->high,
                made.interval->subsets, static_cast<long long>(made.first.pictures));
    std::printf("                       %s\n", eval::kIntervalMethod);
}

void print(const EvalArguments& arguments, const eval::Comparison& made) {
    std::printf("Features: %s, %lld per picture.\n", made.network.c_str(),
                static_cast<long long>(made.features));
    printSet("A", arguments.first, made.first);
    if (!made.frechetDistance) return;
    if (made.second) printSet("B", arguments.second, *made.second);
    if (made.byStatistics) {
        std::printf("%s  mean and covariance (mu, sigma) from '%s'\n", made.second ? " " : "B",
                    arguments.second.c_str());
    }
    std::printf("A against B\n");
    printDistance(made);
    if (!made.precisionRecall) {
        std::printf("   precision, recall   need B's pictures; the file holds only statistics\n");
        return;
    }
    std::printf("   precision           %8.4f  share of A's pictures that lie among B's\n",
                made.precisionRecall->precision);
    std::printf("   recall              %8.4f  share of B's pictures that lie among A's\n",
                made.precisionRecall->recall);
}

// Content of the second set's archive; empty if the set is absent, painted or a folder.
eval::ArchiveContent referenceContent(const std::string& second) {
    if (second.empty() || namesScenes(second)) return {};
    return eval::contentOf(second);
}

class Evaluation {
  public:
    Evaluation(const EvalArguments& arguments, std::stop_token stop)
        : arguments_(arguments),
          device_(resolveDevice(arguments.device)),
          extractor_(openFeatures(arguments.features, arguments.modelFolder, device_)),
          reference_(referenceContent(arguments.second)),
          stop_(std::move(stop)) {}

    Result run() {
        const auto a = open(arguments_.first, nullptr);
        const bool statisticsAlone = reference_.statistics && !reference_.pictures;
        const auto b = arguments_.second.empty() || statisticsAlone
                           ? nullptr
                           : open(arguments_.second, a.get());
        eval::FeatureSet second;
        if (reference_.statistics) second.statistics = eval::readStatistics(arguments_.second);
        const eval::FeatureSet first = extract(*a, arguments_.first, arguments_.reconstruct);
        if (!arguments_.saveStatistics.empty()) {
            eval::writeStatistics(arguments_.saveStatistics, eval::momentsOf(first));
        }
        if (b != nullptr) {
            std::optional<eval::Gaussian> statistics = std::move(second.statistics);
            second = extract(*b, arguments_.second, "");
            second.statistics = std::move(statistics);
        }
        result_.comparison =
            eval::compareSets(*extractor_, first, arguments_.second.empty() ? nullptr : &second,
                              {arguments_.neighbours});
        warnOfFewPictures(first.count(), second.statistics ? 0 : second.count());
        return std::move(result_);
    }

  private:
    // Paints as many scenes as the other set has, unless --pictures gives the number.
    std::unique_ptr<eval::PictureSet> open(const std::string& name, const eval::PictureSet* other) {
        std::int64_t scenes = arguments_.scenes;
        if (scenes == 0) scenes = other != nullptr ? other->count() : kScenesAlone;
        if (arguments_.scenes == 0 && other == nullptr && namesScenes(name) &&
            !arguments_.second.empty() && !namesScenes(arguments_.second) &&
            (reference_.pictures || !reference_.statistics)) {
            scenes = eval::openPictureSet(arguments_.second)->count();
        }
        auto pictures = openPictures(name, scenes);
        for (const std::string& note : pictures->notes()) say(note);
        return pictures;
    }

    void say(const std::string& note) {
        result_.notes.push_back(note);
        std::fprintf(stderr, "duoscale-cli: %s\n", note.c_str());
    }

    void warnOfFewPictures(std::int64_t first, std::int64_t second) {
        const std::int64_t features = result_.comparison.features;
        if (!result_.comparison.frechetDistance) return;
        for (const auto& [name, count] : {std::pair("A", first), std::pair("B", second)}) {
            if (count == 0 || count > features) continue;
            say(std::string(name) + " has " + std::to_string(count) + " pictures for " +
                std::to_string(features) +
                " features, so the Fréchet distance is biased upwards. Compare it only with "
                "distances of the same number of pictures.");
        }
    }

    eval::FeatureSet extract(const eval::PictureSet& pictures, const std::string& name,
                             const std::string& vqvae) {
        eval::ExtractOptions options;
        options.batch = arguments_.batch;
        options.stop = stop_;
        if (!vqvae.empty()) options.through = reconstructionBy(vqvae, device_);
        ProgressBar bar;
        options.progress = [&](std::int64_t done, std::int64_t count) {
            bar.showWithTimeLeft(static_cast<double>(done) / static_cast<double>(count),
                                 name + ", picture " + std::to_string(done));
        };
        if (!arguments_.strict) {
            options.leaveOut = [&](const std::string& why) {
                ++result_.leftOut;
                bar.say(why + " It is left out.");
            };
        }
        return eval::extractFeatures(pictures, *extractor_, options);
    }

    const EvalArguments& arguments_;
    at::Device device_;
    std::unique_ptr<eval::FeatureExtractor> extractor_;
    const eval::ArchiveContent reference_;
    std::stop_token stop_;
    Result result_;
};

int evaluate(const EvalArguments& arguments, const std::stop_token& stop) {
    applyThreads(arguments.threads);
    if (!arguments.saveStatistics.empty()) requireWritableFile(arguments.saveStatistics);
    const Result result = Evaluation(arguments, stop).run();
    if (arguments.json) {
        std::printf(
            "%s\n",
            toJson(arguments, result).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    } else {
        print(arguments, result.comparison);
    }
    if (result.leftOut == 0) return 0;
    std::fprintf(stderr,
                 "duoscale-cli: %lld pictures cannot be read. These figures leave them out.\n",
                 static_cast<long long>(result.leftOut));
    return kLeftOut;
}

void addEvalOptions(CLI::App& command, EvalArguments& a) {
    command.add_option("A", a.first, "Pictures: a folder, an .npz, or scenes[:SEED]")->required();
    command.add_option(
        "B", a.second,
        "Reference: pictures, or an .npz with statistics mu and sigma (default: none)");
    command.add_option("--save-stats", a.saveStatistics,
                       "Write the mean and covariance of A's features to this .npz");
    command.add_flag("--strict", a.strict,
                     "Stop at the first picture that cannot be read (default: leave it out and "
                     "end with status 9)");
    command
        .add_option("--features", a.features,
                    "auto, demo, or a file: the published Inception weights "
                    "(pt_inception-2015-12-05-6726825d.pth) or a scene classifier")
        ->capture_default_str();
    command.add_option(
        "--models", a.modelFolder,
        "Folder where auto and demo look for a feature network (default: the demo family)");
    command
        .add_option("--reconstruct", a.reconstruct,
                    "Pass A through this VQ-VAE first, to measure its own loss of quality")
        ->check(CLI::ExistingFile);
    command
        .add_option("--pictures", a.scenes,
                    "Number of scenes to paint (default: as many as the other set has)")
        ->check(kPositive);
    command.add_option("--neighbours", a.neighbours, "Nearest neighbours for precision and recall")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--batch", a.batch, "Pictures in one pass of the feature network")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--device", a.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command.add_option("--threads", a.threads, "Processor threads; 0 uses all")
        ->check(kNotNegative)
        ->capture_default_str();
    command.add_flag("--json", a.json, "One JSON object on standard output");
}

}  // namespace

void addEval(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<EvalArguments>();
    CLI::App* command = program.add_subcommand(
        "eval", "Measure sets of pictures: Fréchet distance, inception score, precision, recall");
    addEvalOptions(*command, *arguments);
    command->footer(
        "Compare distances only if they use the same feature network. Published figures use the "
        "Inception\n"
        "weights and, for ImageNet, the reference .npz of guided-diffusion with its mean and "
        "covariance.\n"
        "Examples:\n"
        "  duoscale-cli eval samples scenes                 the demo family against new scenes\n"
        "  duoscale-cli eval samples.npz VIRTUAL_imagenet256_labeled.npz \\\n"
        "      --features pt_inception-2015-12-05-6726825d.pth --device cuda --batch 64\n"
        "  duoscale-cli eval references --save-stats stats.npz\n"
        "  duoscale-cli eval scenes scenes:5 --reconstruct models/demo/vqvae.safetensors --json");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return evaluate(*arguments, stop); };
    });
}

}  // namespace duo::cli
