#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "checkpoint/inspect.h"
#include "cli.h"
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

int inspect(const InspectArguments& arguments) {
    const InspectOptions options{modelNamed(arguments.want), weightsNamed(arguments.weights),
                                 arguments.digest};
    nlohmann::json all = nlohmann::json::array();
    for (const std::string& file : arguments.files) {
        const Inspection inspection = inspectFile(file, options);
        if (arguments.json) {
            all.push_back(toJson(inspection));
        } else {
            std::printf("%s%s", all.empty() ? "" : "\n", toText(inspection).c_str());
            all.push_back(nullptr);
        }
    }
    if (arguments.json) std::printf("%s\n", (all.size() == 1 ? all[0] : all).dump(2).c_str());
    return 0;
}

}  // namespace

void addInspect(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App* command =
        program.add_subcommand("inspect", "Describe weight files without loading the weights");
    command->add_option("file", arguments->files, "Files: safetensors, .pth or .pt")->required();
    addModelChoice(*command, arguments->want, arguments->weights);
    command->add_flag("--json", arguments->json, "One JSON object (an array for several files)");
    command->add_flag("--digest", arguments->digest,
                      "Also print the digest of the weights (reads the whole file)");
    command->footer(
        "Examples:\n"
        "  duoscale-cli inspect var_d16.pth\n"
        "  duoscale-cli inspect --json models/demo/*.safetensors");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token&) { return inspect(*arguments); };
    });
}

}  // namespace duo::cli
