// What `duoscale-cli sweep --eval` measured, as it lies in the run's sweep.json: quality, speed and
// memory against the split point.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <optional>
#include <vector>

namespace duo::ui {

// A split of one pair of models; with no split what pictures of the reference score themselves.
// What was not measured is NaN, or -1 where it is a count.
struct EvaluationPoint {
    int split = -1;
    QString pair;  // "training-free", "specialised"; else what the pictures are
    qint64 pictures = 0;
    double distance, accuracy, precision, recall, inceptionScore;
    double perSecond, perSecondWithVqVae;  // pictures
    qint64 peakBytes = -1;

    bool isSpecialised() const { return pair == QLatin1String("specialised"); }
};

struct Evaluation {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::Evaluation)
  public:
    QString title;      // models and sampling
    QString features;   // the network; empty where quality was not measured
    QString reference;  // what the pictures are held against
    QString device;
    int batch = 0;
    // Splits rising, plain before specialised; those of no split last.
    std::vector<EvaluationPoint> points;
};

// Nothing, and a sentence in whyNot, for what is no such file.
std::optional<Evaluation> readEvaluation(const QString& file, QString* whyNot);

}  // namespace duo::ui
