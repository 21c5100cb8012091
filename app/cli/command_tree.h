// The commands and options of the program, for man pages and shell completions. They are read off
// the parser, so neither can differ from --help.
#pragma once

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace duo::cli {

struct OptionEntry {
    std::vector<std::string> names;  // with dashes; empty for an argument without a name
    std::string value;               // what it takes, e.g. "TEXT"; empty for a flag
    std::vector<std::string> choices;
    std::string preset;  // default value; empty if there is none
    std::string text;
    bool isFile = false;  // takes a path
    bool required = false;
};

struct CommandEntry {
    std::vector<std::string> path;  // {"train", "vqvae"}; empty for the program itself
    std::string text, footer;
    std::vector<OptionEntry> options;
    std::vector<const CommandEntry*> commands;

    std::string words() const;                 // "train vqvae"
    std::string joined(char separator) const;  // "train-vqvae"
};

// The program first, then every command, depth first. The entries' pointers lead into the list.
class CommandTree {
  public:
    explicit CommandTree(const CLI::App& program);

    const std::vector<std::unique_ptr<CommandEntry>>& entries() const { return entries_; }

  private:
    const CommandEntry* add(const CLI::App& app, std::vector<std::string> path);

    std::vector<std::unique_ptr<CommandEntry>> entries_;
};

}  // namespace duo::cli
