// The pictures of a run, from their places in it to the finished ones. Free functions over a Run:
// they know no signals. GUI thread only, as the Run they change.
#pragma once

#include "protocol/events.h"
#include "state/model_library.h"
#include "state/run.h"

namespace duo::ui {

QImage imageOf(const Pixels& pixels);  // null for pixels of no size

// An empty picture for each label (of a sweep: splits x labels).
void makePictures(Run& run, const ModelLibrary& models);

// Sides are known once the models are loaded; then every picture gets room for its scales. Does
// nothing while the loaded family has another number of scales.
void describeScales(Run& run, const ModelLibrary& models);

// Previews, tokens and statistics of one scale. A scale that a sweep decoded once for all splits
// goes to every split whose drafter decodes it.
void takeScalePictures(Run& run, const ScaleDone& done);

// The finished picture; null if the run has no such picture. A picture that is remade keeps its
// pixels and settings; if other pixels came out, it loses the scales, which are not its own.
PicturePtr takeFinishedPicture(Run& run, const PictureDone& done);

}  // namespace duo::ui
