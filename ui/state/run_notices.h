// What happened to a run, in words, with the remedy that fits it.
#pragma once

#include "protocol/commands.h"
#include "protocol/events.h"
#include "state/notice_centre.h"
#include "state/run.h"

namespace duo::ui {

// run: Failed.
Notice noticeOfFailure(const Run& run);
// The core decodes fewer pictures at once than asked for.
Notice noticeOfCut(const Run& run, const BatchCut& cut);
// A picture that was decoded again came out otherwise.
Notice noticeOfOtherPicture(const Picture& picture);

// The precision to try where a run fails in this one.
Precision precisionInstead(Precision precision);

}  // namespace duo::ui
