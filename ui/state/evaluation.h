// The table of `duoscale-cli sweep --eval` for charts and lists, from its sweep.json: quality,
// speed and memory against the split point.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <optional>
#include <vector>

namespace duo::ui {

// One pair of models at one split, or, without a split, pictures that the pairs are compared with.
// Values that were not measured are NaN; counts are -1.
struct EvaluationPoint {
    int split = -1;
    QString pair;  // "training-free", "specialised"; else what the pictures are
    qint64 pictures = 0;
    double distance, accuracy, precision, recall, inceptionScore;
    double distanceLow, distanceHigh;      // 95 % interval
    double perSecond, perSecondWithVqVae;  // pictures
    qint64 peakBytes = -1;

    bool isSpecialised() const { return pair == QLatin1String("specialised"); }
};

struct Evaluation {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::Evaluation)
  public:
    QString title;      // models and sampling
    QString features;   // the network; empty where quality was not measured
    QString reference;  // the pictures that quality compares with
    QString device;
    int batch = 0;
    // By rising split, plain before specialised; points without a split last.
    std::vector<EvaluationPoint> points;
};

// Nothing, and a sentence in whyNot, if the file is no such table.
std::optional<Evaluation> readEvaluation(const QString& file, QString* whyNot);

}  // namespace duo::ui
