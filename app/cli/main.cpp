// duoscale-cli: wiring alone. The exit status is ErrorKind's value (base/error.h).
#include <cstdio>
#include <exception>

#include "base/error.h"
#include "base/version.h"
#include "cli.h"
#include "engine/failure.h"
#include "interrupt.h"

namespace {

int report(const duo::Error& error) {
    std::fprintf(stderr, "duoscale-cli: %s\n", error.what());
    if (!error.hint().empty()) std::fprintf(stderr, "%s\n", error.hint().c_str());
    return error.exitStatus();
}

int runGuarded(const duo::cli::Run& run, std::stop_token stop) {
    try {
        return run(std::move(stop));
    } catch (const duo::Error& error) {
        return report(error);
    } catch (...) {
        const duo::Failure failure =
            duo::describeFailure(std::current_exception(), "the command was at work");
        return report({failure.kind, failure.message, failure.hint});
    }
}

}  // namespace

int main(int argc, char** argv) {
    const duo::cli::InterruptWatch interrupts;
    CLI::App program{
        "Makes pictures with visual autoregressive models by collaborative decoding: a large "
        "drafter decodes\n"
        "the first N scales, and a small refiner decodes the rest."};
    program.set_version_flag("--version", duo::programName());
    program.require_subcommand(1);
    program.footer("Options of a command: duoscale-cli COMMAND --help");

    duo::cli::Run run;
    duo::cli::addGenerate(program, run);
    duo::cli::addDraft(program, run);
    duo::cli::addRefine(program, run);
    duo::cli::addEdit(program, run);
    duo::cli::addInspect(program, run);
    duo::cli::addConvert(program, run);
    duo::cli::addModels(program, run);
    duo::cli::addTrain(program, run);
    duo::cli::addTrainClassifier(program, run);
    duo::cli::addTrainFamily(program, run);
    duo::cli::addFineTune(program, run);
    duo::cli::addSample(program, run);
    duo::cli::addEval(program, run);
    duo::cli::addSweep(program, run);
    duo::cli::addBench(program, run);
    duo::cli::addServe(program, run);
    duo::cli::addDoctor(program, run);
    duo::cli::addReference(program, run);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == 0;  // --help, --version
        program.exit(error);
        return asked ? 0 : static_cast<int>(duo::ErrorKind::Usage);
    }
    return runGuarded(run, interrupts.token());
}
