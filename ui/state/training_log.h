// Reads a training's log.csv as it grows: only appended bytes are parsed, and an unfinished line
// waits for its end.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

#include "protocol/run_files.h"

namespace duo::ui {

// One point of a chart, over consecutive reports.
struct LossPoint {
    double step = 0;  // of the last report
    double minLoss, maxLoss;
    double smoothed, rate;  // at the last report
};

class TrainingLog {
  public:
    // Whether there is anything new. A file that was written anew, as when a run continues from its
    // last checkpoint, is read from its beginning.
    bool read(const QString& file);
    const std::vector<TrainingLogRow>& rows() const { return rows_; }
    bool hasLoss() const { return heading_ && heading_->has(log_column::kLoss); }
    qint64 bytesRead() const { return offset_; }

  private:
    void takeLine(std::string_view line);

    std::vector<TrainingLogRow> rows_;
    std::optional<TrainingLogHeading> heading_;
    qint64 offset_ = 0;    // bytes parsed so far
    QByteArray lastRead_;  // the last of them: if they changed, the file is another one
};

// At most maxPoints points. Smoothed: a report weighs 1/over, those before it ever less.
std::vector<LossPoint> lossCurve(const std::vector<TrainingLogRow>& rows, int over,
                                 std::size_t maxPoints);

}  // namespace duo::ui
