#include "widgets/scale_rail_painter.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/label_painter.h"
#include "widgets/scale_rail.h"
#include "widgets/theme.h"
#include "widgets/units.h"

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

QString fittingText(const QFontMetrics& metrics, int width, const QStringList& variants) {
    for (const QString& text : variants) {
        if (metrics.horizontalAdvance(text) <= width) return text;
    }
    return metrics.elidedText(variants.last(), Qt::ElideRight, width);
}

}  // namespace

void ScaleRailPainter::paint() const {
    painter_.setRenderHint(QPainter::Antialiasing);
    paintBand();
    for (int k = 0; k < state_.count(); ++k) paintTile(k);
    paintTexts();
    paintDivider();
    paintPrediction();
}

// ---- The band ----------------------------------------------------------------------------------

void ScaleRailPainter::paintBand() const {
    paintGroup(ModelRole::Drafter);
    paintGroup(ModelRole::Refiner);
    for (const int split : state_.specialised) {
        if (split != state_.split) paintMark(split, rail_.palette().color(QPalette::WindowText));
    }
}

void ScaleRailPainter::paintMark(int split, const QColor& color) const {
    const QRectF mark = layout_.mark(split);
    if (mark.isEmpty()) return;
    const QPointF middle = mark.center();
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(color);
    painter_.drawConvexPolygon(QPolygonF{{middle.x(), mark.top()},
                                         {mark.right(), middle.y()},
                                         {middle.x(), mark.bottom()},
                                         {mark.left(), middle.y()}});
}

// The scales that this model will decode at the current split, with its name once.
void ScaleRailPainter::paintGroup(ModelRole role) const {
    const RailLayout& now = layout_;
    const bool drafter = role == ModelRole::Drafter;
    const int first = drafter ? 0 : state_.split, end = drafter ? state_.split : state_.count();
    if (first >= end) return;
    const QRect area(QPoint(now.tile(first).left(), 2),
                     QPoint(now.tile(end - 1).right(), now.bandHeight - 3));
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(
        theme::mixed(rail_.palette().color(QPalette::Window), theme::model(role), 0.32));
    painter_.drawRoundedRect(area, kRadius, kRadius);
    const int handle = layout_.divider().width() / 2;
    const QRect words = drafter ? area.adjusted(8, 0, -handle, 0) : area.adjusted(handle, 0, -8, 0);
    const QString name = drafter ? ScaleRail::tr("Drafter") : ScaleRail::tr("Refiner");
    const QFont bold = boldFont(rail_.font());
    painter_.setFont(bold);
    painter_.setPen(rail_.palette().color(QPalette::WindowText));
    const QFontMetrics metrics(bold);
    if (words.width() < metrics.horizontalAdvance(name.left(1))) return;
    const QString text = fittingText(metrics, words.width(), {name, name.left(1)});
    painter_.drawText(words, Qt::AlignVCenter | (drafter ? Qt::AlignLeft : Qt::AlignRight), text);
}

// ---- A tile ------------------------------------------------------------------------------------

void ScaleRailPainter::paintTile(int scale) const {
    const QRect picture = layout_.picture(scale);
    const ScaleTile& tile = state_.tiles[scale];
    const QColor color = theme::model(tile.model);
    painter_.fillRect(QRect(picture.left(), picture.top() - RailLayout::kStripe, picture.width(),
                            RailLayout::kStripe),
                      color);
    paintPicture(scale, picture);
    if (tile.working) paintWorking(picture, color);
    if (scale == state_.selected) {
        painter_.setBrush(Qt::NoBrush);
        painter_.setPen(QPen(rail_.palette().color(QPalette::Window), 2));
        painter_.drawRect(QRectF(picture).adjusted(2, 2, -2, -2));
        painter_.setPen(QPen(rail_.palette().color(QPalette::WindowText), 2.5));
        painter_.drawRect(QRectF(picture).adjusted(0, -RailLayout::kStripe, 0, 0));
    }
}

void ScaleRailPainter::paintPicture(int scale, const QRect& area) const {
    const ScaleTile& tile = state_.tiles[scale];
    painter_.fillRect(area, theme::canvas());
    if (tile.image.isNull()) {
        paintGridOf(painter_, area, tile.side, theme::model(tile.model));
    } else {
        // Area-averaged when reduced, nearest neighbour when enlarged.
        const QSize size = area.size() * rail_.devicePixelRatioF();
        const bool smaller = size.width() < tile.image.width();
        const QImage shown =
            smaller ? tile.image.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                    : tile.image;
        painter_.setOpacity(tile.done ? 1.0 : 0.35);
        painter_.drawImage(QRectF(area), shown, QRectF(shown.rect()));
        painter_.setOpacity(1);
    }
    if (!tile.entry) return;
    const QFont small = theme::small(rail_.font());
    painter_.setFont(small);
    const QString word = ScaleRail::tr("prefill"),
                  letter = ScaleRail::tr("P", "prefill in one letter");
    const bool fits = labelRect(small, word).width() <= area.width() - 6;
    QRectF label = labelRect(small, fits ? word : letter);
    label.moveBottomLeft(QPointF(area.left() + 3, area.bottom() - 2));
    drawLabel(painter_, label, fits ? word : letter, {theme::overlay(), theme::onOverlay()});
}

// An indeterminate progress bar along the lower edge.
void ScaleRailPainter::paintWorking(const QRect& area, const QColor& color) const {
    QColor tint = color;
    tint.setAlpha(30 + 3 * std::abs(state_.phase - 10));
    painter_.fillRect(area, tint);
    const int width = area.width() / 3;
    const int from = area.left() + (area.width() + width) * state_.phase / 20 - width;
    const QRect bar = QRect(from, area.bottom() - 3, width, 4) & area;
    painter_.fillRect(bar, color);
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(color, 1.5));
    painter_.drawRect(QRectF(area).adjusted(0.75, 0.75, -0.75, -0.75));
}

// Number and size, tokens, time. All tiles use the variant that fits the narrowest tile.
void ScaleRailPainter::paintTexts() const {
    const RailLayout& now = layout_;
    std::vector<QStringList> titles, tokens, times;
    int widest = 0;
    for (int k = 0; k < state_.count(); ++k) {
        const int side = state_.tiles[k].side, drawn = static_cast<int>(state_.tiles[k].tokens);
        const QString size = ScaleRail::tr("%1×%1").arg(side);
        titles.push_back({ScaleRail::tr("%1 · %2").arg(k + 1).arg(size), size});
        widest = std::max(widest, rail_.fontMetrics().horizontalAdvance(titles.back().first()));
        tokens.push_back(
            {drawn == 1 ? ScaleRail::tr("1 token") : ScaleRail::tr("%n tokens", nullptr, drawn),
             QLocale().toString(drawn)});
        times.push_back(timeTexts(k));
    }
    const QFont small = theme::small(rail_.font());
    const int line = QFontMetrics(small).height();
    const int top = now.picture(0).bottom() + 3, next = top + rail_.fontMetrics().height();
    paintRow(widest <= now.tileWidth ? rail_.font() : small,
             rail_.palette().color(QPalette::WindowText), top, titles);
    paintRow(small, theme::subtle(), next, tokens);
    paintRow(small, theme::subtle(), next + line, times);
}

QStringList ScaleRailPainter::timeTexts(int scale) const {
    const ScaleTile& tile = state_.tiles[scale];
    if (tile.ms >= 0) return {durationWords(tile.ms / 1000)};
    if (tile.kept) return {ScaleRail::tr("reused"), QStringLiteral("=")};
    if (tile.working) return {ScaleRail::tr("decoding"), QStringLiteral("…")};
    return {QString()};
}

// texts: for each tile, its variants from long to short.
void ScaleRailPainter::paintRow(const QFont& font, const QColor& color, int top,
                                const std::vector<QStringList>& texts) const {
    const RailLayout& now = layout_;
    const QFontMetrics metrics(font);
    const bool fits = std::all_of(texts.begin(), texts.end(), [&](const QStringList& variants) {
        return metrics.horizontalAdvance(variants.first()) <= now.tileWidth + 2;
    });
    painter_.setFont(font);
    for (int k = 0; k < state_.count(); ++k) {
        const QRect place(now.tile(k).left() - 1, top, now.tileWidth + 2, metrics.height());
        painter_.setPen(state_.tiles[k].working ? theme::model(state_.tiles[k].model) : color);
        const QString& text = fits ? texts[k].first() : texts[k].last();
        painter_.drawText(place, Qt::AlignCenter, fittingText(metrics, place.width(), {text}));
    }
}

// ---- The divider -------------------------------------------------------------------------------

void ScaleRailPainter::paintDivider() const {
    const RailLayout& now = layout_;
    const QColor ink = rail_.palette().color(QPalette::WindowText);
    const QColor paper = rail_.palette().color(QPalette::Window);
    const double x = now.edgeX(state_.split);
    const QRectF stem(x - 1.5, now.bandHeight - 2, 3, now.top + now.height - now.bandHeight + 2);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(ink);
    painter_.drawRoundedRect(stem, 1.5, 1.5);
    const QRectF handle = QRectF(layout_.divider()).adjusted(1, 1, -1, -1);
    if (active_) {
        painter_.setPen(QPen(theme::focus(), 2));
        painter_.setBrush(paper);
        painter_.drawRoundedRect(handle, 6, 6);
    }
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(ink);
    painter_.drawRoundedRect(handle.adjusted(2, 2, -2, -2), 5, 5);
    painter_.setFont(boldFont(rail_.font()));
    painter_.setPen(paper);
    const QRectF mark = layout_.mark(state_.split);
    painter_.drawText(mark.isEmpty() ? handle : handle.adjusted(mark.width() + 4, 0, 0, 0),
                      Qt::AlignCenter, state_.splitText());
    paintMark(state_.split, paper);
    painter_.setBrush(Qt::NoBrush);
    // Two short strokes on each side mark it as draggable.
    painter_.setPen(QPen(theme::mixed(paper, ink, 0.55), 1.2));
    const double middle = handle.center().y();
    for (const double at : {handle.left() + 8.5, handle.right() - 8.5}) {
        painter_.drawLine(QPointF(at, middle - 4), QPointF(at, middle + 4));
    }
}

// Next to the handle, on the side with more room.
void ScaleRailPainter::paintPrediction() const {
    if (state_.prediction.isEmpty() || !active_) return;
    const QRect handle = layout_.divider();
    painter_.setFont(theme::small(rail_.font()));
    QRectF label = labelRect(painter_.font(), state_.prediction);
    const bool left = handle.left() > rail_.width() - handle.right();
    const QFontMetrics bold(boldFont(rail_.font()));
    const int name =
        16 + bold.horizontalAdvance(left ? ScaleRail::tr("Drafter") : ScaleRail::tr("Refiner"));
    const double room =
        (left ? handle.left() : rail_.width() - handle.right()) - name - theme::kGap;
    label.setWidth(std::min(label.width(), room));
    if (label.width() < 40) return;
    const double y = handle.center().y() - label.height() / 2 + 0.5;
    label.moveTo(left ? handle.left() - label.width() - 4 : handle.right() + 5, y);
    drawLabel(
        painter_, label, state_.prediction,
        {rail_.palette().color(QPalette::Window), rail_.palette().color(QPalette::WindowText)});
}

}  // namespace duo::ui
