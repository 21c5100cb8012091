#include "generate_from.h"

#include <filesystem>

#include "base/error.h"
#include "class_by_scale.h"
#include "core_session.h"
#include "generate_run.h"
#include "io/png.h"
#include "picture_files.h"

namespace duo::cli {
namespace {

constexpr const char* kGiveModels =
    "Give the models that made the picture with --models, or with --vae, --drafter and --refiner.";

// Another file of the same name makes another picture, so the digests must match.
void requireSameWeights(const std::string& picture, const Provenance& provenance,
                        const ModelsLoaded& loaded) {
    const auto check = [&](MemoryOwner owner, const char* role, const WeightsUsed& used) {
        if (used.digest.empty()) return;
        for (const ModelFacts& model : loaded.models) {
            if (model.owner != owner) continue;
            if (model.digest == used.digest) return;
            throw Error(ErrorKind::Checkpoint,
                        "The picture '" + picture + "' was made with the " + role + " '" +
                            used.file + "' (digest " + used.digest + "), but '" + model.file +
                            "' has the digest " + model.digest + ".",
                        kGiveModels);
        }
        throw Error(ErrorKind::Checkpoint,
                    "The picture '" + picture + "' needs the " + role + " '" + used.file +
                        "', but none is loaded.",
                    kGiveModels);
    };
    check(MemoryOwner::VqVae, "VQ-VAE", provenance.vqvae);
    check(MemoryOwner::Drafter, "drafter", provenance.drafter);
    check(MemoryOwner::Refiner, "refiner", provenance.refiner);
}

}  // namespace

Provenance readProvenance(const std::string& picture) {
    const io::PngTexts texts = io::readPngTexts(picture);
    const auto found = texts.find(kProvenanceKey);
    if (found == texts.end()) {
        throw Error(
            ErrorKind::File, "The picture '" + picture + "' holds no settings of Duoscale.",
            "Use a PNG as Duoscale wrote it; other programs drop the settings when they save it.");
    }
    return parseProvenance(found->second);
}

ModelFiles filesNamedBy(const Provenance& provenance, const FamilyOutline& family) {
    ModelFiles files = family.files;
    if (family.folder.empty()) return files;
    const auto take = [&family](std::string& file, const WeightsUsed& used) {
        const auto there =
            std::filesystem::path(family.folder) / std::filesystem::path(used.file).filename();
        if (!used.file.empty() && std::filesystem::exists(there)) file = there;
    };
    take(files.vqvae, provenance.vqvae);
    take(files.drafter, provenance.drafter);
    take(files.refiner, provenance.refiner);
    return files;
}

namespace {

// The command that makes the picture's batch again, on its device and in its precision.
GenerateCommand commandOf(const Provenance& provenance, const GenerateArguments& arguments,
                          const FamilyOutline& family) {
    const GenerationRequest request = requestOf(provenance);
    GenerateCommand command{1, filesFor(filesNamedBy(provenance, family), request),
                            computeOf(arguments), request};
    command.compute.precision = provenance.precision;
    if (arguments.compute.device == "auto") command.compute.device = provenance.device;
    return command;
}

// Pictures of older programs have no token maps: such a picture is decoded once more.
Provenance withTokens(const GenerateArguments& arguments, const std::stop_token& stop) {
    Provenance provenance = readProvenance(arguments.from);
    if (provenance.tokens.scales > 0 || provenance.smooth) return provenance;
    const FamilyOutline family = outlineFamily(arguments);
    CoreSession core(stop);
    core.generate(commandOf(provenance, arguments, family), [&](const Event& event) {
        if (const auto* loaded = std::get_if<ModelsLoaded>(&event)) {
            requireSameWeights(arguments.from, provenance, *loaded);
        }
        const auto* picture = std::get_if<PictureDone>(&event);
        if (picture != nullptr && picture->index == provenance.batchPosition) {
            provenance.tokens = parseProvenance(picture->provenance).tokens;
        }
    });
    return provenance;
}

// The parent's settings where no option changes them.
GenerationRequest variedRequest(const Provenance& parent, const GenerateArguments& arguments,
                                const FamilyOutline& family) {
    const auto given = [&](const char* option) { return arguments.given.contains(option); };
    GenerateArguments own = arguments;
    if (own.classes.empty()) {
        own.classes = {parent.label == kNoClass ? "none" : std::to_string(parent.label)};
    }
    const int scales = family.schedule.count();
    const int split = arguments.split.value_or(parent.plan.split());
    GenerationRequest request;
    request.labels = chosenLabels(own, family);
    if (given("--class-by-scale") || given("--class-mix")) {
        request.classes = parseScaleClasses(arguments.classByScale, arguments.classMix, family);
    } else if (!given("--class")) {
        request.classes = parent.classes;
    }
    request.seed = arguments.seed ? *arguments.seed : randomSeed();
    request.firstImage = given("--first-image") ? arguments.firstImage : parent.image;
    request.batch = arguments.batch;
    if (given("--recipe")) {
        request.plan = makePlan(arguments, split, scales);
    } else {
        request.plan = parent.plan;
        if (arguments.split) request.plan.assignSplit(split);
        request.plan = withSampling(request.plan, arguments);
    }
    const bool published = arguments.rng == "reference";
    request.rng = given("--rng") ? (published ? RngKind::Published : RngKind::Counter) : parent.rng;
    request.smooth = arguments.smooth;
    request.previews = arguments.scales ? PreviewKind::Full : PreviewKind::None;
    request.wantTrace = !arguments.trace.empty();
    request.prefix = prefixOf(parent, *arguments.keepScales);
    request.parent = {std::filesystem::path(arguments.from).filename(),
                      pictureId(io::readPngTexts(arguments.from).at(kProvenanceKey))};
    return request;
}

}  // namespace

int generateAgain(const GenerateArguments& arguments, const std::stop_token& stop) {
    for (const char* option : {"--class", "--class-by-scale", "--class-mix", "--split",
                               "--specialised", "--recipe", "--seed"}) {
        if (!arguments.given.contains(option)) continue;
        throw Error(ErrorKind::Usage,
                    std::string("--from makes the picture again as it was, so ") + option +
                        " would change nothing.",
                    "Add --keep-scales K to keep its first K scales and change the others.");
    }
    const Provenance provenance = readProvenance(arguments.from);
    const FamilyOutline family = outlineFamily(arguments);
    GenerateCommand command = commandOf(provenance, arguments, family);
    if (command.request.edit.feather >= 0 && command.request.edit.active()) {
        // What the edit kept is in the picture.
        command.request.edit.original = toPixels(io::readImage(arguments.from));
        command.request.edit.finished = true;
    }
    command.request.previews = arguments.scales ? PreviewKind::Full : PreviewKind::None;
    command.request.wantTrace = !arguments.trace.empty();
    const auto check = [&](const ModelsLoaded& loaded) {
        requireSameWeights(arguments.from, provenance, loaded);
    };
    return runAndSave(arguments, family, {command, provenance.batchPosition, check, {}}, stop);
}

int vary(const GenerateArguments& arguments, const std::stop_token& stop) {
    const Provenance parent = withTokens(arguments, stop);
    const FamilyOutline family = outlineFamily(arguments);
    GenerateCommand command = commandOf(parent, arguments, family);
    if (arguments.given.contains("--precision")) command.compute = computeOf(arguments);
    GenerationRequest& request = command.request;
    request = variedRequest(parent, arguments, family);
    const int split = request.plan.split();
    const bool sameFiles = split == parent.plan.split() && !arguments.specialised;
    command.files = filesFor(
        sameFiles ? filesNamedBy(parent, family) : filesAtSplit(arguments, family, split), request);
    return runAndSave(arguments, family, {command, std::nullopt, {}, {}}, stop);
}

}  // namespace duo::cli
