#include "state/training_log.h"

#include <QFile>
#include <algorithm>
#include <cmath>
#include <limits>

namespace duo::ui {
namespace {

constexpr qsizetype kRemembered = 64;  // bytes that identify the file
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

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
        takeLine({added.constData() + begin, static_cast<std::size_t>(end - begin)});
        begin = end + 1;
    }
    offset_ += whole;
    lastRead_ = (lastRead_ + added.first(whole)).right(kRemembered);
    return true;
}

void TrainingLog::takeLine(std::string_view line) {
    if (!heading_) {
        heading_.emplace(line);
    } else if (const std::optional<TrainingLogRow> row = heading_->row(line)) {
        rows_.push_back(*row);
    }
}

std::vector<LossPoint> lossCurve(const std::vector<TrainingLogRow>& rows, int over,
                                 std::size_t maxPoints) {
    std::vector<LossPoint> curve;
    const std::size_t stretch = (rows.size() + maxPoints - 1) / std::max<std::size_t>(maxPoints, 1);
    double sum = 0, weights = 0;  // over all reports so far, by age
    const double kept = over > 1 ? 1 - 1.0 / over : 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const TrainingLogRow& row = rows[i];
        const bool begins = i % stretch == 0;
        if (begins) curve.push_back({row.step, kNone, kNone, kNone, row.rate});
        LossPoint& point = curve.back();
        point.step = row.step;
        if (!std::isnan(row.rate)) point.rate = row.rate;
        if (!std::isfinite(row.loss)) continue;
        point.minLoss = std::fmin(point.minLoss, row.loss);
        point.maxLoss = std::fmax(point.maxLoss, row.loss);
        sum = kept * sum + row.loss;
        weights = kept * weights + 1;
        point.smoothed = sum / weights;
    }
    return curve;
}

}  // namespace duo::ui
