// What the subcommands of duoscale-cli share. Each lives in its own command_*.cpp.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <stop_token>

namespace duo::cli {

// Exit status if a command finished without some of its files; standard error names each of them.
// The other statuses are values of ErrorKind (base/error.h).
inline constexpr int kLeftOut = 9;

// Runs the given subcommand; returns the exit status, throws duo::Error for people.
using Run = std::function<int(std::stop_token)>;

// Each adds its subcommand to the program. If the user gives that subcommand, it sets `run`.
void addGenerate(CLI::App& program, Run& run);
void addDraft(CLI::App& program, Run& run);
void addRefine(CLI::App& program, Run& run);
void addEdit(CLI::App& program, Run& run);
void addInspect(CLI::App& program, Run& run);
void addConvert(CLI::App& program, Run& run);
void addModels(CLI::App& program, Run& run);
void addTrain(CLI::App& program, Run& run);
void addTrainClassifier(CLI::App& program, Run& run);  // after addTrain
void addTrainFamily(CLI::App& program, Run& run);      // after addTrain
void addFineTune(CLI::App& program, Run& run);
void addBench(CLI::App& program, Run& run);
void addServe(CLI::App& program, Run& run);
void addSample(CLI::App& program, Run& run);
void addEval(CLI::App& program, Run& run);
void addSweep(CLI::App& program, Run& run);
void addDoctor(CLI::App& program, Run& run);
void addReference(CLI::App& program, Run& run);

}  // namespace duo::cli
