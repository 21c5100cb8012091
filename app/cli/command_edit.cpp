// edit: draws a part of a picture anew, or widens it.
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "cli.h"
#include "generate_arguments.h"
#include "generate_run.h"
#include "io/png.h"
#include "outpaint.h"
#include "picture_files.h"
#include "protocol/provenance.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

struct EditArguments {
    GenerateArguments decode;
    std::string image;
    std::string mask;
    std::string outpaint;
    std::string mix = "codes";
    int feather = 8;
    bool reconstruct = false;
};

void addEditOptions(CLI::App& command, EditArguments& a) {
    command.add_option("--image", a.image, "Picture to edit: of Duoscale, or any other")
        ->required()
        ->check(CLI::ExistingFile);
    CLI::Option* mask =
        command
            .add_option("--mask", a.mask,
                        "Mask of the picture's size: white is drawn anew, black is kept")
            ->check(CLI::ExistingFile);
    command
        .add_option("--outpaint", a.outpaint,
                    "Widen the picture instead: left, right, top or bottom with the pixels to add, "
                    "for example left:64")
        ->excludes(mask);
    command
        .add_option("--mix", a.mix,
                    "codes: kept cells take the picture's tokens; latent: the arithmetic of the "
                    "published inpainting functions")
        ->check(CLI::IsMember({"codes", "latent"}))
        ->capture_default_str();
    command
        .add_option("--feather", a.feather,
                    "Pixels over which the picture's own pixels fade into the drawn part")
        ->check(CLI::Range(0, 512))
        ->capture_default_str();
    command.add_flag("--reconstruct", a.reconstruct,
                     "Leave the kept part as the VQ-VAE reconstructs it");
    addModelOptions(command, a.decode);
    addOverlapOption(command, a.decode);
    addPictureOptions(command, a.decode);
    addSamplingOptions(command, a.decode);
    addOutputOptions(command, a.decode);
}

PictureMask readMask(const std::string& file) {
    const io::RgbImage image = io::readImage(file);
    std::vector<std::uint8_t> levels;
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        levels.push_back(static_cast<std::uint8_t>(
            (image.pixels[i] + image.pixels[i + 1] + image.pixels[i + 2]) / 3));
    }
    return maskOf(image.width, image.height, levels);
}

// The settings in the picture; nothing if it is no PNG of ours.
std::optional<Provenance> settingsIn(const std::string& file) {
    const io::PngTexts texts = io::readablePngTexts(file);
    const auto found = texts.find(kProvenanceKey);
    if (found == texts.end()) return std::nullopt;
    return parseProvenance(found->second);
}

// The part that is drawn and the picture around it. A wider picture is saved beside each one that
// the job makes.
PictureEdit editOf(const EditArguments& a, const io::RgbImage& picture,
                   const std::optional<Provenance>& made, PictureJob& job) {
    PictureEdit edit;
    edit.mix = a.mix == "latent" ? EditMix::Latent : EditMix::Codes;
    edit.feather = a.reconstruct ? -1 : a.feather;
    if (a.outpaint.empty()) {
        edit.mask = readMask(a.mask);
        edit.original = toPixels(picture);
        if (made && made->endScale == 0) edit.source = tokensOf(*made);
        if (!edit.source.empty()) edit.vqvaeDigest = made->vqvae.digest;
    } else {
        const Outpaint outpaint = parseOutpaint(a.outpaint, picture.width, picture.height);
        edit.mask = stripMask(picture.width, picture.height, outpaint);
        edit.original = toPixels(moved(picture, outpaint));
        job.saved = [picture, outpaint](const std::string& file, const PictureDone& done) {
            const fs::path wide = fs::path(file).replace_extension().string() + "_wide.png";
            io::writePng(wide, widened(toImage(done.pixels), picture, outpaint));
        };
    }
    edit.validate();
    return edit;
}

int edit(const EditArguments& arguments, const std::stop_token& stop) {
    if (arguments.mask.empty() && arguments.outpaint.empty()) {
        throw Error(ErrorKind::Usage, "edit needs --mask (what to draw anew) or --outpaint.",
                    "For example: duoscale-cli edit --image P.png --mask M.png --class 3");
    }
    const std::optional<Provenance> made = settingsIn(arguments.image);
    PictureJob job;
    PictureEdit edit = editOf(arguments, io::readImage(arguments.image), made, job);
    GenerateArguments decode = arguments.decode;
    if (decode.classes.empty() && made) {
        decode.classes = {made->label == kNoClass ? "none" : std::to_string(made->label)};
    }
    const FamilyOutline family = outlineFamily(decode);
    GenerationRequest request =
        makeRequest(decode, family, decode.seed ? *decode.seed : randomSeed());
    request.edit = std::move(edit);
    request.parent = {fs::path(arguments.image).filename(), {}};
    if (made) {
        request.parent.id = pictureId(io::readPngTexts(arguments.image).at(kProvenanceKey));
    }
    const ModelFiles files = filesAtSplit(decode, family, request.plan.split());
    job.command = {1, filesFor(files, request), computeOf(decode), std::move(request)};
    return runAndSave(decode, family, job, stop);
}

}  // namespace

void addEdit(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<EditArguments>();
    CLI::App* command = program.add_subcommand(
        "edit", "Draw a part of a picture anew, or widen it; without training");
    addEditOptions(*command, *arguments);
    command->footer(
        "A picture without token maps is encoded by the VQ-VAE. --outpaint moves the picture so "
        "that the new\n"
        "strip fits; it also writes FILE_wide.png with the whole of the old picture beside it.\n"
        "Examples:\n"
        "  duoscale-cli edit --image P.png --mask M.png --class 'moonlit castle' --out edited\n"
        "  duoscale-cli edit --image P.png --outpaint left:64 --split 6 --out wide\n"
        "  duoscale-cli edit --image P.png --mask M.png --mix latent --rng reference --reconstruct "
        "--trace t.safetensors");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return edit(*arguments, stop); };
    });
}

}  // namespace duo::cli
