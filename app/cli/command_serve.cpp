#include <unistd.h>

#include <memory>

#include "base/error.h"
#include "cli.h"
#include "engine/serve.h"

namespace duo::cli {

namespace {

// Standard output carries frames only, so what a library prints goes to standard error.
int takeStandardOutput() {
    const int frames = dup(STDOUT_FILENO);
    if (frames < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        throw Error(ErrorKind::File, "Standard output cannot be used for the protocol.");
    }
    return frames;
}

}  // namespace

void addServe(CLI::App& program, Run& run) {
    auto options = std::make_shared<ServeOptions>();
    CLI::App* command = program.add_subcommand(
        "serve", "Speak Duoscale's protocol over standard input and output, for the studio");
    command
        ->add_option("--memory-interval", options->memoryIntervalMs,
                     "Milliseconds between two memory samples while a job runs")
        ->check(CLI::Range(10, 60000))
        ->capture_default_str();
    command->footer(
        "The studio starts this command. To use a core on another machine, give the studio this "
        "command:\n"
        "  duoscale --core \"ssh HOST duoscale-cli serve\"");
    command->callback([options, &run] {
        run = [options](std::stop_token stop) {
            return serve(STDIN_FILENO, takeStandardOutput(), *options, std::move(stop));
        };
    });
}

}  // namespace duo::cli
