#include "widgets/scale_rail.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "widgets/scale_rail_accessible.h"
#include "widgets/scale_rail_painter.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kTypingMs = 1200;  // a digit within this time continues the number
constexpr int kGrip = 6;         // pixels on each side of the divider's line

}  // namespace

// ---- Where things lie --------------------------------------------------------------------------

QSize ScaleRail::sizeHint() const {
    const RailLayout now = geometryNow();
    const int tiles = std::max(count(), 10);
    return {tiles * (RailLayout::kUsualSide + RailLayout::kGap) + 2 * RailLayout::kInset,
            now.top + RailLayout::kStripe + (low_ ? RailLayout::kLowSide : RailLayout::kUsualSide) +
                now.textHeight};
}

QSize ScaleRail::minimumSizeHint() const {
    const RailLayout now = geometryNow();
    return {count() * (RailLayout::kMinSide + RailLayout::kGap) + 2 * RailLayout::kInset,
            now.top + RailLayout::kStripe + RailLayout::kLowSide + now.textHeight};
}

RailLayout ScaleRail::geometryNow() const {
    return {state_, *this};
}

QRect ScaleRail::tileRect(int scale) const {
    return geometryNow().tile(scale);
}

QRect ScaleRail::dividerRect() const {
    return geometryNow().divider();
}

QRect ScaleRail::markRect(int split) const {
    return geometryNow().mark(split);
}

// ---- State -------------------------------------------------------------------------------------

ScaleRail::ScaleRail(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    installRailAccessibility();  // must be first: naming a widget creates its interface
    setAccessibleName(tr("Split point N"));
    notifyAccessibility();
}

void ScaleRail::setTiles(std::vector<ScaleTile> tiles) {
    const bool other = tiles.size() != state_.tiles.size();
    state_.tiles = std::move(tiles);
    state_.split = std::clamp(state_.split, 0, count());
    if (state_.selected >= count()) state_.selected = -1;
    if (other) {
        updateGeometry();
        notifyAccessibility();
    }
    keepMoving();
    update();
}

void ScaleRail::setSplit(int split) {
    const int clamped = std::clamp(split, 0, count());
    if (clamped == state_.split) return;
    state_.split = clamped;
    notifyAccessibility();
    update();
}

void ScaleRail::setSelected(int scale) {
    state_.selected = scale >= 0 && scale < count() ? scale : -1;
    update();
}

void ScaleRail::setLow(bool low) {
    if (low_ == low) return;
    low_ = low;
    updateGeometry();
}

void ScaleRail::setSpecialised(const std::vector<int>& splits) {
    state_.specialised = splits;
    notifyAccessibility();
    update();
}

void ScaleRail::setPredictionText(const QString& text) {
    if (text == state_.prediction) return;
    state_.prediction = text;
    notifyAccessibility();
    update();
}

QString ScaleRail::specialisedText() const {
    QStringList splits;
    for (const int split : state_.specialised) {
        if (state_.isSpecialised(split)) splits << QString::number(split);
    }
    if (splits.isEmpty()) return {};
    return splits.size() == 1
               ? tr("A pair tuned for N = %1 is available").arg(splits.front())
               : tr("Pairs tuned for N = %1 are available").arg(splits.join(QStringLiteral(", ")));
}

void ScaleRail::notifyAccessibility() {
    QString words = state_.split == 0 ? tr("N = 0: the refiner alone")
                    : state_.split == count()
                        ? tr("N = %1: the drafter alone").arg(state_.split)
                        : tr("N = %1 of %2: the drafter decodes scales 1 to %1, "
                             "the refiner %3 to %2")
                              .arg(state_.split)
                              .arg(count())
                              .arg(state_.split + 1);
    if (!state_.prediction.isEmpty()) words += QStringLiteral(". ") + state_.prediction;
    const QString pairs = specialisedText();
    if (!pairs.isEmpty()) words += QStringLiteral(". ") + pairs;
    if (words == accessibleDescription()) return;
    setAccessibleDescription(words);
    QAccessibleValueChangeEvent change(this, state_.split);
    QAccessible::updateAccessibility(&change);
}

void ScaleRail::moveSplit(int split, bool chosen) {
    const int clamped = std::clamp(split, 0, count());
    if (clamped == state_.split) return;
    setSplit(clamped);
    emit splitMoved(state_.split);
    if (chosen) emit splitChosen(state_.split);
}

void ScaleRail::paintEvent(QPaintEvent*) {
    if (state_.tiles.empty()) return;
    QPainter painter(this);
    ScaleRailPainter(painter, state_, geometryNow(), *this, dragging_ || hasFocus()).paint();
}

// ---- Mouse -------------------------------------------------------------------------------------

int ScaleRail::splitAt(int x) const {
    const RailLayout now = geometryNow();
    const double steps = static_cast<double>(x - now.edgeX(0)) / (now.tileWidth + RailLayout::kGap);
    return std::clamp(qRound(steps), 0, count());
}

int ScaleRail::scaleAt(const QPoint& position) const {
    for (int k = 0; k < count(); ++k) {
        if (tileRect(k).contains(position)) return k;
    }
    return -1;
}

bool ScaleRail::isOverDivider(const QPoint& position) const {
    if (dividerRect().contains(position)) return true;
    const RailLayout now = geometryNow();
    return std::abs(position.x() - now.edgeX(state_.split)) <= kGrip &&
           position.y() < now.top + now.height;
}

// A press on the divider or anywhere in the band moves the divider there and starts a drag.
void ScaleRail::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || state_.tiles.empty()) return;
    const QPoint position = event->position().toPoint();
    typed_.clear();
    const bool divider = isOverDivider(position);
    if (divider || position.y() < geometryNow().bandHeight) {
        dragging_ = true;
        pressedSplit_ = state_.split;
        if (!divider) moveSplit(splitAt(position.x()), false);
        setCursor(Qt::SplitHCursor);
        update();
        return;
    }
    const int scale = scaleAt(position);
    if (scale >= 0) emit scaleClicked(scale);
}

void ScaleRail::mouseMoveEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    if (dragging_) return moveSplit(splitAt(position.x()), false);
    if (isOverDivider(position)) {
        setCursor(Qt::SplitHCursor);
    } else if (scaleAt(position) >= 0) {
        setCursor(Qt::PointingHandCursor);
    } else {
        unsetCursor();
    }
}

void ScaleRail::mouseReleaseEvent(QMouseEvent* event) {
    if (!dragging_ || event->button() != Qt::LeftButton) return;
    dragging_ = false;
    update();
    if (state_.split != pressedSplit_) emit splitChosen(state_.split);
}

void ScaleRail::wheelEvent(QWheelEvent* event) {
    if (!hasFocus()) return event->ignore();
    wheel_ += event->angleDelta().y();
    const int notches = wheel_ / QWheelEvent::DefaultDeltasPerStep;
    wheel_ -= notches * QWheelEvent::DefaultDeltasPerStep;
    if (notches != 0) moveSplit(state_.split + notches, true);
    event->accept();
}

// ---- Keys --------------------------------------------------------------------------------------

void ScaleRail::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key >= Qt::Key_0 && key <= Qt::Key_9 && !(event->modifiers() & Qt::ControlModifier)) {
        return typeDigit(key - Qt::Key_0);
    }
    typed_.clear();
    const int forward = key == Qt::Key_Right || key == Qt::Key_Up    ? 1
                        : key == Qt::Key_Left || key == Qt::Key_Down ? -1
                                                                     : 0;
    if (forward != 0 && event->modifiers() & Qt::ControlModifier) return chooseScale(forward);
    if (forward != 0) return moveSplit(state_.split + forward, true);
    if (key == Qt::Key_Home) return moveSplit(0, true);
    if (key == Qt::Key_End) return moveSplit(count(), true);
    QWidget::keyPressEvent(event);
}

// "1" then "0" gives 10 if there are that many scales, otherwise 0.
void ScaleRail::typeDigit(int digit) {
    if (!sinceTyped_.isValid() || sinceTyped_.elapsed() > kTypingMs) typed_.clear();
    sinceTyped_.start();
    const QString longer = typed_ + QString::number(digit);
    typed_ = longer.toInt() <= count() ? longer : QString::number(digit);
    if (typed_.toInt() <= count()) moveSplit(typed_.toInt(), true);
}

void ScaleRail::chooseScale(int by) {
    const int from = state_.selected < 0 ? count() : state_.selected;
    const int scale = from + by;
    if (scale >= 0 && scale < count()) emit scaleClicked(scale);
}

// ---- The tile at work --------------------------------------------------------------------------

void ScaleRail::keepMoving() {
    const bool any = std::any_of(state_.tiles.begin(), state_.tiles.end(),
                                 [](const ScaleTile& tile) { return tile.working; });
    if (any && isVisible()) {
        if (!working_.isActive()) working_.start(50, this);
    } else {
        working_.stop();
    }
}

void ScaleRail::timerEvent(QTimerEvent* event) {
    if (event->timerId() != working_.timerId()) return QWidget::timerEvent(event);
    state_.phase = (state_.phase + 1) % 20;
    for (int k = 0; k < count(); ++k) {
        if (state_.tiles[k].working) update(tileRect(k));
    }
}

void ScaleRail::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    keepMoving();
}

void ScaleRail::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    keepMoving();
}

// ---- Tool tips ---------------------------------------------------------------------------------

bool ScaleRail::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->pos());
    if (tip.isEmpty()) {
        QToolTip::hideText();
        event->ignore();
    } else {
        QToolTip::showText(help->globalPos(), tip, this);
    }
    return true;
}

QString ScaleRail::tipAt(const QPoint& position) const {
    QStringList lines;
    for (const int split : state_.specialised) {
        if (split == state_.split || !state_.isSpecialised(split))
            continue;  // the divider's tooltip covers it
        const QRect near = markRect(split).adjusted(-kGrip, -kGrip, kGrip, kGrip);
        if (!near.contains(position)) continue;
        return tr("A pair tuned for N = %1 is available").arg(split);
    }
    if (isOverDivider(position)) {
        lines << accessibleDescription();
        lines << tr("Drag, use the arrow keys, or type a number");
        return lines.join('\n');
    }
    const int scale = scaleAt(position);
    if (scale < 0) return {};
    const ScaleTile& tile = state_.tiles[scale];
    const QLocale locale;
    lines << tr("Scale %1 of %2: %3×%3 = %4 tokens")
                 .arg(scale + 1)
                 .arg(count())
                 .arg(tile.side)
                 .arg(locale.toString(tile.tokens));
    const QString who = tile.model == ModelRole::Drafter ? tr("Drafter") : tr("Refiner");
    lines << (tile.ms < 0 ? who : tr("%1, %2").arg(who, durationWords(tile.ms / 1000)));
    if (tile.entry) {
        lines << tr("The refiner enters here: its time includes all scales before");
    }
    return lines.join('\n');
}

}  // namespace duo::ui
