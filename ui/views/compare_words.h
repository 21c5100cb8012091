// A picture described in one line, from its metadata or, until it has any, from its run.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <optional>

#include "protocol/provenance.h"
#include "state/model_library.h"
#include "state/run_queue.h"

namespace duo::ui {

struct PictureWords {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::PictureWords)

  public:
    QString name;    // "sunflower"
    QString split;   // "N = 8", "N = 10 (plain VAR)", "mixed models"
    QString seed;    // "seed 7", "seed 7, picture 2"; empty where unknown
    QString models;  // "var_d30 + var_d16"; empty where unknown
    QString time;    // "41.2 ms"; empty where unknown

    QString title() const;   // name, split and seed
    QString detail() const;  // models and time
};

PictureWords wordsOf(const Picture& picture, const ModelLibrary& models, const RunQueue& queue);

// Works before the sides are known: the models are known earlier.
int scaleCountOf(const Picture& picture);
QString splitWords(int split, int scales);
// What makes the split special, or the scales of each model: "plain VAR", "refiner alone", "8 + 2".
QString splitMeaning(int split, int scales);
// "A" … "D" of the compared pictures.
QString sideLetter(int side);

// Nothing if there is none or it cannot be read.
std::optional<Provenance> provenanceOf(const Picture& picture);
// The name of a model file without folder and suffix.
QString modelWords(const WeightsUsed& weights);

}  // namespace duo::ui
