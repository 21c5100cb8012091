#include "widgets/curve_editor.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/label_painter.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kHandle = 4.5;  // radius
constexpr int kTop = 22;         // room for the value

}  // namespace

CurveEditor::CurveEditor(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("Curve, one value per scale"));
    setToolTip(
        tr("Drag one handle, or across several. Keys: left and right select, up and down "
           "change (Shift: finer); or type a number and press Enter"));
}

void CurveEditor::setRange(double min, double max) {
    min_ = min;
    max_ = std::max(min, max);
    setValues(values_);
}

void CurveEditor::setStep(double step) {
    step_ = step;
}

void CurveEditor::setDecimals(int decimals) {
    decimals_ = std::max(decimals, 0);
    update();
}

void CurveEditor::setValues(const std::vector<double>& values) {
    values_ = values;
    for (double& value : values_) value = std::clamp(value, min_, max_);
    chosen_ = std::clamp(chosen_, 0, std::max(count() - 1, 0));
    notifyAccessibility();
    update();
}

void CurveEditor::setLabels(const QStringList& labels) {
    labels_ = labels;
    update();
}

QString CurveEditor::shown(double value) const {
    return QLocale().toString(value, 'f', decimals_);
}

void CurveEditor::notifyAccessibility() {
    if (values_.empty()) return setAccessibleDescription({});
    const QString name = labels_.value(chosen_, QString::number(chosen_ + 1));
    setAccessibleDescription(tr("Point %1 of %2, %3: %4")
                                 .arg(chosen_ + 1)
                                 .arg(count())
                                 .arg(name, shown(values_[chosen_])));
    QAccessibleEvent change(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&change);
}

// ---- Where points lie --------------------------------------------------------------------------

QSize CurveEditor::sizeHint() const {
    return {260, kTop + 6 * fontMetrics().height()};
}

QSize CurveEditor::minimumSizeHint() const {
    return {140, kTop + 4 * fontMetrics().height()};
}

QRectF CurveEditor::plot() const {
    const QFontMetricsF small(theme::small(font()));
    const double left =
        std::max(small.horizontalAdvance(shown(min_)), small.horizontalAdvance(shown(max_))) + 8;
    const double below = labels_.isEmpty() ? 6 : small.height() + 8;
    return QRectF(rect()).adjusted(left, kTop, -4, -below);
}

QPointF CurveEditor::handleAt(int index) const {
    const QRectF area = plot();
    const double x = area.left() + area.width() * (index + 0.5) / std::max(count(), 1);
    const double span = max_ > min_ ? max_ - min_ : 1;
    return {x, area.bottom() - area.height() * (values_[index] - min_) / span};
}

int CurveEditor::indexAt(double x) const {
    const QRectF area = plot();
    const double column = (x - area.left()) / area.width() * count();
    return std::clamp(static_cast<int>(std::floor(column)), 0, std::max(count() - 1, 0));
}

double CurveEditor::valueAt(double y) const {
    const QRectF area = plot();
    return min_ + (area.bottom() - y) / area.height() * (max_ - min_);
}

// Steps count from the minimum.
double CurveEditor::snapped(double value, double step) const {
    const double stepped = step > 0 ? min_ + std::round((value - min_) / step) * step : value;
    return std::clamp(stepped, min_, max_);
}

// ---- Changing ----------------------------------------------------------------------------------

void CurveEditor::choose(int index) {
    chosen_ = std::clamp(index, 0, std::max(count() - 1, 0));
    typed_.clear();
    notifyAccessibility();
    update();
}

bool CurveEditor::assign(int index, double value, double step) {
    const double next = snapped(value, step);
    if (std::abs(next - values_[index]) < 1e-9) return false;
    values_[index] = next;
    return true;
}

void CurveEditor::changeBy(double delta, double step) {
    if (!assign(chosen_, values_[chosen_] + delta, step)) return;
    notifyAccessibility();
    update();
    emit valuesChanged(values_);
}

// Every column the mouse crossed takes the height of the crossing, so that fast drags skip none.
void CurveEditor::paintOver(QPointF from, QPointF to) {
    const int first = indexAt(from.x()), last = indexAt(to.x());
    bool changed = false;
    for (int i = std::min(first, last); i <= std::max(first, last); ++i) {
        const double x = handleAt(i).x();
        const bool crossed = first != last && i != last && std::abs(to.x() - from.x()) > 1;
        const double share =
            crossed ? std::clamp((x - from.x()) / (to.x() - from.x()), 0.0, 1.0) : 1;
        changed |= assign(i, valueAt(from.y() + share * (to.y() - from.y())), step_);
    }
    choose(last);
    if (changed) emit valuesChanged(values_);
}

void CurveEditor::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || values_.empty()) return;
    dragging_ = true;
    last_ = event->position();
    paintOver(last_, last_);
}

void CurveEditor::mouseMoveEvent(QMouseEvent* event) {
    if (values_.empty()) return;
    hovered_ = indexAt(event->position().x());
    if (dragging_) paintOver(last_, event->position());
    last_ = event->position();
    update();
}

void CurveEditor::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    dragging_ = false;
    update();
}

void CurveEditor::leaveEvent(QEvent* event) {
    hovered_ = -1;
    update();
    QWidget::leaveEvent(event);
}

void CurveEditor::focusOutEvent(QFocusEvent* event) {
    typed_.clear();
    QWidget::focusOutEvent(event);
}

// ---- Keys --------------------------------------------------------------------------------------

void CurveEditor::keyPressEvent(QKeyEvent* event) {
    if (values_.empty()) return QWidget::keyPressEvent(event);
    if (typeKey(event)) return;
    const bool fine = event->modifiers() & Qt::ShiftModifier;
    const double finest = std::pow(10.0, -decimals_);
    const double step = fine ? std::max(step_ / 10, finest) : step_;
    switch (event->key()) {
        case Qt::Key_Left:
            return choose(chosen_ - 1);
        case Qt::Key_Right:
            return choose(chosen_ + 1);
        case Qt::Key_Home:
            return choose(0);
        case Qt::Key_End:
            return choose(count() - 1);
        case Qt::Key_Up:
            return changeBy(step, fine ? finest : 0);
        case Qt::Key_Down:
            return changeBy(-step, fine ? finest : 0);
        case Qt::Key_PageUp:
            return changeBy(10 * step_, 0);
        case Qt::Key_PageDown:
            return changeBy(-10 * step_, 0);
        default:
            QWidget::keyPressEvent(event);
    }
}

// Digits and the decimal point collect over the handle; Enter sets them, Escape discards them.
bool CurveEditor::typeKey(QKeyEvent* event) {
    const int key = event->key();
    const QString text = event->text();
    const bool part = text.size() == 1 && (text[0].isDigit() || text == "." || text == ",");
    if (part && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        typed_ += text == "," ? "." : text;
    } else if (!typed_.isEmpty() && key == Qt::Key_Backspace) {
        typed_.chop(1);
    } else if (!typed_.isEmpty() && key == Qt::Key_Escape) {
        typed_.clear();
    } else if (!typed_.isEmpty() && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        bool good = false;
        const double value = typed_.toDouble(&good);
        typed_.clear();
        if (good) changeBy(value - values_[chosen_], std::pow(10.0, -decimals_));
    } else {
        return false;
    }
    update();
    return true;
}

// ---- Drawing -----------------------------------------------------------------------------------

void CurveEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawAxis(painter);
    if (values_.empty()) return;
    drawCurve(painter);
    drawBubble(painter);
}

void CurveEditor::drawAxis(QPainter& painter) const {
    const QRectF area = plot();
    painter.setFont(theme::small(font()));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(area.adjusted(0, -5, 0, 5), 4, 4);
    painter.setPen(QPen(theme::line(), 1));
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = std::round(area.bottom() - share * area.height()) + 0.5;
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter.setPen(theme::subtle());
    for (const auto& [value, y] : {std::pair(max_, area.top()), std::pair(min_, area.bottom())}) {
        const QRectF place(0, y - metrics.height() / 2, area.left() - 6, metrics.height());
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, shown(value));
    }
    const double column = area.width() / std::max(count(), 1);
    for (int i = 0; i < std::min<int>(count(), labels_.size()); ++i) {
        const QRectF place(area.left() + i * column - 1, area.bottom() + 7, column + 2,
                           metrics.height());
        painter.setPen(i == chosen_ && hasFocus() ? palette().color(QPalette::WindowText)
                                                  : theme::subtle());
        painter.drawText(place, Qt::AlignCenter,
                         metrics.elidedText(labels_[i], Qt::ElideRight, place.width()));
    }
}

void CurveEditor::drawCurve(QPainter& painter) const {
    QPolygonF line;
    for (int i = 0; i < count(); ++i) line << handleAt(i);
    const QRectF area = plot();
    QColor fill = isEnabled() ? theme::focus() : theme::line();
    QColor faint = fill;
    faint.setAlpha(36);
    QPolygonF under = line;
    under << QPointF(line.last().x(), area.bottom()) << QPointF(line.first().x(), area.bottom());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    painter.drawPolygon(under);
    painter.setPen(QPen(fill, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    for (int i = 0; i < count(); ++i) {
        const bool strong = i == hovered_ || (i == chosen_ && hasFocus());
        painter.setPen(QPen(fill, 2));
        painter.setBrush(strong ? fill : palette().color(QPalette::Base));
        painter.drawEllipse(line[i], kHandle, kHandle);
        if (i != chosen_ || !hasFocus()) continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
        painter.drawEllipse(line[i], kHandle + 3.5, kHandle + 3.5);
    }
}

// The value of the point under the mouse or the keys' point; shows typed digits until they are set.
void CurveEditor::drawBubble(QPainter& painter) const {
    const int index = hovered_ >= 0 ? hovered_ : hasFocus() ? chosen_ : -1;
    if (index < 0 || index >= count()) return;
    const bool typing = !typed_.isEmpty() && index == chosen_;
    const QString text = typing ? typed_ + QStringLiteral("▏") : shown(values_[index]);
    painter.setFont(theme::small(font()));
    QRectF label = labelRect(painter.font(), text);
    label.moveCenter(handleAt(index) - QPointF(0, kHandle + 8 + label.height() / 2));
    label.moveLeft(std::clamp(label.left(), 0.0, std::max(width() - label.width(), 0.0)));
    label.moveTop(std::max(label.top(), 0.0));
    drawLabel(painter, label, text,
              {palette().color(QPalette::WindowText), palette().color(QPalette::Window)});
}

}  // namespace duo::ui
