// duoscale-cli doctor: what is there, what is missing, what to do.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/version.h"
#include "cli.h"
#include "system_check.h"

namespace duo::cli {
namespace {

struct DoctorArguments {
    std::string models;
    bool json = false;
};

const char* stateName(FindingState state) {
    switch (state) {
        case FindingState::Good:
            return "good";
        case FindingState::Note:
            return "note";
        case FindingState::Problem:
            return "problem";
    }
    return "";
}

void printText(const std::vector<Finding>& findings) {
    std::printf("%s\n", programName().c_str());
    for (const Finding& finding : findings) {
        std::printf("%-8s %-15s %s\n", stateName(finding.state), finding.topic.c_str(),
                    finding.text.c_str());
        if (!finding.remedy.empty()) std::printf("%-24s %s\n", "", finding.remedy.c_str());
    }
}

void printJson(const std::vector<Finding>& findings) {
    nlohmann::json all = nlohmann::json::array();
    for (const Finding& finding : findings) {
        all.push_back({{"state", stateName(finding.state)},
                       {"topic", finding.topic},
                       {"text", finding.text},
                       {"remedy", finding.remedy}});
    }
    const nlohmann::json report = {{"program", programName()}, {"findings", all}};
    std::printf("%s\n",
                report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

void addDoctor(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<DoctorArguments>();
    CLI::App* command = program.add_subcommand(
        "doctor", "Say what this machine has, what is missing, and what to do");
    command->add_option("--models", arguments->models,
                        "Folder of a model family (default: the demo family)");
    command->add_flag("--json", arguments->json, "One JSON object on standard output");
    command->footer(
        "The status is 7 if there is a problem, otherwise 0.\n"
        "Examples:\n"
        "  duoscale-cli doctor\n"
        "  duoscale-cli doctor --models family --json");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token&) {
            const std::vector<Finding> findings = checkSystem(arguments->models);
            arguments->json ? printJson(findings) : printText(findings);
            const bool sound = std::ranges::none_of(findings, [](const Finding& finding) {
                return finding.state == FindingState::Problem;
            });
            return sound ? 0 : static_cast<int>(ErrorKind::Device);
        };
    });
}

}  // namespace duo::cli
