// Whether models of a folder go together, and if not, why.
#pragma once

#include <QString>

#include "protocol/events.h"

namespace duo::ui {

// One clause, "it has 1000 classes, the other has 16"; empty if the two go together or too little
// is known of them.
QString whyNotTogether(const ModelListing& model, const ModelListing& other);

// The pairs that the folder has: tuned ones, then the plain VARs that go together; empty if there
// are none.
QString pairWords(const ModelsListed& listed);

}  // namespace duo::ui
