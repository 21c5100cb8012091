#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "checkpoint/inspect.h"
#include "cli.h"
#include "library/list_models.h"
#include "model_choice.h"

namespace duo::cli {
namespace {

struct InspectArguments {
    std::vector<std::string> files;
    std::string want;
    std::string weights;
    bool json = false;
    bool digest = false;
};

// The files to describe: those given, and the weight files of folders given. A folder that an index
// makes one model is listed by its index.
std::vector<std::string> filesOf(const std::vector<std::string>& given) {
    std::vector<std::string> files;
    for (const std::string& path : given) {
        std::error_code unreadable;
        if (!std::filesystem::is_directory(path, unreadable)) {
            files.push_back(path);
            continue;
        }
        const std::vector<std::string> inside = weightFiles(path);
        if (inside.empty()) files.push_back(path);  // opening it tells what is wrong
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

int inspect(const InspectArguments& arguments) {
    const InspectOptions options{modelNamed(arguments.want), weightsNamed(arguments.weights),
                                 arguments.digest};
    const std::vector<std::string> files = filesOf(arguments.files);
    const bool single = files.size() == 1;
    nlohmann::json all = nlohmann::json::array();
    std::size_t leftOut = 0;
    for (const std::string& file : files) {
        try {
            const Inspection inspection = inspectFile(file, options);
            if (!arguments.json) {
                std::printf("%s%s", all.empty() ? "" : "\n", toText(inspection).c_str());
            }
            all.push_back(arguments.json ? toJson(inspection) : nlohmann::json());
        } catch (const Error& error) {
            if (single) throw;
            std::fprintf(stderr, "duoscale-cli: %s It is left out.\n", error.what());
            ++leftOut;
        }
    }
    const bool one = single && files == arguments.files;
    if (arguments.json) std::printf("%s\n", (one ? all[0] : all).dump(2).c_str());
    return leftOut > 0 ? kLeftOut : 0;
}

}  // namespace

void addInspect(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App* command =
        program.add_subcommand("inspect", "Describe weight files without loading the weights");
    command
        ->add_option("file", arguments->files,
                     "Files: safetensors, .pth, .pt or an index of shards; or folders of them")
        ->required();
    addModelChoice(*command, arguments->want, arguments->weights);
    command->add_flag("--json", arguments->json,
                      "One JSON object (an array for folders and several files)");
    command->add_flag("--digest", arguments->digest,
                      "Also print the digest of the weights (reads the whole file)");
    command->footer(
        "A file of several that cannot be read is named and left out; the status is then 9.\n"
        "Examples:\n"
        "  duoscale-cli inspect var_d16.pth\n"
        "  duoscale-cli inspect checkpoints\n"
        "  duoscale-cli inspect --json models/demo/*.safetensors");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token&) { return inspect(*arguments); };
    });
}

}  // namespace duo::cli
