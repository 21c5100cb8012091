#include "state/training_log.h"

#include <QFile>
#include <algorithm>
#include <cmath>
#include <limits>

namespace duo::ui {
namespace {

constexpr qsizetype kRemembered = 64;  // bytes by which the file is known again
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double numberAt(const QList<QByteArray>& cells, int column) {
    if (column < 0 || column >= cells.size()) return kNone;
    bool isNumber = false;
    const double number = cells[column].toDouble(&isNumber);
    return isNumber ? number : kNone;
}

}  // namespace

bool TrainingLog::read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return false;
    file.seek(offset_ - lastRead_.size());
    const bool same = file.size() >= offset_ && file.read(lastRead_.size()) == lastRead_;
    if (!same) *this = {};
    file.seek(offset_);
    const QByteArray added = file.readAll();
    const qsizetype whole = added.lastIndexOf('\n') + 1;
    if (whole == 0) return !same;
    for (qsizetype begin = 0; begin < whole;) {
        const qsizetype end = added.indexOf('\n', begin);
        takeLine(QByteArray::fromRawData(added.constData() + begin, end - begin));
        begin = end + 1;
    }
    offset_ += whole;
    lastRead_ = (lastRead_ + added.first(whole)).right(kRemembered);
    return true;
}

void TrainingLog::takeLine(const QByteArray& line) {
    const QList<QByteArray> cells = line.trimmed().split(',');
    if (columns_.step < 0) return takeHeading(cells);
    LogRow row;
    row.step = numberAt(cells, columns_.step);
    if (std::isnan(row.step)) return;
    row.loss = numberAt(cells, columns_.loss);
    row.rate = numberAt(cells, columns_.rate);
    row.perSecond = numberAt(cells, columns_.perSecond);
    row.secondsLeft = numberAt(cells, columns_.secondsLeft);
    rows_.push_back(row);
}

void TrainingLog::takeHeading(const QList<QByteArray>& names) {
    const auto find = [&names](const char* name) { return static_cast<int>(names.indexOf(name)); };
    columns_ = {find("step"), find("loss"), find("rate"), find("pictures_per_second"),
                find("seconds_left")};
}

std::vector<LossPoint> lossCurve(const std::vector<LogRow>& rows, int over, std::size_t most) {
    std::vector<LossPoint> curve;
    const std::size_t stretch = (rows.size() + most - 1) / std::max<std::size_t>(most, 1);
    double sum = 0, weights = 0;  // of all reports so far, by age
    const double kept = over > 1 ? 1 - 1.0 / over : 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const LogRow& row = rows[i];
        const bool begins = i % stretch == 0;
        if (begins) curve.push_back({row.step, kNone, kNone, kNone, row.rate});
        LossPoint& point = curve.back();
        point.step = row.step;
        if (!std::isnan(row.rate)) point.rate = row.rate;
        if (!std::isfinite(row.loss)) continue;
        point.least = std::fmin(point.least, row.loss);
        point.most = std::fmax(point.most, row.loss);
        sum = kept * sum + row.loss;
        weights = kept * weights + 1;
        point.smoothed = sum / weights;
    }
    return curve;
}

}  // namespace duo::ui
