// Draws the rail: the band of models, the tiles, the divider.
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include "widgets/label_painter.h"
#include "widgets/scale_rail.h"
#include "widgets/scale_rail_places.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kRadius = 4;

QFont boldFont(const QFont& font) {
    QFont bold = font;
    bold.setBold(true);
    return bold;
}

// A scale without a picture yet: its token map as a faint grid.
void paintGridOf(QPainter& painter, const QRect& area, int side, const QColor& color) {
    QColor faint = color;
    faint.setAlpha(60);
    painter.setPen(QPen(faint, 1));
    for (int i = 1; i < side; ++i) {
        const double at = static_cast<double>(i) / side;
        const double x = area.left() + at * area.width(), y = area.top() + at * area.height();
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right() + 1, y));
    }
}

}  // namespace

QString fittingText(const QFontMetrics& metrics, int width, const QStringList& variants) {
    for (const QString& text : variants) {
        if (metrics.horizontalAdvance(text) <= width) return text;
    }
    return metrics.elidedText(variants.last(), Qt::ElideRight, width);
}

QString durationText(double ms) {
    const QLocale locale;
    if (ms >= 1000) return ScaleRail::tr("%1 s").arg(locale.toString(ms / 1000, 'f', 2));
    return ScaleRail::tr("%1 ms").arg(locale.toString(ms, 'f', ms < 99.95 ? 1 : 0));
}

void ScaleRail::paintEvent(QPaintEvent*) {
    if (tiles_.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBand(painter);
    for (int k = 0; k < count(); ++k) paintTile(painter, k);
    paintTexts(painter);
    paintDivider(painter);
    paintPrediction(painter);
}

// ---- The band ----------------------------------------------------------------------------------

void ScaleRail::paintBand(QPainter& painter) const {
    paintGroup(painter, ModelRole::Drafter);
    paintGroup(painter, ModelRole::Refiner);
    for (const int split : specialised_) {
        if (split != split_) paintMark(painter, split, palette().color(QPalette::WindowText));
    }
}

void ScaleRail::paintMark(QPainter& painter, int split, const QColor& color) const {
    const QRectF mark = markRect(split);
    if (mark.isEmpty()) return;
    const QPointF middle = mark.center();
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawConvexPolygon(QPolygonF{{middle.x(), mark.top()},
                                        {mark.right(), middle.y()},
                                        {middle.x(), mark.bottom()},
                                        {mark.left(), middle.y()}});
}

// The scales that this model will decode at the current split, with its name once.
void ScaleRail::paintGroup(QPainter& painter, ModelRole role) const {
    const Places now = places();
    const bool drafter = role == ModelRole::Drafter;
    const int first = drafter ? 0 : split_, end = drafter ? split_ : count();
    if (first >= end) return;
    const QRect area(QPoint(now.tile(first).left(), 2),
                     QPoint(now.tile(end - 1).right(), now.bandHeight - 3));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::mixed(palette().color(QPalette::Window), theme::model(role), 0.32));
    painter.drawRoundedRect(area, kRadius, kRadius);
    const int handle = dividerRect().width() / 2;
    const QRect words = drafter ? area.adjusted(8, 0, -handle, 0) : area.adjusted(handle, 0, -8, 0);
    const QString name = drafter ? tr("Drafter") : tr("Refiner");
    const QFont bold = boldFont(font());
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    const QFontMetrics metrics(bold);
    if (words.width() < metrics.horizontalAdvance(name.left(1))) return;
    const QString text = fittingText(metrics, words.width(), {name, name.left(1)});
    painter.drawText(words, Qt::AlignVCenter | (drafter ? Qt::AlignLeft : Qt::AlignRight), text);
}

// ---- A tile ------------------------------------------------------------------------------------

void ScaleRail::paintTile(QPainter& painter, int scale) const {
    const QRect picture = places().picture(scale);
    const ScaleTile& tile = tiles_[scale];
    const QColor color = theme::model(tile.model);
    painter.fillRect(
        QRect(picture.left(), picture.top() - Places::kStripe, picture.width(), Places::kStripe),
        color);
    paintPicture(painter, scale, picture);
    if (tile.working) paintWorking(painter, picture, color);
    if (scale == selected_) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Window), 2));
        painter.drawRect(QRectF(picture).adjusted(2, 2, -2, -2));
        painter.setPen(QPen(palette().color(QPalette::WindowText), 2.5));
        painter.drawRect(QRectF(picture).adjusted(0, -Places::kStripe, 0, 0));
    }
}

void ScaleRail::paintPicture(QPainter& painter, int scale, const QRect& area) const {
    const ScaleTile& tile = tiles_[scale];
    painter.fillRect(area, theme::canvas());
    if (tile.image.isNull()) {
        paintGridOf(painter, area, tile.side, theme::model(tile.model));
    } else {
        // Area-averaged when reduced, nearest neighbour when enlarged.
        const QSize size = area.size() * devicePixelRatioF();
        const bool smaller = size.width() < tile.image.width();
        const QImage shown =
            smaller ? tile.image.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                    : tile.image;
        painter.setOpacity(tile.done ? 1.0 : 0.35);
        painter.drawImage(QRectF(area), shown, QRectF(shown.rect()));
        painter.setOpacity(1);
    }
    if (!tile.entry) return;
    const QFont small = theme::small(font());
    painter.setFont(small);
    const QString word = tr("prefill"), letter = tr("P", "prefill in one letter");
    const bool fits = labelRect(small, word).width() <= area.width() - 6;
    QRectF label = labelRect(small, fits ? word : letter);
    label.moveBottomLeft(QPointF(area.left() + 3, area.bottom() - 2));
    drawLabel(painter, label, fits ? word : letter, {theme::overlay(), theme::onOverlay()});
}

// An indeterminate progress bar along the lower edge.
void ScaleRail::paintWorking(QPainter& painter, const QRect& area, const QColor& color) const {
    QColor tint = color;
    tint.setAlpha(30 + 3 * std::abs(phase_ - 10));
    painter.fillRect(area, tint);
    const int width = area.width() / 3;
    const int from = area.left() + (area.width() + width) * phase_ / 20 - width;
    const QRect bar = QRect(from, area.bottom() - 3, width, 4) & area;
    painter.fillRect(bar, color);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5));
    painter.drawRect(QRectF(area).adjusted(0.75, 0.75, -0.75, -0.75));
}

// Number and size, tokens, time. All tiles use the variant that fits the narrowest tile.
void ScaleRail::paintTexts(QPainter& painter) const {
    const Places now = places();
    std::vector<QStringList> titles, tokens, times;
    int widest = 0;
    for (int k = 0; k < count(); ++k) {
        const int side = tiles_[k].side, drawn = static_cast<int>(tiles_[k].tokens);
        const QString size = tr("%1×%1").arg(side);
        titles.push_back({tr("%1 · %2").arg(k + 1).arg(size), size});
        widest = std::max(widest, fontMetrics().horizontalAdvance(titles.back().first()));
        tokens.push_back({drawn == 1 ? tr("1 token") : tr("%n tokens", nullptr, drawn),
                          QLocale().toString(drawn)});
        times.push_back(timeTexts(k));
    }
    const QFont small = theme::small(font());
    const int line = QFontMetrics(small).height();
    const int top = now.picture(0).bottom() + 3, next = top + fontMetrics().height();
    paintRow(painter, widest <= now.tileWidth ? font() : small,
             palette().color(QPalette::WindowText), top, titles);
    paintRow(painter, small, theme::subtle(), next, tokens);
    paintRow(painter, small, theme::subtle(), next + line, times);
}

QStringList ScaleRail::timeTexts(int scale) const {
    const ScaleTile& tile = tiles_[scale];
    if (tile.ms >= 0) return {durationText(tile.ms)};
    if (tile.working) return {tr("decoding"), QStringLiteral("…")};
    return {QString()};
}

// texts: for each tile, its variants from long to short.
void ScaleRail::paintRow(QPainter& painter, const QFont& font, const QColor& color, int top,
                         const std::vector<QStringList>& texts) const {
    const Places now = places();
    const QFontMetrics metrics(font);
    const bool fits = std::all_of(texts.begin(), texts.end(), [&](const QStringList& variants) {
        return metrics.horizontalAdvance(variants.first()) <= now.tileWidth + 2;
    });
    painter.setFont(font);
    for (int k = 0; k < count(); ++k) {
        const QRect place(now.tile(k).left() - 1, top, now.tileWidth + 2, metrics.height());
        painter.setPen(tiles_[k].working ? theme::model(tiles_[k].model) : color);
        const QString& text = fits ? texts[k].first() : texts[k].last();
        painter.drawText(place, Qt::AlignCenter, fittingText(metrics, place.width(), {text}));
    }
}

// ---- The divider -------------------------------------------------------------------------------

void ScaleRail::paintDivider(QPainter& painter) const {
    const Places now = places();
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor paper = palette().color(QPalette::Window);
    const double x = now.edgeX(split_);
    const QRectF stem(x - 1.5, now.bandHeight - 2, 3, now.top + now.height - now.bandHeight + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(stem, 1.5, 1.5);
    const QRectF handle = QRectF(dividerRect()).adjusted(1, 1, -1, -1);
    if (hasFocus() || dragging_) {
        painter.setPen(QPen(theme::focus(), 2));
        painter.setBrush(paper);
        painter.drawRoundedRect(handle, 6, 6);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(handle.adjusted(2, 2, -2, -2), 5, 5);
    painter.setFont(boldFont(font()));
    painter.setPen(paper);
    const QRectF mark = markRect(split_);
    painter.drawText(mark.isEmpty() ? handle : handle.adjusted(mark.width() + 4, 0, 0, 0),
                     Qt::AlignCenter, splitText());
    paintMark(painter, split_, paper);
    painter.setBrush(Qt::NoBrush);
    // Two short strokes on each side mark it as draggable.
    painter.setPen(QPen(theme::mixed(paper, ink, 0.55), 1.2));
    const double middle = handle.center().y();
    for (const double at : {handle.left() + 8.5, handle.right() - 8.5}) {
        painter.drawLine(QPointF(at, middle - 4), QPointF(at, middle + 4));
    }
}

// Next to the handle, on the side with more room.
void ScaleRail::paintPrediction(QPainter& painter) const {
    if (prediction_.isEmpty() || !(dragging_ || hasFocus())) return;
    const QRect handle = dividerRect();
    painter.setFont(theme::small(font()));
    QRectF label = labelRect(painter.font(), prediction_);
    const bool left = handle.left() > width() - handle.right();
    const QFontMetrics bold(boldFont(font()));
    const int name = 16 + bold.horizontalAdvance(left ? tr("Drafter") : tr("Refiner"));
    const double room = (left ? handle.left() : width() - handle.right()) - name - theme::kGap;
    label.setWidth(std::min(label.width(), room));
    if (label.width() < 40) return;
    const double y = handle.center().y() - label.height() / 2 + 0.5;
    label.moveTo(left ? handle.left() - label.width() - 4 : handle.right() + 5, y);
    drawLabel(painter, label, prediction_,
              {palette().color(QPalette::Window), palette().color(QPalette::WindowText)});
}

}  // namespace duo::ui
