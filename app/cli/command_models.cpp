#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "checkpoint/convert.h"
#include "cli.h"
#include "fetch/address.h"
#include "fetch/disk_room.h"
#include "fetch_report.h"
#include "library/get_models.h"
#include "models_table.h"

namespace duo::cli {
namespace {

struct ModelsArguments {
    std::vector<std::string> names;
    std::string folder;
    bool json = false;
    std::string endpoint;
    std::string precision;
    int atOnce = 3;
    int attempts = fetch::RetryPolicy().attempts;
    int timeoutSeconds = fetch::DownloadOptions().stallSeconds;
};

std::string folderOf(const ModelsArguments& arguments) {
    return arguments.folder.empty() ? downloadFolder() : arguments.folder;
}

int list(const ModelsArguments& arguments) {
    const std::string folder = folderOf(arguments);
    const std::vector<CatalogueItem> items = catalogueOf(folder);
    if (arguments.json) {
        std::printf("%s\n", catalogueJson(folder, items).dump(2).c_str());
    } else {
        std::fputs(catalogueText(folder, items).c_str(), stdout);
    }
    return 0;
}

// ---- fetch -------------------------------------------------------------------------------------

GetModels wantedOf(const ModelsArguments& arguments, FetchReport& report,
                   const std::stop_token& stop) {
    GetModels wanted;
    wanted.names = arguments.names;
    wanted.folder = folderOf(arguments);
    wanted.endpoint =
        arguments.endpoint.empty() ? fetch::endpointFromEnvironment() : arguments.endpoint;
    wanted.token = fetch::tokenFromEnvironment();
    wanted.atOnce = arguments.atOnce;
    wanted.download.retry.attempts = arguments.attempts;
    wanted.download.retry.contactAttempts =
        std::min(arguments.attempts, wanted.download.retry.contactAttempts);
    wanted.download.stallSeconds = arguments.timeoutSeconds;
    if (arguments.precision.empty()) return wanted;
    wanted.precision = arguments.precision;
    wanted.convert = [&report, precision = arguments.precision, stop](const std::string& from,
                                                                      const std::string& to) {
        const std::string name = std::filesystem::path(from).filename();
        convertCheckpoint(
            from, to,
            {precision, {}, {}, [&](double share) { report.showConverting(name, share); }, stop});
    };
    return wanted;
}

std::string sentenceOf(const GotModel& model) {
    if (model.wasThere) return "'" + model.path + "' is there already.";
    const fetch::Downloaded& got = *model.got;
    std::string sentence =
        "'" + model.path + "' has arrived (" + fetch::sizeText(got.bytes) + "); ";
    if (got.checkedBy.empty()) return sentence + "nobody states its SHA-256, so it is unchecked.";
    sentence += "its SHA-256 is the " + got.checkedBy + "'s.";
    if (got.replaced)
        sentence += " The project has replaced the file that the catalogue describes.";
    return sentence;
}

// Files that a fetched VAR needs and that the folder does not have.
std::vector<std::string> missingBeside(const std::string& folder,
                                       const std::vector<GotModel>& models) {
    std::vector<std::string> missing;
    const std::vector<CatalogueItem> items = catalogueOf(folder);
    for (const GotModel& model : models) {
        if (model.error) continue;
        for (const std::string& needed : neededBeside(*model.published)) {
            const auto item = std::ranges::find_if(
                items, [&](const CatalogueItem& i) { return i.published->file == needed; });
            if (!item->isThere() && std::ranges::find(missing, needed) == missing.end())
                missing.push_back(needed);
        }
    }
    return missing;
}

int reportEnd(const std::string& folder, const std::vector<GotModel>& models, FetchReport& report) {
    std::size_t failed = 0;
    const Error* first = nullptr;
    for (const GotModel& model : models) {
        if (!model.error) {
            report.say(sentenceOf(model));
            continue;
        }
        ++failed;
        if (first == nullptr) first = &*model.error;
        if (models.size() > 1) report.say("duoscale-cli: " + std::string(model.error->what()));
    }
    if (first != nullptr && first->kind() == ErrorKind::Cancelled) {
        throw Error(ErrorKind::Cancelled, first->what(),
                    "What arrived is kept: the same command continues.");
    }
    if (first != nullptr && failed == models.size()) throw *first;
    for (const std::string& needed : missingBeside(folder, models))
        report.say("For pictures, " + needed + " is needed as well.");
    return failed > 0 ? kLeftOut : 0;
}

int fetchModels(const ModelsArguments& arguments, const std::stop_token& stop) {
    FetchReport report;
    const GetModels wanted = wantedOf(arguments, report, stop);
    const std::vector<GotModel> models = getModels(
        wanted, [&report](const std::vector<GetState>& states) { report.show(states); }, stop);
    return reportEnd(wanted.folder, models, report);
}

// ---- verify, remove ----------------------------------------------------------------------------

const char* wordOf(CheckedModel::State state) {
    switch (state) {
        case CheckedModel::State::Right:
            return "right";
        case CheckedModel::State::Wrong:
            return "wrong";
        case CheckedModel::State::Missing:
            return "missing";
        case CheckedModel::State::Unknown:
            break;
    }
    return "unknown";
}

void print(const CheckedModel& model) {
    std::printf("%-8s %s", wordOf(model.state), model.file.c_str());
    if (model.state == CheckedModel::State::Wrong) {
        std::printf("\n         SHA-256 expected %s\n                 found    %s",
                    model.expected.c_str(), model.found.c_str());
    }
    if (model.state == CheckedModel::State::Unknown)
        std::printf("  nothing states its SHA-256; it is %s", model.found.c_str());
    std::printf("\n");
}

int verify(const ModelsArguments& arguments, const std::stop_token& stop) {
    const std::string folder = folderOf(arguments);
    ProgressBar bar;
    const std::vector<CheckedModel> models = checkModels(
        folder, arguments.names,
        [&bar](const std::string& file) { bar.show(0, "reading " + file); }, stop);
    std::size_t bad = 0;
    nlohmann::json all = nlohmann::json::array();
    for (const CheckedModel& model : models) {
        bad +=
            model.state == CheckedModel::State::Wrong || model.state == CheckedModel::State::Missing
                ? 1
                : 0;
        all.push_back({{"file", model.file},
                       {"state", wordOf(model.state)},
                       {"expected", model.expected},
                       {"found", model.found}});
        if (!arguments.json) print(model);
    }
    if (arguments.json) std::printf("%s\n", all.dump(2).c_str());
    if (models.empty())
        std::fprintf(stderr, "The folder '%s' has no published file.\n", folder.c_str());
    if (bad == 0) return 0;
    throw Error(ErrorKind::Checkpoint,
                std::to_string(bad) + " of " + std::to_string(models.size()) + " files in '" +
                    folder + "' are not as they were published.",
                "Remove them with `models remove NAME` and fetch them again.");
}

int removeThem(const ModelsArguments& arguments) {
    const std::string folder = folderOf(arguments);
    for (const RemovedModel& removed : removeModels(folder, arguments.names)) {
        std::printf("Removed %s (%s).\n", removed.file.c_str(),
                    fetch::sizeText(removed.bytes).c_str());
    }
    return 0;
}

// ---- options -----------------------------------------------------------------------------------

using Arguments = std::shared_ptr<ModelsArguments>;

void addFolder(CLI::App& command, const Arguments& arguments, const char* name) {
    command.add_option(name, arguments->folder,
                       "Folder of the models (default: DUOSCALE_MODELS, else "
                       "~/.local/share/duoscale/models)");
}

void addFetchOptions(CLI::App& command, const Arguments& arguments) {
    command.add_option("name", arguments->names, "Families or files of `models list`")->required();
    addFolder(command, arguments, "--into");
    command
        .add_option("--convert", arguments->precision,
                    "Convert VARs that have arrived and keep the converted file alone: bf16 or "
                    "int8")
        ->check(CLI::IsMember({"bf16", "int8"}));
    command.add_option("--endpoint", arguments->endpoint,
                       "Address of a mirror of huggingface.co (default: HF_ENDPOINT)");
    command.add_option("--at-once", arguments->atOnce, "Downloads at the same time")
        ->check(CLI::Range(1, 8))
        ->capture_default_str();
    command
        .add_option("--attempts", arguments->attempts,
                    "Attempts in a row without a new byte before a download fails")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command
        .add_option("--timeout", arguments->timeoutSeconds,
                    "Seconds without a byte before a connection counts as cut")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    command.footer(
        "After an interrupt or a cut connection the same command continues. The proxy is that of "
        "https_proxy; files\n"
        "behind a consent need an access token in HF_TOKEN. If some of several files fail, the "
        "status is 9.\n"
        "Examples:\n"
        "  duoscale-cli models fetch code-8 --into checkpoints\n"
        "  duoscale-cli models fetch var_d16 vae_ch160v4096z32 --into checkpoints --convert bf16\n"
        "  duoscale-cli models fetch code-8 --endpoint https://MIRROR");
}

}  // namespace

void addModels(CLI::App& program, Run& run) {
    CLI::App* models =
        program.add_subcommand("models", "List, download, check and remove published models");
    models->require_subcommand(1);
    const auto add = [&](const char* name, const char* words) {
        return std::pair(models->add_subcommand(name, words), std::make_shared<ModelsArguments>());
    };
    const auto [listing, listed] =
        add("list", "The published models: size, memory, licence, and what is there");
    addFolder(*listing, listed, "--models");
    listing->add_flag("--json", listed->json, "One JSON object");
    listing->callback([&run, arguments = listed] {
        run = [arguments](const std::stop_token&) { return list(*arguments); };
    });
    const auto [fetching, fetched] = add("fetch", "Download models; what is there is left alone");
    addFetchOptions(*fetching, fetched);
    fetching->callback([&run, arguments = fetched] {
        run = [arguments](const std::stop_token& stop) { return fetchModels(*arguments, stop); };
    });
    const auto [verifying, verified] =
        add("verify", "Read files and compare their SHA-256 with what was published");
    verifying->add_option("name", verified->names,
                          "Families or files (default: all that is there)");
    addFolder(*verifying, verified, "--models");
    verifying->add_flag("--json", verified->json, "One JSON array");
    verifying->callback([&run, arguments = verified] {
        run = [arguments](const std::stop_token& stop) { return verify(*arguments, stop); };
    });
    const auto [removing, removed] =
        add("remove", "Remove files, and what arrived of stopped downloads");
    removing->add_option("name", removed->names, "Families or files")->required();
    addFolder(*removing, removed, "--models");
    removing->callback([&run, arguments = removed] {
        run = [arguments](const std::stop_token&) { return removeThem(*arguments); };
    });
}

}  // namespace duo::cli
