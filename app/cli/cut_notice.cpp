#include "cut_notice.h"

#include "units.h"

namespace duo::cli {
namespace {

std::string cutText(const BatchCut& cut) {
    return std::to_string(cut.asked) + " pictures in one batch would take about " +
           memoryText(cut.asked * cut.pictureBytes) + ", but only " + memoryText(cut.freeBytes) +
           " are available. They are decoded in " + std::to_string(cut.batches) +
           " batches of at most " + std::to_string(cut.pictures) + ".";
}

}  // namespace

void CutNotice::take(const Event& event) {
    const auto* cut = std::get_if<BatchCut>(&event);
    if (cut == nullptr || told_) return;
    bar_.say(cutText(*cut));
    told_ = true;
}

}  // namespace duo::cli
