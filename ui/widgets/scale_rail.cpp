// The rail's state, and mouse and keys. Drawing: scale_rail_paint.cpp.
#include "widgets/scale_rail.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include "widgets/scale_rail_places.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kTypingMs = 1200;  // a digit within this time continues the number
constexpr int kGrip = 6;         // pixels on each side of the divider's line
constexpr int kMarkSide = 8;     // of a diamond

}  // namespace

// ---- Where things lie --------------------------------------------------------------------------

ScaleRail::Places::Places(const ScaleRail& rail) : count(rail.count()) {
    const QFontMetrics usual(rail.font()), small(theme::small(rail.font()));
    bandHeight = usual.height() + 6;
    textHeight = usual.height() + 2 * small.height() + 2;
    top = bandHeight + kGap;
    const int room = rail.width() - 2 * kInset - std::max(count - 1, 0) * kGap;
    const int across = room / std::max(count, 1);
    const int down = std::max(rail.height() - top - kStripe - textHeight, 16);
    side = std::max(std::min(across, down), 1);
    // If the height limits the pictures, the texts below still use some of the width.
    tileWidth = std::max(std::min(across, side * 3 / 2), 1);
    height = kStripe + side + textHeight;
    left = (rail.width() - count * tileWidth - std::max(count - 1, 0) * kGap) / 2;
}

int ScaleRail::Places::edgeX(int split) const {
    return left + split * (tileWidth + kGap) - kGap / 2;
}

QRect ScaleRail::Places::tile(int scale) const {
    return {left + scale * (tileWidth + kGap), top, tileWidth, height};
}

QRect ScaleRail::Places::picture(int scale) const {
    const QRect area = tile(scale);
    return {area.left() + (tileWidth - side) / 2, area.top() + kStripe, side, side};
}

ScaleRail::Places ScaleRail::places() const {
    return Places(*this);
}

QSize ScaleRail::sizeHint() const {
    const Places now = places();
    const int tiles = std::max(count(), 10);
    return {tiles * (Places::kUsualSide + Places::kGap) + 2 * Places::kInset,
            now.top + Places::kStripe + (low_ ? Places::kLowSide : Places::kUsualSide) +
                now.textHeight};
}

QSize ScaleRail::minimumSizeHint() const {
    const Places now = places();
    return {count() * (Places::kMinSide + Places::kGap) + 2 * Places::kInset,
            now.top + Places::kStripe + Places::kLowSide + now.textHeight};
}

QRect ScaleRail::tileRect(int scale) const {
    return places().tile(scale);
}

QRect ScaleRail::dividerRect() const {
    const Places now = places();
    QFont bold = font();
    bold.setBold(true);
    const int mark = isSpecialised(split_) ? kMarkSide + theme::kGap / 2 : 0;
    const int width = QFontMetrics(bold).horizontalAdvance(splitText()) + 36 + mark;
    const int x = now.edgeX(split_);
    QRect handle(x - width / 2, 0, width, now.bandHeight);
    if (handle.right() >= this->width()) handle.moveRight(this->width() - 1);
    if (handle.left() < 0) handle.moveLeft(0);
    return handle;
}

// For the current split: on the divider's handle, left of its text.
QRect ScaleRail::markRect(int split) const {
    if (!isSpecialised(split)) return {};
    const Places now = places();
    QRect mark(0, 0, kMarkSide, kMarkSide);
    mark.moveCenter({now.edgeX(split), now.bandHeight / 2});
    if (split == split_) mark.moveLeft(dividerRect().left() + 16);
    return mark;
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
    const bool other = tiles.size() != tiles_.size();
    tiles_ = std::move(tiles);
    split_ = std::clamp(split_, 0, count());
    if (selected_ >= count()) selected_ = -1;
    if (other) {
        updateGeometry();
        notifyAccessibility();
    }
    keepMoving();
    update();
}

void ScaleRail::setSplit(int split) {
    const int clamped = std::clamp(split, 0, count());
    if (clamped == split_) return;
    split_ = clamped;
    notifyAccessibility();
    update();
}

void ScaleRail::setSelected(int scale) {
    selected_ = scale >= 0 && scale < count() ? scale : -1;
    update();
}

void ScaleRail::setLow(bool low) {
    if (low_ == low) return;
    low_ = low;
    updateGeometry();
}

void ScaleRail::setSpecialised(const std::vector<int>& splits) {
    specialised_ = splits;
    notifyAccessibility();
    update();
}

void ScaleRail::setPredictionText(const QString& text) {
    if (text == prediction_) return;
    prediction_ = text;
    notifyAccessibility();
    update();
}

QString ScaleRail::splitText() const {
    return tr("N = %1").arg(split_);
}

bool ScaleRail::isSpecialised(int split) const {
    return split >= 0 && split <= count() &&
           std::find(specialised_.begin(), specialised_.end(), split) != specialised_.end();
}

QString ScaleRail::specialisedText() const {
    QStringList splits;
    for (const int split : specialised_) {
        if (isSpecialised(split)) splits << QString::number(split);
    }
    if (splits.isEmpty()) return {};
    return splits.size() == 1
               ? tr("A pair tuned for N = %1 is available").arg(splits.front())
               : tr("Pairs tuned for N = %1 are available").arg(splits.join(QStringLiteral(", ")));
}

void ScaleRail::notifyAccessibility() {
    QString words = split_ == 0         ? tr("N = 0: the refiner alone")
                    : split_ == count() ? tr("N = %1: the drafter alone").arg(split_)
                                        : tr("N = %1 of %2: the drafter decodes scales 1 to %1, "
                                             "the refiner %3 to %2")
                                              .arg(split_)
                                              .arg(count())
                                              .arg(split_ + 1);
    if (!prediction_.isEmpty()) words += QStringLiteral(". ") + prediction_;
    const QString pairs = specialisedText();
    if (!pairs.isEmpty()) words += QStringLiteral(". ") + pairs;
    if (words == accessibleDescription()) return;
    setAccessibleDescription(words);
    QAccessibleValueChangeEvent change(this, split_);
    QAccessible::updateAccessibility(&change);
}

void ScaleRail::moveSplit(int split, bool chosen) {
    const int clamped = std::clamp(split, 0, count());
    if (clamped == split_) return;
    setSplit(clamped);
    emit splitMoved(split_);
    if (chosen) emit splitChosen(split_);
}

// ---- Mouse -------------------------------------------------------------------------------------

int ScaleRail::splitAt(int x) const {
    const Places now = places();
    const double steps = static_cast<double>(x - now.edgeX(0)) / (now.tileWidth + Places::kGap);
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
    const Places now = places();
    return std::abs(position.x() - now.edgeX(split_)) <= kGrip &&
           position.y() < now.top + now.height;
}

// A press on the divider or anywhere in the band moves the divider there and starts a drag.
void ScaleRail::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || tiles_.empty()) return;
    const QPoint position = event->position().toPoint();
    typed_.clear();
    const bool divider = isOverDivider(position);
    if (divider || position.y() < places().bandHeight) {
        dragging_ = true;
        pressedSplit_ = split_;
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
    if (split_ != pressedSplit_) emit splitChosen(split_);
}

void ScaleRail::wheelEvent(QWheelEvent* event) {
    if (!hasFocus()) return event->ignore();
    wheel_ += event->angleDelta().y();
    const int notches = wheel_ / QWheelEvent::DefaultDeltasPerStep;
    wheel_ -= notches * QWheelEvent::DefaultDeltasPerStep;
    if (notches != 0) moveSplit(split_ + notches, true);
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
    if (forward != 0) return moveSplit(split_ + forward, true);
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
    const int from = selected_ < 0 ? count() : selected_;
    const int scale = from + by;
    if (scale >= 0 && scale < count()) emit scaleClicked(scale);
}

// ---- The tile at work --------------------------------------------------------------------------

void ScaleRail::keepMoving() {
    const bool any = std::any_of(tiles_.begin(), tiles_.end(),
                                 [](const ScaleTile& tile) { return tile.working; });
    if (any && isVisible()) {
        if (!working_.isActive()) working_.start(50, this);
    } else {
        working_.stop();
    }
}

void ScaleRail::timerEvent(QTimerEvent* event) {
    if (event->timerId() != working_.timerId()) return QWidget::timerEvent(event);
    phase_ = (phase_ + 1) % 20;
    for (int k = 0; k < count(); ++k) {
        if (tiles_[k].working) update(tileRect(k));
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
    for (const int split : specialised_) {
        if (split == split_ || !isSpecialised(split)) continue;  // the divider's tooltip covers it
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
    const ScaleTile& tile = tiles_[scale];
    const QLocale locale;
    lines << tr("Scale %1 of %2: %3×%3 = %4 tokens")
                 .arg(scale + 1)
                 .arg(count())
                 .arg(tile.side)
                 .arg(locale.toString(tile.tokens));
    const QString who = tile.model == ModelRole::Drafter ? tr("Drafter") : tr("Refiner");
    lines << (tile.ms < 0 ? who : tr("%1, %2").arg(who, durationText(tile.ms)));
    if (tile.entry) {
        lines << tr("The refiner enters here: its time includes all scales before");
    }
    return lines.join('\n');
}

}  // namespace duo::ui
