#include "family_card.h"

#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/version.h"
#include "checkpoint/catalog.h"
#include "engine/device.h"
#include "eval/scene_classifier.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;
using train::FamilyTraining;

constexpr std::size_t kMaxClassesNamed = 40;

std::string number(double value, int digits) {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string cell(std::optional<double> value, int digits) {
    return value && !std::isnan(*value) ? number(*value, digits) : "–";
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d", &local);
    return text;
}

std::int64_t parametersOf(const std::string& file) {
    const CheckpointFile checkpoint = openCheckpoint(file);
    return modelKind(checkpoint) == ModelKind::Var ? parameterCount(detectVar(checkpoint))
                                                   : parameterCount(detectVqVae(checkpoint));
}

std::string modelsTable(const FamilyTraining& training) {
    std::string text = "| file | what it is | parameters | MiB |\n| --- | --- | --- | --- |\n";
    const auto add = [&](const std::string& name, const std::string& what) {
        const fs::path file = fs::path(training.options().family) / (name + ".safetensors");
        text += "| `" + name + ".safetensors` | " + what + " | " +
                std::to_string(parametersOf(file)) + " | " +
                number(mebibytes(static_cast<std::int64_t>(fs::file_size(file))), 1) + " |\n";
    };
    add("vqvae", "VQ-VAE, " + train::stageWords("vqvae", training.plan()) + ", fp32");
    for (const std::string role : {"drafter", "refiner"})
        add(role, "VAR, " + train::stageWords(role, training.plan()) + ", fp16");
    for (const int split : training.facts().splits) {
        for (const std::string role : {"drafter_", "refiner_"}) {
            const std::string n = std::to_string(split);
            add(role + n, "specialised for N = " + n + ", fp16");
        }
    }
    return text + "\n`classes.tsv` names the classes. `" + eval::kClassifierFile +
           "` is the feature network of the evaluation below.\n";
}

std::string dataText(const FamilyTraining& training) {
    const train::FamilyPlan& plan = training.plan();
    std::string text = std::to_string(plan.pictures) + " ";
    text += training.facts().pictures > 0
                ? "pictures of the folder '" + pictureFolderName(training) + "'"
                : training.record().data;
    text += ", cropped to squares and scaled to " + std::to_string(plan.side) + " × " +
            std::to_string(plan.side) + " pixels.";
    if (plan.views > 1) {
        text += " Every picture is used in " + std::to_string(plan.views) +
                " views: the centred square and random crops, half of them mirrored.";
    }
    const auto& names = training.classNames();
    text += "\n\nClasses: ";
    for (std::size_t i = 0; i < std::min(names.size(), kMaxClassesNamed); ++i)
        text += (i > 0 ? ", " : "") + names[i];
    if (names.size() > kMaxClassesNamed)
        text += " and " + std::to_string(names.size() - kMaxClassesNamed) + " more";
    return text + ".\n";
}

// The last report of a training's log.
std::optional<TrainingLogRow> lastReport(const std::string& file) {
    std::ifstream log(file);
    std::string line;
    if (!std::getline(log, line)) return std::nullopt;
    const TrainingLogHeading heading(line);
    std::optional<TrainingLogRow> last;
    while (std::getline(log, line)) {
        if (const auto row = heading.row(line)) last = row;
    }
    return last;
}

std::string trainingsTable(const FamilyTraining& training) {
    std::string text = "| stage | time | updates | last loss |\n| --- | --- | --- | --- |\n";
    double all = 0;
    for (const FamilyStage& stage : training.record().stages) {
        all += stage.seconds;
        if (stage.state != StageState::Done) continue;
        const auto last = stage.folder.empty()
                              ? std::nullopt
                              : lastReport(training.path(stage.folder + "/" + kTrainingLogFile));
        text += "| " + stage.name + " | " + clockText(stage.seconds) + " | " +
                (last ? number(last->step, 0) : "") + " | " + (last ? number(last->loss, 3) : "") +
                " |\n";
    }
    return "By `duoscale-cli train family` of " + programName() + " on " + today() + ", on " +
           deviceName(training.options().device) + ", " + clockText(all) +
           " in all (planned: " + number(training.options().minutes, 1) + " minutes).\n\n" + text +
           "\nThe losses of different stages cannot be compared: the VQ-VAE's is a sum of picture "
           "errors, a transformer's the cross-entropy per token in nats, a specialised refiner's "
           "the divergence from the drafter.\n";
}

std::string curveTable(const SplitCurve& curve) {
    std::string text =
        "| N | pair | pictures | distance | 95 % interval | precision | recall | accuracy, % |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const SplitPoint& point : curve.points) {
        const auto accuracy =
            point.classAccuracy ? std::optional(100 * *point.classAccuracy) : std::nullopt;
        text += "| " + (point.split ? std::to_string(*point.split) : "") + " | " + point.pair +
                " | " + std::to_string(point.pictures) + " | " + cell(point.frechetDistance, 3) +
                " | " + cell(point.frechetLow, 3) + " to " + cell(point.frechetHigh, 3) + " | " +
                cell(point.precision, 2) + " | " + cell(point.recall, 2) + " | " +
                cell(accuracy, 1) + " |\n";
    }
    return text;
}

std::string curveText(const FamilyTraining& training, const SplitCurve& curve) {
    std::string text =
        "![Distance, accuracy, speed and memory against N](" + std::string(kFamilyCurve) + ")\n\n";
    text += "Pictures of every split (seed 1, guidance 1.5, top-p 0.96) are compared with " +
            curve.reference +
            " in the features of the classifier above, as a Fréchet distance. "
            "Smaller is better.\n\n" +
            curveTable(curve) + "\n";
    text +=
        "The classifier was trained on the family's own pictures, so these distances compare "
        "splits and trainings of this family. They cannot be compared with published "
        "distances or with those of other families.";
    if (training.facts().pictures > 0) {
        text +=
            " The reference are the training pictures: a model that repeats them has a small "
            "distance, too.";
        if (training.facts().pictures <= eval::kClassifierFeatures) {
            text += " They are fewer than the features, " +
                    std::to_string(eval::kClassifierFeatures) +
                    ", so the distances are biased upwards.";
        }
    }
    if (training.facts().classes == 1) {
        text +=
            " With a single class the classifier has nothing to tell apart, and its features "
            "mean little.";
    }
    return text + "\n";
}

}  // namespace

std::string pictureFolderName(const FamilyTraining& training) {
    const fs::path folder = fs::absolute(training.options().pictures.folder).lexically_normal();
    return (folder.has_filename() ? folder : folder.parent_path()).filename().string();
}

std::string familyCard(const FamilyTraining& training, const SplitCurve& curve) {
    const std::string side = std::to_string(training.plan().side);
    return "# " + fs::absolute(training.options().family).lexically_normal().filename().string() +
           "\n\nA family of models for Duoscale: pictures of " + side + " × " + side +
           " pixels in " + std::to_string(training.facts().classes) +
           " classes, by Collaborative Decoding over ten scales.\n\n" + modelsTable(training) +
           "\n## Data\n\n" + dataText(training) + "\n## Training\n\n" + trainingsTable(training) +
           "\n## What it draws\n\n![One row per class, one column per split point](" +
           kFamilySheet + ")\n\nSeed 1; nobody has chosen the pictures.\n" +
           "\n## Quality against the split point\n\n" + curveText(training, curve);
}

}  // namespace duo::cli
