#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "checkpoint/convert.h"
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

int convert(const ConvertArguments& arguments, const std::stop_token& stop) {
    requireFreeTarget(arguments);
    ProgressBar bar;
    ConvertOptions options;
    options.precision = arguments.precision;
    options.want = modelNamed(arguments.want);
    options.weights = weightsNamed(arguments.weights);
    options.progress = [&bar](double share) { bar.showWithTimeLeft(share, "reading"); };
    options.stop = stop;
    const std::string taken = convertCheckpoint(arguments.from, arguments.to, options);
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
