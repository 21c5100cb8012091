// A finished picture as a run leaves it, for tests.
#pragma once

#include <string>

#include "protocol/provenance.h"
#include "state/run.h"

namespace duo::ui {

// Picture 2 of a batch of three, at split 8 of 10.
inline Provenance someProvenance() {
    Provenance made;
    made.program = "Duoscale 0.1.0";
    made.label = 207;
    made.labelName = "golden retriever";
    made.seed = 18446744073709551615U;
    made.image = 6;
    made.batchLabels = {88, 88, 207};
    made.batchPosition = 2;
    made.sides = {1, 2, 3, 4, 5, 6, 8, 10, 13, 16};
    made.plan = DecodePlan::published(10, 8);
    made.precision = Precision::BFloat16;
    made.device = "cuda:3";
    made.width = made.height = 48;
    return made;
}

// Told apart by its shade.
inline QImage someImage(int shade) {
    QImage image(48, 48, QImage::Format_RGB32);
    image.fill(QColor(shade % 256, shade / 256 % 256, 200));
    return image;
}

inline PicturePtr somePicture(int shade = 0) {
    const Provenance made = someProvenance();
    const auto picture = std::make_shared<Picture>();
    picture->label = made.label;
    picture->labelName = QString::fromStdString(made.labelName);
    picture->sides = made.sides;
    picture->final = someImage(shade);
    picture->provenance = QString::fromStdString(provenanceText(made));
    picture->parameters = QString::fromStdString(parametersText(made));
    return picture;
}

}  // namespace duo::ui
