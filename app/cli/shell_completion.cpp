#include "shell_completion.h"

#include <algorithm>
#include <sstream>

namespace duo::cli {
namespace {

constexpr const char* kSplits = "0 1 2 3 4 5 6 7 8 9 10";

bool has(const OptionEntry& option, const char* name) {
    return std::ranges::find(option.names, name) != option.names.end();
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
    return all;
}

// Values known beforehand, separated by spaces; empty if there are none.
std::string valuesOf(const OptionEntry& option) {
    if (has(option, "--split")) return kSplits;
    if (has(option, "--device")) return "auto cpu cuda";
    return joined(option.choices, " ");
}

std::string namesOf(const CommandEntry& command) {
    std::vector<std::string> all;
    for (const OptionEntry& option : command.options) {
        all.insert(all.end(), option.names.begin(), option.names.end());
    }
    return joined(all, " ");
}

std::string commandsOf(const CommandEntry& command) {
    std::vector<std::string> all;
    for (const CommandEntry* below : command.commands) all.push_back(below->path.back());
    return joined(all, " ");
}

// In single quotes of a POSIX shell.
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + "'";
}

std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

// ---- bash

constexpr const char* kBashHead = R"BASH(# bash completion for duoscale-cli
_duoscale_cli_classes() {
    local i folder=()
    for ((i = 1; i < COMP_CWORD; ++i)); do
        [ "${COMP_WORDS[i]}" = --models ] && folder=(--models "${COMP_WORDS[i + 1]}")
    done
    local name cur=${COMP_WORDS[COMP_CWORD]}
    cur=${cur#[\"\']}
    cur=${cur//\\/}
    while IFS= read -r name; do
        case $name in "$cur"*) COMPREPLY+=("$(printf %q "$name")") ;; esac
    done < <("${COMP_WORDS[0]}" reference --classes "${folder[@]}" 2>/dev/null)
}
_duoscale_cli() {
    local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} path="" i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case "$path ${COMP_WORDS[i]}" in
)BASH";

void writeBashCase(std::ostream& out, const CommandEntry& command) {
    out << "        " << quoted(command.path.empty() ? "" : " " + command.words()) << ")\n"
        << "            case $previous in\n";
    for (const OptionEntry& option : command.options) {
        if (option.names.empty() || option.value.empty()) continue;
        out << "                " << joined(option.names, "|") << ") ";
        const std::string values = valuesOf(option);
        if (has(option, "--class")) {
            out << "_duoscale_cli_classes";
        } else if (!values.empty()) {
            out << "COMPREPLY=($(compgen -W " << quoted(values) << " -- \"$cur\"))";
        } else if (option.isFile) {
            out << "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))";
        } else {
            out << ":";
        }
        out << "; return ;;\n";
    }
    out << "            esac\n            words="
        << quoted(commandsOf(command) + " " + namesOf(command)) << "\n            ;;\n";
}

}  // namespace

std::string bashCompletion(const CommandTree& tree) {
    std::ostringstream out;
    out << kBashHead;
    for (const auto& command : tree.entries()) {
        if (command->path.empty()) continue;
        out << "            " << quoted(" " + command->words())
            << ") path=" << quoted(" " + command->words()) << " ;;\n";
    }
    out << "        esac\n    done\n    local words\n    case $path in\n";
    for (const auto& command : tree.entries()) writeBashCase(out, *command);
    out << "    esac\n"
           "    case $cur in -*) ;; *)\n"
           "        compopt -o filenames\n"
           "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
           "    esac\n"
           "    COMPREPLY+=($(compgen -W \"$words\" -- \"$cur\"))\n"
           "}\ncomplete -F _duoscale_cli duoscale-cli\n";
    return out.str();
}

// ---- zsh

namespace {

// Brackets and colons have a meaning in the words of _arguments.
std::string zshText(const std::string& text) {
    std::string out;
    for (const char c : firstLine(text)) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zshAction(const OptionEntry& option) {
    if (has(option, "--class")) return ":class:_duoscale_cli_classes";
    const std::string values = valuesOf(option);
    if (!values.empty()) return ":value:(" + values + ")";
    return option.isFile ? ":file:_files" : ":value:";
}

void writeZshFunction(std::ostream& out, const CommandEntry& command) {
    const std::string name =
        "_duoscale_cli" + (command.path.empty() ? "" : "_" + command.joined('_'));
    out << name << "() {\n    local -a commands=(\n";
    for (const CommandEntry* below : command.commands) {
        out << "        " << quoted(below->path.back() + ":" + zshText(below->text)) << "\n";
    }
    out << "    )\n    _arguments -C \\\n";
    for (const OptionEntry& option : command.options) {
        for (const std::string& spelled : option.names) {
            out << "        "
                << quoted("*" + spelled + "[" + zshText(option.text) + "]" +
                          (option.value.empty() ? "" : zshAction(option)))
                << " \\\n";
        }
    }
    if (command.commands.empty()) {
        out << "        '*:file:_files'\n}\n";
        return;
    }
    out << "        '1:command:->command' '*::argument:->argument'\n"
           "    case $state in\n"
           "        command) _describe command commands ;;\n"
           "        argument) _call_function ret "
        << name << "_${words[1]} ;;\n    esac\n}\n";
}

}  // namespace

std::string zshCompletion(const CommandTree& tree) {
    std::ostringstream out;
    out << "#compdef duoscale-cli\n"
           "_duoscale_cli_classes() {\n"
           "    local -a names=(${(f)\"$(duoscale-cli reference --classes 2>/dev/null)\"})\n"
           "    compadd -a names\n"
           "}\n";
    for (const auto& command : tree.entries()) writeZshFunction(out, *command);
    out << "_duoscale_cli \"$@\"\n";
    return out.str();
}

// ---- fish

namespace {

// True where the words of the line so far name this command.
std::string fishCondition(const CommandEntry& command) {
    if (command.path.empty()) return "__fish_use_subcommand";
    std::string all;
    for (const std::string& word : command.path) {
        all += (all.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + word);
    }
    return all;
}

void writeFishOption(std::ostream& out, const CommandEntry& command, const OptionEntry& option) {
    if (option.names.empty()) return;
    out << "complete -c duoscale-cli -n " << quoted(fishCondition(command));
    for (const std::string& name : option.names) {
        out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
    }
    if (!option.value.empty()) {
        const std::string values = valuesOf(option);
        if (has(option, "--class")) {
            out << " -x -a '(duoscale-cli reference --classes 2>/dev/null)'";
        } else if (!values.empty()) {
            out << " -x -a " << quoted(values);
        } else {
            out << (option.isFile ? " -r" : " -x");
        }
    }
    out << " -d " << quoted(firstLine(option.text)) << "\n";
}

}  // namespace

std::string fishCompletion(const CommandTree& tree) {
    std::ostringstream out;
    out << "# fish completion for duoscale-cli\n";
    for (const auto& command : tree.entries()) {
        std::string unless;
        for (const CommandEntry* below : command->commands) unless += " " + below->path.back();
        for (const CommandEntry* below : command->commands) {
            const std::string when =
                command->path.empty()
                    ? "__fish_use_subcommand"
                    : fishCondition(*command) + "; and not __fish_seen_subcommand_from" + unless;
            out << "complete -c duoscale-cli -f -n " << quoted(when) << " -a " << below->path.back()
                << " -d " << quoted(firstLine(below->text)) << "\n";
        }
        for (const OptionEntry& option : command->options) writeFishOption(out, *command, option);
    }
    return out.str();
}

}  // namespace duo::cli
