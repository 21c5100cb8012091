#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "cli.h"
#include "model_choice.h"
#include "progress_bar.h"

namespace duo::cli {
namespace {

struct ConvertArguments {
    std::string from;
    std::string to;
    std::string precision = "fp32";
    std::string want;
    std::string weights;
    bool force = false;
};

at::ScalarType scalarType(const std::string& precision) {
    if (precision == "bf16") return at::kBFloat16;
    if (precision == "fp16") return at::kHalf;
    return at::kFloat;
}

void requireFreeTarget(const ConvertArguments& arguments) {
    namespace fs = std::filesystem;
    std::error_code none;
    if (fs::equivalent(arguments.from, arguments.to, none)) {
        throw Error(ErrorKind::Usage,
                    "The source and the target are the same file: '" + arguments.to + "'.",
                    "Give the target another name.");
    }
    if (!arguments.force && fs::exists(arguments.to, none)) {
        throw Error(ErrorKind::File, "The target '" + arguments.to + "' already exists.",
                    "Choose another name, or give --force to replace it.");
    }
}

// Also keeps lvl_1L: it holds no parameters, but it states the geometry.
std::map<std::string, at::Tensor> weightsOf(const CheckpointFile& checkpoint,
                                            const StateDict& weights) {
    std::map<std::string, at::Tensor> tensors = weights.tensors();
    const auto levels = checkpoint.file.tensors.find("lvl_1L");
    if (levels != checkpoint.file.tensors.end() && levels->second.dtype == io::DType::Int64 &&
        levels->second.contiguous()) {
        tensors["lvl_1L"] =
            at::from_blob(const_cast<std::byte*>(levels->second.data), levels->second.shape,
                          at::TensorOptions().dtype(at::kLong))
                .clone();
    }
    return tensors;
}

void requireVar(const CheckpointFile& checkpoint) {
    if (modelKind(checkpoint) == ModelKind::Var) return;
    throw Error(
        ErrorKind::Usage,
        "The file '" + checkpoint.path() + "' is a VQ-VAE; --precision int8 needs a VAR.",
        "Choose fp32, bf16 or fp16. To decode with --precision int8, only the VAR is converted.");
}

int convert(const ConvertArguments& arguments, const std::stop_token& stop) {
    requireFreeTarget(arguments);
    const CheckpointFile checkpoint =
        openCheckpoint(arguments.from, modelNamed(arguments.want), weightsNamed(arguments.weights));
    const bool int8 = arguments.precision == "int8";
    if (int8) requireVar(checkpoint);
    const auto specs = modelKind(checkpoint) == ModelKind::Var
                           ? tensorSpecs(detectVar(checkpoint))
                           : tensorSpecs(detectVqVae(checkpoint));
    ProgressBar bar;
    LoadOptions options;
    options.dtype = scalarType(arguments.precision);
    options.int8 = int8;
    options.progress = [&bar](double share) { bar.showWithTimeLeft(share, "reading"); };
    options.stop = stop;
    const StateDict weights = loadStateDict(checkpoint, specs, options);
    auto metadata = checkpoint.file.metadata;
    metadata["source"] = std::filesystem::path(arguments.from).filename().string();
    saveStateDict(arguments.to, weightsOf(checkpoint, weights), options.dtype, metadata);
    const std::string taken = weightsNote(checkpoint);
    bar.say("Wrote '" + arguments.to + "' (" + arguments.precision + ")." +
            (taken.empty() ? "" : " The weights are " + taken + "."));
    return 0;
}

}  // namespace

void addConvert(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<ConvertArguments>();
    CLI::App* command =
        program.add_subcommand("convert", "Write a model as safetensors in a chosen precision");
    command
        ->add_option("in", arguments->from, "File of a VAR or a VQ-VAE: safetensors, .pth or .pt")
        ->required();
    command->add_option("out", arguments->to, "The safetensors file to write")->required();
    command->add_option("--precision", arguments->precision, "fp32, bf16, fp16, or int8 (VAR only)")
        ->check(CLI::IsMember({"fp32", "bf16", "fp16", "int8"}))
        ->capture_default_str();
    addModelChoice(*command, arguments->want, arguments->weights);
    command->add_flag("--force", arguments->force, "Replace the target if it exists");
    command->footer(
        "Examples:\n"
        "  duoscale-cli convert var_d16.pth var_d16.safetensors --precision fp16\n"
        "  duoscale-cli convert var_d30.pth var_d30_int8.safetensors --precision int8\n"
        "  duoscale-cli convert ar-ckpt-last.pth vqvae.safetensors --model vqvae");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return convert(*arguments, stop); };
    });
}

}  // namespace duo::cli
