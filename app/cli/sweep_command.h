// A sweep as other commands run it: measurements, table and plot in its run folder.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "eval/picture_set.h"
#include "generate_arguments.h"
#include "protocol/run_files.h"

namespace duo::cli {

struct SweepArguments {
    GenerateArguments decode;
    std::string splits;
    std::string reference = "scenes";
    std::int64_t referencePictures = 0;
    // Opens the reference's pictures where no option can name them; `reference` then describes
    // them.
    std::function<std::unique_ptr<eval::PictureSet>()> openReference;
    std::string features = "auto";
    bool evaluate = false;
    bool json = false;
};

// A run that the folder holds continues. Writes sweep.txt, sweep.csv, sweep.json and sweep.png.
SplitCurve runSweep(const SweepArguments& arguments, const std::stop_token& stop);

}  // namespace duo::cli
