#include "generate_arguments.h"

#include <algorithm>

#include "base/error.h"
#include "checkpoint/geometry.h"
#include "checks.h"
#include "class_by_scale.h"
#include "library/model_folder.h"
#include "protocol/per_scale.h"
#include "protocol/recipe.h"

namespace duo::cli {
namespace {

// Pictures that options start from, and sheets.
void addSourceOptions(CLI::App& command, GenerateArguments& a) {
    CLI::Option* from =
        command.add_option("--from", a.from, "Make a picture again from the settings in its PNG")
            ->check(CLI::ExistingFile);
    command
        .add_option("--keep-scales", a.keepScales,
                    "Keep this number of scales of the picture of --from and draw the others anew "
                    "(--seed, default: random). Its other settings hold where no option is given; "
                    "--count makes several. All scales kept: shows them without a transformer")
        ->needs(from);
    command.add_option(
        "--sheet", a.sheet,
        "Draw one labelled sheet instead: one row per class, one column per split point");
    command.add_option("--sheet-splits", a.sheetSplits,
                       "Split points of the sheet, for example 0,4,6-8");
}

CheckpointFile openVar(const std::string& path) {
    return openCheckpoint(path, ModelKind::Var);
}

// Takes the files that are named, otherwise looks in the model folder.
void locateFiles(const GenerateArguments& a, FamilyOutline& family) {
    const bool named =
        !a.files.vqvae.empty() || !a.files.drafter.empty() || !a.files.refiner.empty();
    if (!named) {
        family.folder = a.modelFolder.empty() ? defaultModelFolder() : a.modelFolder;
        family.files = findModels(family.folder, a.split);
        return;
    }
    if (a.specialised) {
        throw Error(ErrorKind::Usage,
                    "--specialised chooses the files by the split, but --vae, --drafter or "
                    "--refiner names them.",
                    "Give the folder with --models instead, or leave out --specialised.");
    }
    if (!a.modelFolder.empty()) {
        throw Error(ErrorKind::Usage,
                    "Give either --models, or --vae with --drafter and --refiner, not both.");
    }
    if (a.files.vqvae.empty() || (a.files.drafter.empty() && a.files.refiner.empty())) {
        throw Error(ErrorKind::Usage,
                    "A family needs --vae and at least one of --drafter and --refiner.");
    }
    family.files = a.files;
}

template <typename Value, typename Parse, typename Set>
void overrideScales(DecodePlan& plan, const std::string& text, const char* option, Parse parse,
                    Set set) {
    if (text.empty()) return;
    const std::vector<Value> values = parse(text, static_cast<int>(plan.scales.size()), option);
    for (std::size_t k = 0; k < values.size(); ++k) set(plan.scales[k], values[k]);
}

}  // namespace

void addModelOptions(CLI::App& command, GenerateArguments& a) {
    command.add_option("--models", a.modelFolder,
                       "Folder of a model family (default: the demo family)");
    command.add_option("--vae,--vqvae", a.files.vqvae, "VQ-VAE file");
    command.add_option("--drafter", a.files.drafter, "Drafter file: the large VAR");
    command.add_option("--refiner", a.files.refiner, "Refiner file: the small VAR");
    command
        .add_option(
            "--precision", a.precision,
            "fp32, bf16, fp16, or int8 (the transformers' matrices in int8, the rest in bf16)")
        ->check(CLI::IsMember({"fp32", "bf16", "fp16", "int8"}))
        ->capture_default_str();
    command.add_option("--device", a.compute.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    command.add_option("--threads", a.compute.threads, "Processor threads; 0 uses all")
        ->check(kNotNegative)
        ->capture_default_str();
    command
        .add_option("--cuda-graphs", a.cudaGraphs,
                    "auto: on a GPU, record the work of each scale once and replay it for later "
                    "batches; off: launch the kernels one by one")
        ->check(CLI::IsMember({"auto", "off"}))
        ->each([&a](const std::string& word) { a.compute.cudaGraphs = word == "auto"; })
        ->capture_default_str();
    command.add_flag("--offload", a.compute.offload,
                     "Load only the weights of the working model; the others stay in host memory "
                     "(GPU) or in their files (CPU)");
}

void addOverlapOption(CLI::App& command, GenerateArguments& a) {
    command.add_flag(
        "--overlap-prefill", a.compute.overlapPrefill,
        "Let the refiner prefill while the drafter decodes; needs memory for both KV caches");
}

void addSamplingOptions(CLI::App& command, GenerateArguments& a) {
    command
        .add_option("--recipe", a.recipe,
                    "Sampling of published evaluations. var: top-k 900, top-p 0.96, cfg 1.5, "
                    "temperature 1; code: top-k 600, top-p 0.96, cfg 1.5, temperature "
                    "1.1*7,1.0*3; fid: code for a split, var where one model decodes all scales. "
                    "An option given beside it wins")
        ->check(CLI::IsMember(recipeNames()));
    command.add_option("--cfg", a.guidance,
                       "Guidance: one value, or one per scale, for example 4*8,3*2 (default: 4; 0 "
                       "for published models that need none)");
    command.add_option(
        "--top-k", a.topK,
        "Number of codes kept: one value, or one per scale; 0 keeps all (default: 600)");
    command.add_option(
        "--top-p", a.topP,
        "Probability kept: one value, or one per scale; 0 keeps all (default: 0.95)");
    command.add_option("--temperature", a.temperature,
                       "Temperature: one value, or one per scale (default: 1.1*7,1.0*3)");
    command.add_flag("--smooth", a.smooth, "Mix codes by Gumbel-softmax instead of drawing one");
    command
        .add_option("--rng", a.rng,
                    "counter: a picture depends only on its seed and number; reference: the "
                    "published random stream, which depends on the batch")
        ->check(CLI::IsMember({"counter", "reference"}))
        ->capture_default_str();
}

void noteGiven(const CLI::App& command, GenerateArguments& arguments) {
    for (const CLI::Option* option : command.get_options()) {
        if (option->count() > 0) arguments.given.insert(option->get_name());
    }
}

void addPictureOptions(CLI::App& command, GenerateArguments& a) {
    command.add_option("--split", a.split,
                       "Scales that the drafter decodes (default: all but the last two, 8 of 10)");
    command.add_flag(
        "--specialised", a.specialised,
        "Use the specialised pair of the model folder: drafter_N and refiner_N for split N");
    command
        .add_option("--class", a.classes,
                    "Classes by number, WordNet id or name, or 'none', separated by commas")
        ->delimiter(',');
    command.add_option("--class-by-scale", a.classByScale,
                       "A class for each scale, counted from 0: 0-3:lighthouse,4-9:14. A class may "
                       "be a mix: 14+2@0.3 is 30 % class 2");
    command.add_option("--class-mix", a.classMix,
                       "Mix another class into that of the pictures, at all scales: 14@0.3");
    command.add_option("--count", a.count, "Pictures per class")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--batch", a.batch, "Pictures decoded together")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--seed", a.seed, "Seed (default: random; the output states it)");
    command.add_option("--first-image", a.firstImage, "Number of the first picture with this seed")
        ->capture_default_str();
}

void addOutputOptions(CLI::App& command, GenerateArguments& a) {
    command.add_option("--out", a.out, "Folder for the pictures")->capture_default_str();
    command.add_flag("--scales", a.scales,
                     "Also write the picture after each scale, and one animation");
    command.add_option("--trace", a.trace,
                       "Also write tokens, logits and latents to this safetensors file");
    command.add_flag("--json", a.json, "One JSON object on standard output: times, memory, files");
}

Precision precisionOf(const std::string& text) {
    if (text == "bf16") return Precision::BFloat16;
    if (text == "fp16") return Precision::Float16;
    if (text == "int8") return Precision::Int8;
    return Precision::Float32;
}

void addOptions(CLI::App& command, GenerateArguments& arguments) {
    addModelOptions(command, arguments);
    addOverlapOption(command, arguments);
    addPictureOptions(command, arguments);
    addSamplingOptions(command, arguments);
    addOutputOptions(command, arguments);
    addSourceOptions(command, arguments);
}

FamilyOutline outlineFamily(const GenerateArguments& arguments) {
    FamilyOutline family;
    locateFiles(arguments, family);
    const bool hasDrafter = !family.files.drafter.empty();
    const VarGeometry geometry =
        detectVar(openVar(hasDrafter ? family.files.drafter : family.files.refiner));
    family.schedule = geometry.schedule;
    family.classes = geometry.classes;
    family.names = classNamesFor(family.files, geometry.classes);
    return family;
}

int chosenSplit(const GenerateArguments& arguments, const FamilyOutline& family) {
    const int scales = family.schedule.count();
    if (arguments.split) return *arguments.split;
    if (family.files.refiner.empty()) return scales;
    if (family.files.drafter.empty()) return 0;
    return std::max(0, scales - 2);
}

ModelFiles filesAtSplit(const GenerateArguments& a, const FamilyOutline& family, int split,
                        bool must) {
    if (!a.specialised) return family.files;
    const std::vector<SpecialisedPair> pairs = findSpecialisedPairs(family.folder);
    const ModelFiles files = filesAt(family.files, pairs, split);
    if (!must || isSpecialised(files, split)) return files;
    std::string known;
    for (const SpecialisedPair& pair : pairs) {
        known += (known.empty() ? "It has specialised models for N = " : ", ") +
                 std::to_string(pair.split);
    }
    const std::string number = std::to_string(split);
    throw Error(ErrorKind::File,
                "The model folder '" + family.folder + "' has no drafter_" + number +
                    " or refiner_" + number + ", but --specialised needs one of them.",
                known.empty()
                    ? "Make them with `duoscale-cli finetune`, or leave out --specialised."
                    : known + ".");
}

DecodePlan makePlan(const GenerateArguments& a, int split, int scaleCount) {
    if (split < 0 || split > scaleCount) {
        throw Error(ErrorKind::Usage, "The models have " + std::to_string(scaleCount) +
                                          " scales, so --split must be from 0 to " +
                                          std::to_string(scaleCount) + "; found " +
                                          std::to_string(split) + ".");
    }
    return withSampling(a.recipe.empty() ? DecodePlan::published(scaleCount, split)
                                         : recipePlan(a.recipe, scaleCount, split),
                        a);
}

DecodePlan withSampling(DecodePlan plan, const GenerateArguments& a) {
    overrideScales<double>(plan, a.guidance, "--cfg", parsePerScale,
                           [](ScalePlan& s, double v) { s.guidance = v; });
    overrideScales<int>(plan, a.topK, "--top-k", parsePerScaleInt,
                        [](ScalePlan& s, int v) { s.topK = v; });
    overrideScales<double>(plan, a.topP, "--top-p", parsePerScale,
                           [](ScalePlan& s, double v) { s.topP = v; });
    overrideScales<double>(plan, a.temperature, "--temperature", parsePerScale,
                           [](ScalePlan& s, double v) { s.temperature = v; });
    plan.validate(static_cast<int>(plan.scales.size()));
    return plan;
}

std::vector<int> chosenLabels(const GenerateArguments& a, const FamilyOutline& family) {
    if (a.classes.empty()) {
        throw Error(ErrorKind::Usage, "No class was given.",
                    "Give a class with --class, by number, WordNet id or name; --class none makes "
                    "a picture without a class.");
    }
    std::vector<int> labels;
    for (const std::string& text : a.classes) {
        labels.insert(labels.end(), a.count, family.names.find(text, family.classes));
    }
    return labels;
}

GenerationRequest makeRequest(const GenerateArguments& a, const FamilyOutline& family,
                              std::uint64_t seed) {
    GenerationRequest request;
    request.classes = parseScaleClasses(a.classByScale, a.classMix, family);
    request.labels = a.classes.empty() && !a.classByScale.empty()
                         ? std::vector<int>(a.count, request.classes.front().label)
                         : chosenLabels(a, family);
    request.seed = seed;
    request.firstImage = a.firstImage;
    request.batch = a.batch;
    request.plan = makePlan(a, chosenSplit(a, family), family.schedule.count());
    if (a.guidance.empty() && a.recipe.empty()) takePublishedGuidance(request.plan, family.files);
    request.rng = a.rng == "reference" ? RngKind::Published : RngKind::Counter;
    request.smooth = a.smooth;
    request.previews = a.scales ? PreviewKind::Full : PreviewKind::None;
    request.wantTrace = !a.trace.empty();
    return request;
}

}  // namespace duo::cli
