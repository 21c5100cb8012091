// A training's log.csv as it grows: only what was appended is read, columns are found by their
// names, and a line that is still being written waits for its end.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace duo::ui {

// A report. NaN where the log has no such column, or an empty cell in it.
struct LogRow {
    double step = 0;
    double loss, rate, perSecond, secondsLeft;
};

// What a stretch of reports comes to in a chart.
struct LossPoint {
    double step = 0;        // of its last report
    double least, most;     // loss
    double smoothed, rate;  // at its end
};

class TrainingLog {
  public:
    // Whether there is anything new. A file that was written anew, as when a run is taken up from
    // its last checkpoint, is read from its beginning.
    bool read(const QString& file);
    const std::vector<LogRow>& rows() const { return rows_; }
    bool hasLoss() const { return columns_.loss >= 0; }
    qint64 bytesRead() const { return offset_; }

  private:
    struct Columns {
        int step = -1, loss = -1, rate = -1, perSecond = -1, secondsLeft = -1;
    };
    void takeLine(const QByteArray& line);
    void takeHeading(const QList<QByteArray>& names);

    std::vector<LogRow> rows_;
    Columns columns_;
    qint64 offset_ = 0;    // of what was taken
    QByteArray lastRead_;  // the bytes before it: where they changed, the file is another one
};

// At most `most` points. Smoothed: each report weighs 1/over, those before it ever less.
std::vector<LossPoint> lossCurve(const std::vector<LogRow>& rows, int over, std::size_t most);

}  // namespace duo::ui
