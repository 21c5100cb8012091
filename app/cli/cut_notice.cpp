#include "cut_notice.h"

#include "units.h"

namespace duo::cli {
namespace {

std::string cutText(const BatchCut& cut) {
    return std::to_string(cut.asked) + " pictures at once would take about " +
           memoryText(cut.asked * cut.pictureBytes) + ", and " + memoryText(cut.freeBytes) +
           " may be used: " + std::to_string(cut.pictures) + " at a time, in " +
           std::to_string(cut.batches) + " batches.";
}

}  // namespace

void CutNotice::take(const Event& event) {
    const auto* cut = std::get_if<BatchCut>(&event);
    if (cut == nullptr || told_) return;
    bar_.say(cutText(*cut));
    told_ = true;
}

}  // namespace duo::cli
