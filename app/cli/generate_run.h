// Runs a job of `generate` in this process and saves its pictures.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include "base/stopwatch.h"
#include "cut_notice.h"
#include "generate_arguments.h"
#include "progress_bar.h"
#include "protocol/commands.h"

namespace duo::cli {

// 32 bits: short enough to type again.
std::uint64_t randomSeed();
ComputeOptions computeOf(const GenerateArguments& arguments);
// Without the models that the request does not need, so that they are not loaded.
ModelFiles filesFor(ModelFiles files, const GenerationRequest& request);

// Shows the progress of a job. A scale counts by its tokens, which is close to its time.
class JobProgress {
  public:
    // tokens: decoded for one picture; 0 if a picture is only shown.
    JobProgress(ProgressBar& bar, std::int64_t tokens, int pictures)
        : bar_(bar), cut_(bar), allTokens_(tokens * pictures), pictures_(pictures) {}

    void take(const Event& event);

  private:
    void show();

    ProgressBar& bar_;
    CutNotice cut_;
    Stopwatch watch_;
    std::int64_t tokens_ = 0, allTokens_;
    int finished_ = 0, pictures_;
};

// One job whose pictures become files.
struct PictureJob {
    GenerateCommand command;
    std::optional<int> only;                         // save this picture of the request alone
    std::function<void(const ModelsLoaded&)> check;  // before decoding; may be empty
    std::function<void(const std::string& file, const PictureDone&)> saved;  // may be empty
};

// Saves the pictures, the trace and prints the report, as the arguments ask. -> exit status
int runAndSave(const GenerateArguments& arguments, const FamilyOutline& family,
               const PictureJob& job, const std::stop_token& stop);

}  // namespace duo::cli
