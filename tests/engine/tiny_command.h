// A request for pictures of the tiny family, on one thread of the CPU.
#pragma once

#include "protocol/commands.h"
#include "support/tiny_family.h"

namespace duo::test {

// split: of its four scales.
inline GenerateCommand tinyCommand(const TinyFamily& family, int split, std::vector<int> labels,
                                   int batch = 1) {
    GenerateCommand command;
    command.files = family.files();
    command.compute.device = "cpu";
    command.compute.threads = 1;
    command.request.labels = std::move(labels);
    command.request.batch = batch;
    command.request.plan = DecodePlan::published(4, split);
    return command;
}

}  // namespace duo::test
