// duoscale-cli reference: man pages and shell completions, for packages and for people.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "cli.h"
#include "generate_arguments.h"
#include "io/atomic_file.h"
#include "man_pages.h"
#include "shell_completion.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

struct ReferenceArguments {
    std::string out, models;
    bool classes = false;
};

void makeFolder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) return;
    throw Error(ErrorKind::File,
                "The folder '" + folder.string() + "' cannot be made: " + failed.message() + ".",
                "Give another folder with --out.");
}

void write(const fs::path& file, const std::string& text) {
    io::writeFileAtomically(file.string(), text.data(), text.size());
}

void writeReference(const fs::path& folder, const CLI::App& program) {
    const CommandTree tree(program);
    makeFolder(folder / "man1");
    for (const auto& command : tree.entries()) {
        write(folder / "man1" / (manPageName(*command) + ".1"), manPage(*command));
    }
    write(folder / "duoscale-cli.bash", bashCompletion(tree));
    write(folder / "_duoscale-cli", zshCompletion(tree));
    write(folder / "duoscale-cli.fish", fishCompletion(tree));
    std::printf("%zu man pages and completions for bash, zsh and fish are in '%s'.\n",
                tree.entries().size(), folder.c_str());
}

// One name a line, for the completions.
void printClasses(const std::string& models) {
    GenerateArguments family;
    family.modelFolder = models;
    const FamilyOutline outline = outlineFamily(family);
    for (int label = 0; label < outline.names.count(); ++label) {
        std::printf("%s\n", outline.names.shown(label).c_str());
    }
}

}  // namespace

void addReference(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<ReferenceArguments>();
    CLI::App* command = program.add_subcommand(
        "reference", "Write man pages and shell completions, or list a family's class names");
    CLI::Option* out = command->add_option("--out", arguments->out, "Folder for the files");
    CLI::Option* classes = command->add_flag("--classes", arguments->classes,
                                             "Print the names of the classes, one a line");
    command->add_option("--models", arguments->models,
                        "Folder of the model family for --classes (default: the demo family)");
    out->excludes(classes);
    command->footer(
        "Files: man1/*.1 for man, duoscale-cli.bash, _duoscale-cli for zsh, duoscale-cli.fish.\n"
        "Examples:\n"
        "  duoscale-cli reference --out build/reference\n"
        "  duoscale-cli reference --classes --models family");
    command->callback([arguments, &program, &run] {
        if (arguments->out.empty() && !arguments->classes) {
            throw CLI::RequiredError("--out or --classes");
        }
        run = [arguments, &program](const std::stop_token&) {
            if (arguments->classes) {
                printClasses(arguments->models);
            } else {
                writeReference(arguments->out, program);
            }
            return 0;
        };
    });
}

}  // namespace duo::cli
