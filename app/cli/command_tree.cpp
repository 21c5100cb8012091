#include "command_tree.h"

#include <algorithm>
#include <sstream>

namespace duo::cli {
namespace {

// CLI11 writes the type as "TEXT:{fp32,bf16}", "ENUM:{cosine->0}" or "INT:POSITIVE".
void readType(const std::string& type, OptionEntry& entry) {
    entry.value = type.substr(0, type.find(':'));
    const std::size_t open = type.find('{'), close = type.find('}');
    if (open != std::string::npos && close != std::string::npos) {
        std::stringstream list(type.substr(open + 1, close - open - 1));
        for (std::string choice; std::getline(list, choice, ',');) {
            entry.choices.push_back(choice.substr(0, choice.find("->")));  // of an enumeration
        }
    }
}

// The parser does not know which texts are paths; their descriptions do.
bool namesPath(const std::string& text) {
    return std::ranges::any_of(
        std::initializer_list<const char*>{"older", "file", "File", "safetensors", "PNG"},
        [&text](const char* word) { return text.find(word) != std::string::npos; });
}

OptionEntry readOption(const CLI::Option& option) {
    OptionEntry entry;
    for (const std::string& name : option.get_snames()) entry.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
    entry.text = option.get_description();
    entry.preset = option.get_default_str();
    entry.required = option.get_required();
    const bool isFlag = option.get_items_expected_max() == 0;
    if (!isFlag) readType(option.get_type_name(), entry);
    if (entry.names.empty()) entry.value = option.get_name(true);
    entry.isFile = !isFlag && entry.choices.empty() && namesPath(entry.text);
    if (entry.isFile && entry.value == "TEXT") {
        entry.value = entry.text.starts_with("Folder") ? "FOLDER" : "FILE";
    }
    return entry;
}

}  // namespace

std::string CommandEntry::words() const {
    return joined(' ');
}

std::string CommandEntry::joined(char separator) const {
    std::string all;
    for (const std::string& word : path)
        all += (all.empty() ? "" : std::string(1, separator)) + word;
    return all;
}

CommandTree::CommandTree(const CLI::App& program) {
    add(program, {});
}

const CommandEntry* CommandTree::add(const CLI::App& app, std::vector<std::string> path) {
    CommandEntry& entry = *entries_.emplace_back(std::make_unique<CommandEntry>());
    entry.path = std::move(path);
    entry.text = app.get_description();
    entry.footer = app.get_footer();
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_group().empty()) entry.options.push_back(readOption(*option));
    }
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_group().empty()) continue;  // hidden
        std::vector<std::string> below = entry.path;
        below.push_back(command->get_name());
        entry.commands.push_back(add(*command, std::move(below)));
    }
    return &entry;
}

}  // namespace duo::cli
