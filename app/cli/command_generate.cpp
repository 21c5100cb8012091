#include <cstdio>
#include <memory>

#include "base/error.h"
#include "cli.h"
#include "contact_sheet.h"
#include "core_session.h"
#include "generate_arguments.h"
#include "generate_from.h"
#include "generate_run.h"
#include "io/png.h"
#include "picture_files.h"
#include "progress_bar.h"
#include "protocol/split_list.h"
#include "sheet_command.h"

namespace duo::cli {
namespace {

constexpr int kSheetCell = 128;

int generate(const GenerateArguments& arguments, const std::stop_token& stop) {
    const FamilyOutline family = outlineFamily(arguments);
    const std::uint64_t seed = arguments.seed ? *arguments.seed : randomSeed();
    GenerateCommand command{1, family.files, computeOf(arguments),
                            makeRequest(arguments, family, seed)};
    const int split = chosenSplit(arguments, family);
    command.files = filesFor(filesAtSplit(arguments, family, split), command.request);
    return runAndSave(arguments, family, {command, std::nullopt, {}, {}}, stop);
}

std::vector<int> sheetSplits(const GenerateArguments& arguments, const FamilyOutline& family) {
    const int scaleCount = family.schedule.count();
    if (arguments.sheetSplits.empty() && family.files.refiner.empty()) return {scaleCount};
    if (arguments.sheetSplits.empty() && family.files.drafter.empty()) return {0};
    std::vector<int> splits;
    if (arguments.sheetSplits.empty()) {
        for (int split = 0; split <= scaleCount; split += 2) splits.push_back(split);
        if (splits.back() != scaleCount) splits.push_back(scaleCount);
        return splits;
    }
    return parseSplits(arguments.sheetSplits, "--sheet-splits", scaleCount);
}

std::string columnLabel(int split, int scaleCount, bool specialised) {
    if (specialised) return "N = " + std::to_string(split) + "\nspecialised";
    if (split == 0) return "N = 0\nrefiner alone";
    if (split == scaleCount) return "N = " + std::to_string(split) + "\ndrafter alone";
    return "N = " + std::to_string(split);
}

GenerateArguments sheetArguments(GenerateArguments arguments, const FamilyOutline& family) {
    if (arguments.classes.empty()) {
        for (int label = 0; label < std::min(family.classes, 16); ++label) {
            arguments.classes.push_back(std::to_string(label));
        }
    }
    arguments.count = 1;
    arguments.batch = 8;
    arguments.scales = false;
    return arguments;
}

}  // namespace

void generateSheet(const GenerateArguments& given, const std::stop_token& stop) {
    const FamilyOutline family = outlineFamily(given);
    GenerateArguments arguments = sheetArguments(given, family);
    const std::uint64_t seed = arguments.seed.value_or(1);
    const int scaleCount = family.schedule.count();
    const std::vector<int> splits = sheetSplits(arguments, family);
    requireWritableFile(arguments.sheet);

    ContactSheet sheet;
    sheet.title = "The drafter decodes the first N of " + std::to_string(scaleCount) +
                  " scales, the refiner the rest (seed " + std::to_string(seed) + ")";
    const std::vector<int> labels = chosenLabels(arguments, family);
    for (const int label : labels) {
        const std::string name = family.names.shown(label);
        sheet.rows.push_back(name.empty() ? "class " + std::to_string(label) : name);
    }
    requireDrawable(sheet, splits.size(), kSheetCell);
    sheet.cells.assign(labels.size(), std::vector<io::RgbImage>(splits.size()));

    ProgressBar bar;
    CoreSession core(stop);
    JobProgress progress(bar, family.schedule.totalTokens(),
                         static_cast<int>(labels.size() * splits.size()));
    for (std::size_t column = 0; column < splits.size(); ++column) {
        arguments.split = splits[column];
        const ModelFiles files = filesAtSplit(arguments, family, splits[column], /*must=*/false);
        sheet.columns.push_back(
            columnLabel(splits[column], scaleCount, isSpecialised(files, splits[column])));
        const GenerateCommand command{1, files, computeOf(arguments),
                                      makeRequest(arguments, family, seed)};
        core.generate(command, [&](const Event& event) {
            progress.take(event);
            if (const auto* picture = std::get_if<PictureDone>(&event)) {
                sheet.cells[picture->index][column] = toImage(picture->pixels);
            }
        });
    }
    io::writePng(arguments.sheet, drawSheet(sheet, kSheetCell));
}

void addGenerate(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<GenerateArguments>();
    CLI::App* command = program.add_subcommand("generate", "Make pictures of the given classes");
    addOptions(*command, *arguments);
    command->footer(
        "Examples:\n"
        "  duoscale-cli generate --class 'sailing boat' --count 4 --seed 7 --out pictures\n"
        "  duoscale-cli generate --class 0,5,ringed\\ planet --split 6 --scales\n"
        "  duoscale-cli generate --models family --split 8 --specialised --class 3\n"
        "  duoscale-cli generate --vae vae_ch160v4096z32.pth --drafter drafter_8.pth --refiner "
        "refiner_8.pth \\\n"
        "      --split 8 --class n02099601 --cfg 4 --device cuda --precision fp16\n"
        "  duoscale-cli generate --from pictures/1-sailing-boat_seed7_0_n8.png --out again\n"
        "  duoscale-cli generate --from picture.png --keep-scales 4 --count 6 --out varied\n"
        "  duoscale-cli generate --from picture.png --keep-scales 10 --scales --out scales\n"
        "  duoscale-cli generate --class-by-scale '0-3:lighthouse,4-9:moonlit castle' --seed 7\n"
        "  duoscale-cli generate --class lighthouse --class-mix 'moonlit castle@0.4' --seed 7\n"
        "  duoscale-cli generate --sheet sheet.png --sheet-splits 0,4,6,8,10");
    command->callback([arguments, command, &run] {
        noteGiven(*command, *arguments);
        run = [arguments](const std::stop_token& stop) {
            if (arguments->keepScales) return vary(*arguments, stop);
            if (!arguments->from.empty()) return generateAgain(*arguments, stop);
            if (arguments->sheet.empty()) return generate(*arguments, stop);
            generateSheet(*arguments, stop);
            std::printf("%s\n", arguments->sheet.c_str());
            return 0;
        };
    });
}

}  // namespace duo::cli
