#include "train/family_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/error.h"
#include "checkpoint/catalog.h"
#include "protocol/split_list.h"
#include "train/var_trainer.h"
#include "train/vqvae_trainer.h"

namespace duo::train {
namespace {

constexpr std::array<const char*, 5> kSizes{"auto", "tiny", "small", "medium", "large"};
constexpr std::int64_t kManyPictures = 20'000, kEnoughViews = 4'000;
constexpr std::int64_t kMaxViews = 16, kMaxEvaluated = 2'000;

FamilySize chosenSize(const FamilyFacts& facts) {
    if (facts.size != FamilySize::Auto) return facts.size;
    if (!facts.gpu) return facts.minutes < 45 ? FamilySize::Small : FamilySize::Medium;
    const bool many = facts.pictures == 0 || facts.pictures >= kManyPictures;
    return many && facts.minutes >= 60 ? FamilySize::Large : FamilySize::Medium;
}

int chosenSide(const FamilyFacts& facts, FamilySize size) {
    if (facts.side > 0) return facts.side;
    if (size == FamilySize::Tiny) return 16;
    const int most = facts.gpu && size == FamilySize::Large ? 256 : 128;
    int side = 32;  // pictures are not enlarged more than they must be
    while (side < most && side < facts.shortSide) side *= 2;
    return side;
}

VqVaeGeometry vqvaeFor(int side, FamilySize size) {
    VqVaeGeometry geometry = demoVqVaeGeometry();
    geometry.multipliers = {1, 2, 2, 4};
    if (side == 256) geometry.multipliers = {1, 1, 2, 2, 4};
    if (side == 64) geometry.multipliers = {1, 2, 4};
    if (side == 32) geometry.multipliers = {1, 2};
    if (side == 16) geometry.multipliers = {1};
    geometry.baseWidth = size == FamilySize::Large ? 64 : size == FamilySize::Medium ? 32 : 16;
    if (size == FamilySize::Tiny) {
        geometry.baseWidth = 8;
        geometry.vocabulary = 64;
    }
    if (size == FamilySize::Large) {
        geometry.vocabulary = 4096;
        geometry.codeChannels = 32;
        geometry.encoderBlocks = 2;
    }
    return geometry;
}

VarSizes drafterFor(FamilySize size) {
    if (size == FamilySize::Tiny) return {1, 32, 2};
    if (size == FamilySize::Small) return {5, 160, 5};
    if (size == FamilySize::Medium) return {7, 224, 7};
    return {14, 640, 10};
}

VarSizes refinerFor(FamilySize size) {
    if (size == FamilySize::Tiny) return {1, 16, 1};
    if (size == FamilySize::Small) return {2, 96, 2};
    if (size == FamilySize::Medium) return {3, 128, 2};
    return {6, 320, 5};
}

int batchFor(const FamilyFacts& facts, std::int64_t elements, int onGpu) {
    return static_cast<int>(std::clamp<std::int64_t>(elements, 1, facts.gpu ? onGpu : 8));
}

// Pictures that the evaluation draws at each split. On two cores of a CPU one takes about a tenth
// of a second at the medium size.
int perClassFor(const FamilyFacts& facts, FamilySize size) {
    const double aMinute = facts.gpu ? 100 : size == FamilySize::Medium ? 4 : 8;
    std::int64_t all = std::min<std::int64_t>(kMaxEvaluated, std::llround(facts.minutes * aMinute));
    // Many more pictures than the reference has would measure nothing more.
    if (facts.pictures > 0) all = std::min(all, std::max<std::int64_t>(200, 2 * facts.pictures));
    const int classes = std::max(1, facts.classes);
    const int least = std::max(1, 8 / classes);  // the nearest neighbours need some
    return std::max<int>(least, static_cast<int>(all / classes));
}

// minutes: shares of the whole, which planFamily scales.
std::vector<FamilyStage> stagesFor(const std::vector<int>& splits) {
    std::vector<FamilyStage> stages{{"vqvae", "vqvae", 0.15},
                                    {"tokens", "", 0.03},
                                    {"drafter", "drafter", 0.40},
                                    {"refiner", "refiner", 0.14}};
    for (const int split : splits) {
        for (const auto& [role, share] : {std::pair("drafter_", 0.02), std::pair("refiner_", 0.05)})
            stages.push_back({role + std::to_string(split), role + std::to_string(split), share});
    }
    for (const FamilyStage& stage :
         {FamilyStage{"classifier", "classifier", 0.05}, FamilyStage{"family", "", 0.01},
          FamilyStage{"evaluation", "evaluation", 0.10}, FamilyStage{"sheet", "", 0.01},
          FamilyStage{"card", "", 0.001}})
        stages.push_back(stage);
    return stages;
}

void requireSensible(const FamilyFacts& facts, int side) {
    if (facts.minutes <= 0)
        throw Error(ErrorKind::Usage, "The training of a family needs its minutes.");
    const std::array sides{16, 32, 64, 128, 256};
    if (std::find(sides.begin(), sides.end(), side) == sides.end()) {
        throw Error(ErrorKind::Usage,
                    "The side of a family's pictures must be 16, 32, 64, 128 or "
                    "256 pixels; found " +
                        std::to_string(side) + ".");
    }
    const int scales = ScaleSchedule::published256().count();
    for (const int split : facts.splits) {
        if (split > 0 && split < scales) continue;
        throw Error(ErrorKind::Usage, "A pair is specialised for a split from 1 to " +
                                          std::to_string(scales - 1) + "; found " +
                                          std::to_string(split) + ".");
    }
}

std::int64_t parametersOf(const VarSizes& sizes, const FamilyFacts& facts, const FamilyPlan& plan) {
    return parameterCount(demoVarGeometry(sizes.depth, sizes.width, sizes.heads, facts.classes,
                                          plan.vqvae, ScaleSchedule::published256()));
}

std::string millions(std::int64_t parameters) {
    char text[40];
    std::snprintf(text, sizeof text, "%.2f million parameters",
                  static_cast<double>(parameters) * 1e-6);
    return text;
}

std::string words(const VarSizes& sizes) {
    return "depth " + std::to_string(sizes.depth) + ", width " + std::to_string(sizes.width) +
           ", " + std::to_string(sizes.heads) + (sizes.heads == 1 ? " head" : " heads");
}

double numberAt(const FamilyRun& run, std::string_view key) {
    const std::string text = run.setting(key);
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem == std::errc() && end == text.data() + text.size()) return number;
    throw Error(ErrorKind::File,
                "The setting '" + std::string(key) + "' of " + std::string(kFamilyRunFile) +
                    " is '" + text + "', not a number.",
                "The file was changed. Choose another run folder.");
}

}  // namespace

FamilySize familySizeNamed(const std::string& name) {
    const auto found = std::find(kSizes.begin(), kSizes.end(), name);
    if (found != kSizes.end()) return static_cast<FamilySize>(found - kSizes.begin());
    throw Error(ErrorKind::Usage, "There is no family size '" + name + "'.",
                "The sizes are auto, tiny, small, medium and large.");
}

FamilyPlan planFamily(const FamilyFacts& facts) {
    FamilyPlan plan;
    plan.size = chosenSize(facts);
    plan.side = chosenSide(facts, plan.size);
    requireSensible(facts, plan.side);
    const std::int64_t scenes = plan.size == FamilySize::Tiny ? 64 : facts.gpu ? 24'000 : 8'000;
    plan.pictures = facts.pictures > 0 ? facts.pictures : scenes;
    if (facts.pictures > 0) {
        const std::int64_t enough = plan.size == FamilySize::Tiny ? 64 : kEnoughViews;
        plan.views =
            static_cast<int>(std::clamp<std::int64_t>(enough / facts.pictures, 1, kMaxViews));
    }
    plan.vqvae = vqvaeFor(plan.side, plan.size);
    plan.drafter = drafterFor(plan.size);
    plan.refiner = refinerFor(plan.size);
    plan.vqvaeBatch = batchFor(facts, plan.pictures * plan.views, 64);
    plan.varBatch = batchFor(facts, plan.pictures * plan.views, 128);
    plan.perClass = perClassFor(facts, plan.size);
    plan.stages = stagesFor(facts.splits);
    double all = 0;
    for (const FamilyStage& stage : plan.stages) all += stage.minutes;
    for (FamilyStage& stage : plan.stages) stage.minutes *= facts.minutes / all;
    return plan;
}

std::string stageWords(const std::string& stage, const FamilyPlan& plan) {
    if (stage == "vqvae") {
        std::string text = std::to_string(plan.vqvae.vocabulary) + " codes of " +
                           std::to_string(plan.vqvae.codeChannels) + " channels, base width " +
                           std::to_string(plan.vqvae.baseWidth) + " x (";
        for (const int multiplier : plan.vqvae.multipliers)
            text += (text.back() == '(' ? "" : ", ") + std::to_string(multiplier);
        return text + "), factor " + std::to_string(plan.vqvae.downsample());
    }
    if (stage == "tokens") {
        return std::to_string(plan.pictures * plan.views) + " token maps" +
               (plan.views > 1 ? ", " + std::to_string(plan.views) + " views of every picture"
                               : "");
    }
    if (stage.starts_with("drafter")) return words(plan.drafter);
    if (stage.starts_with("refiner")) return words(plan.refiner);
    if (stage == "classifier") return "feature network for the evaluation";
    if (stage == "evaluation")
        return std::to_string(plan.perClass) + " pictures per class at every split";
    return {};
}

std::string planText(const FamilyFacts& facts, const FamilyPlan& plan) {
    std::string text = std::to_string(plan.pictures) +
                       (facts.pictures > 0 ? " pictures in " : " painted scenes in ") +
                       std::to_string(facts.classes) + " classes, made " +
                       std::to_string(plan.side) + " x " + std::to_string(plan.side) +
                       " pixels; models of size " + kSizes[static_cast<std::size_t>(plan.size)] +
                       " for " + (facts.gpu ? "a GPU" : "a CPU") + ".\n";
    for (const FamilyStage& stage : plan.stages) {
        std::string about = stageWords(stage.name, plan);
        if (stage.name == "vqvae") about += ", " + millions(parameterCount(plan.vqvae));
        if (stage.name == "drafter")
            about += ", " + millions(parametersOf(plan.drafter, facts, plan));
        if (stage.name == "refiner")
            about += ", " + millions(parametersOf(plan.refiner, facts, plan));
        char line[64];
        std::snprintf(line, sizeof line, "  %-12s %10s", stage.name.c_str(),
                      minutesText(stage.minutes).c_str());
        text += line + (about.empty() ? about : "  " + about) + "\n";
    }
    return text;
}

std::vector<std::pair<std::string, std::string>> settingsOf(const FamilyFacts& facts) {
    char minutes[32];
    std::snprintf(minutes, sizeof minutes, "%.6g", facts.minutes);
    return {{"pictures", std::to_string(facts.pictures)},
            {"classes", std::to_string(facts.classes)},
            {"short_side", std::to_string(facts.shortSide)},
            {"gpu", facts.gpu ? "1" : "0"},
            {"minutes", minutes},
            {"size", kSizes[static_cast<std::size_t>(facts.size)]},
            {"side", std::to_string(facts.side)},
            {"splits", facts.splits.empty() ? "none" : formatSplits(facts.splits)}};
}

FamilyFacts factsOf(const FamilyRun& run) {
    FamilyFacts facts;
    facts.pictures = static_cast<std::int64_t>(numberAt(run, "pictures"));
    facts.classes = static_cast<int>(numberAt(run, "classes"));
    facts.shortSide = static_cast<int>(numberAt(run, "short_side"));
    facts.gpu = numberAt(run, "gpu") != 0;
    facts.minutes = numberAt(run, "minutes");
    facts.size = familySizeNamed(run.setting("size"));
    facts.side = static_cast<int>(numberAt(run, "side"));
    if (run.setting("splits") != "none") {
        facts.splits = parseSplits(run.setting("splits"), kFamilyRunFile,
                                   ScaleSchedule::published256().count());
    }
    return facts;
}

std::string minutesText(double minutes) {
    char text[32];
    if (minutes < 1) {
        std::snprintf(text, sizeof text, "%.0f s", minutes * 60);
    } else {
        std::snprintf(text, sizeof text, "%.0f min", minutes);
    }
    return text;
}

double minutesFor(const std::vector<FamilyStage>& stages, std::size_t stage, double total) {
    double spent = 0, planned = 0;
    for (std::size_t i = 0; i < stages.size(); ++i)
        (i < stage ? spent : planned) += i < stage ? stages[i].seconds / 60 : stages[i].minutes;
    // A stage that took too long leaves the later ones a tenth of what was planned for them.
    const double left = std::max(total - spent, planned / 10);
    return left * stages[stage].minutes / planned;
}

}  // namespace duo::train
