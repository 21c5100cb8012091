#include "widgets/split_curve.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/scale_rail.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kPlotHeight = 44;
constexpr double kMark = 3;  // half of a mark

struct Series {
    double SplitPoint::*value;
    QColor color;
    Qt::PenStyle style;
    QString name;
};

std::vector<Series> allSeries() {
    return {
        {&SplitPoint::ms, theme::accent(), Qt::SolidLine, SplitCurve::tr("Time")},
        {&SplitPoint::bytes, theme::good(), Qt::DashLine, SplitCurve::tr("Memory")},
        {&SplitPoint::distance, theme::warning(), Qt::DotLine, SplitCurve::tr("Fréchet distance")}};
}

}  // namespace

SplitCurve::SplitCurve(const ScaleRail& rail, QWidget* parent) : QWidget(parent), rail_(rail) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Time, memory and quality at every split"));
}

void SplitCurve::setPoints(std::vector<SplitPoint> points, int split) {
    points_ = std::move(points);
    split_ = split;
    if (split >= 0 && split < std::ssize(points_)) {
        setAccessibleDescription(points_[static_cast<std::size_t>(split)].words);
    }
    update();
}

QSize SplitCurve::sizeHint() const {
    const int legend = QFontMetrics(theme::small(font())).height();
    return {300, kPlotHeight + legend + theme::kGap};
}

QRectF SplitCurve::plot() const {
    const int legend = QFontMetrics(theme::small(font())).height();
    return QRectF(0, legend + theme::kGap / 2.0, width(), kPlotHeight);
}

double SplitCurve::x(int split) const {
    return rail_.edgeX(split);
}

double SplitCurve::largest(Value value) const {
    double most = 0;
    for (const SplitPoint& point : points_) most = std::max(most, point.*value);
    return most;
}

// From 0 at the lower edge: twice as high is twice as much.
QPointF SplitCurve::place(int split, Value value) const {
    const double most = largest(value);
    const double own = points_[static_cast<std::size_t>(split)].*value;
    if (most <= 0 || own < 0) return {};
    const QRectF area = plot().adjusted(0, kMark, 0, -kMark);
    return {x(split), area.bottom() - own / most * area.height()};
}

int SplitCurve::splitAt(const QPointF& position) const {
    int nearest = -1;
    for (int split = 0; split < std::ssize(points_); ++split) {
        const double away = std::abs(position.x() - x(split));
        if (nearest < 0 || away < std::abs(position.x() - x(nearest))) nearest = split;
    }
    return nearest;
}

void SplitCurve::paintEvent(QPaintEvent*) {
    if (points_.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = plot();
    painter.setPen(QPen(theme::line(), 1));
    painter.drawLine(QPointF(x(0), area.bottom()),
                     QPointF(x(static_cast<int>(points_.size()) - 1), area.bottom()));
    for (const int split : {split_, hovered_}) {
        if (split < 0 || split >= std::ssize(points_)) continue;
        painter.setPen(
            QPen(split == split_ ? palette().color(QPalette::WindowText) : theme::subtle(), 1,
                 split == split_ ? Qt::SolidLine : Qt::DotLine));
        painter.drawLine(QPointF(x(split), area.top()), QPointF(x(split), area.bottom()));
    }
    for (const Series& series : allSeries()) {
        paintLine(painter, series.value, series.color, series.style);
        paintMarks(painter, series.value, series.color);
    }
    paintLegend(painter);
}

void SplitCurve::paintLine(QPainter& painter, Value value, const QColor& color,
                           Qt::PenStyle style) const {
    painter.setPen(QPen(color, 1.5, style));
    QPolygonF line;
    for (int split = 0; split < std::ssize(points_); ++split) {
        const QPointF at = place(split, value);
        if (!at.isNull()) line << at;
    }
    painter.drawPolyline(line);
}

void SplitCurve::paintMarks(QPainter& painter, Value value, const QColor& color) const {
    painter.setPen(QPen(color, 1.5));
    for (int split = 0; split < std::ssize(points_); ++split) {
        const QPointF at = place(split, value);
        if (at.isNull()) continue;
        const bool filled =
            points_[static_cast<std::size_t>(split)].measured || value == &SplitPoint::distance;
        painter.setBrush(filled ? color : palette().color(QPalette::Window));
        if (value == &SplitPoint::bytes) {
            painter.drawRect(QRectF(at.x() - kMark, at.y() - kMark, 2 * kMark, 2 * kMark));
        } else {
            painter.drawEllipse(at, kMark, kMark);
        }
    }
}

// What is on the widget, and what hollow marks mean where there are some.
void SplitCurve::paintLegend(QPainter& painter) const {
    const QFont small = theme::small(font());
    painter.setFont(small);
    const QFontMetrics metrics(small);
    double left = x(0);
    const double middle = metrics.height() / 2.0;
    for (const Series& series : allSeries()) {
        if (largest(series.value) <= 0) continue;
        painter.setPen(QPen(series.color, 1.5, series.style));
        painter.drawLine(QPointF(left, middle), QPointF(left + 18, middle));
        left += 22;
        painter.setPen(theme::subtle());
        painter.drawText(QPointF(left, metrics.ascent()), series.name);
        left += metrics.horizontalAdvance(series.name) + 2 * theme::kGap;
    }
    const bool hollow = std::ranges::any_of(
        points_, [](const SplitPoint& point) { return point.ms >= 0 && !point.measured; });
    const QString words = hollow ? tr("hollow: estimated") : QString();
    if (left + metrics.horizontalAdvance(words) < width()) {
        painter.drawText(QPointF(left, metrics.ascent()), words);
    }
}

void SplitCurve::mousePressEvent(QMouseEvent* event) {
    const int split = splitAt(event->position());
    if (event->button() == Qt::LeftButton && split >= 0) emit splitChosen(split);
}

void SplitCurve::mouseMoveEvent(QMouseEvent* event) {
    hovered_ = splitAt(event->position());
    update();
}

void SplitCurve::leaveEvent(QEvent*) {
    hovered_ = -1;
    update();
}

bool SplitCurve::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int split = splitAt(help->pos());
        if (split >= 0) {
            QToolTip::showText(help->globalPos(), points_[static_cast<std::size_t>(split)].words,
                               this);
        }
        return true;
    }
    return QWidget::event(event);
}

}  // namespace duo::ui
