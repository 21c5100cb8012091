// How cells and headers of a sweep are drawn.
#include <QGuiApplication>
#include <QPainter>

#include "views/sweep_grid.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kPad = 6;    // around a cell's content
constexpr int kLines = 4;  // of figures below a picture
constexpr int kShare = 4;  // height of the models' shares in a header
constexpr int kRowTitleChars = 14;

QFont bold(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

int headHeight(const QFont& font) {
    const int lines = QFontMetrics(bold(font)).height() + QFontMetrics(theme::small(font)).height();
    return lines + kShare + 2 * kPad;
}

// "N = 8" above its meaning, with the models' shares as a coloured line.
void paintHead(QPainter& painter, const QRect& area, const SweepModel& sweep, int column,
               bool inUse, const QFont& font, const QPalette& palette) {
    const auto text = [&](int role) {
        return sweep.headerData(column, Qt::Horizontal, role).toString();
    };
    const int split = sweep.split(column), scales = sweep.scaleCount();
    const QFont title = bold(font), small = theme::small(font);
    QRect line = area.adjusted(kPad, kPad / 2, -kPad, 0);
    line.setHeight(QFontMetrics(title).height());
    painter.setFont(title);
    const QString name = text(Qt::DisplayRole), use = SweepSplitHeader::tr("in use");
    painter.setPen(inUse ? theme::focus() : palette.color(QPalette::WindowText));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
    const QFontMetrics smallMetrics(small);
    const int taken = QFontMetrics(title).horizontalAdvance(name) + kPad;
    if (inUse && taken + smallMetrics.horizontalAdvance(use) <= line.width()) {
        painter.setFont(small);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, use);
    }
    line.translate(0, line.height());
    line.setHeight(smallMetrics.height());
    painter.setFont(small);
    painter.setPen(theme::subtle());
    QString meaning = text(SweepModel::MeaningRole);
    if (smallMetrics.horizontalAdvance(meaning) > line.width()) {
        meaning = QStringLiteral("%1 + %2").arg(split).arg(scales - split);
    }
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, meaning);
    QRect share(line.left(), area.bottom() - kPad / 2 - kShare, line.width(), kShare);
    const int drafted = scales > 0 ? share.width() * split / scales : 0;
    painter.fillRect(share, theme::model(ModelRole::Refiner));
    share.setWidth(drafted);
    painter.fillRect(share, theme::model(ModelRole::Drafter));
}

}  // namespace

// ---- Cells -------------------------------------------------------------------------------------

SweepDelegate::SweepDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

QSize SweepDelegate::cellSize(int edge, const QFont& font, bool heads) {
    const int line = QFontMetrics(theme::small(font)).height();
    const int head = heads ? headHeight(font) : 0;
    return {edge + 2 * kPad, edge + kLines * line + 3 * kPad + head};
}

QSize SweepDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return cellSize(edge_, option.font, heads_);
}

void SweepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect cell = option.rect;
    // Over the mark that the view has drawn for the chosen cell.
    painter->fillRect(cell, option.palette.color(QPalette::Base));
    const auto* fold = static_cast<const SweepFold*>(index.model());
    const QModelIndex source = fold->mapToSource(index);
    if (!source.isValid()) return painter->restore();
    const bool current = option.state & QStyle::State_Selected;
    if (current) {
        const QColor base = option.palette.color(QPalette::Base);
        const bool focused =
            option.state & QStyle::State_Active && option.widget && option.widget->hasFocus();
        painter->setPen(QPen(focused ? theme::focus() : theme::line(), 2));
        painter->setBrush(theme::mixed(base, theme::accent(), focused ? 0.22 : 0.1));
        painter->drawRoundedRect(QRectF(cell).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5);
    }
    const int left = cell.left() + (cell.width() - edge_) / 2;
    const int head = heads_ ? headHeight(option.font) : 0;
    if (heads_) {
        const bool inUse = fold->sweep()->split(source.column()) == currentSplit_;
        paintHead(*painter, {cell.left(), cell.top(), cell.width(), head}, *fold->sweep(),
                  source.column(), inUse, option.font, option.palette);
    }
    const QRect pictureArea(left, cell.top() + kPad + head, edge_, edge_);
    paintPicture(*painter, pictureArea, index);
    const int top = pictureArea.bottom() + 1 + kPad;
    paintLines(*painter, {left, top, edge_, cell.bottom() - top}, option, index);
    painter->restore();
}

QPixmap SweepDelegate::scaled(const QImage& image, double ratio) const {
    const int size = static_cast<int>(edge_ * ratio);
    const std::pair<qint64, int> key{image.cacheKey(), size};
    if (const QPixmap* found = pixmaps_.object(key)) return *found;
    const bool larger = image.width() < size && image.height() < size;
    auto* pixmap = new QPixmap(QPixmap::fromImage(
        image.scaled(size, size, Qt::KeepAspectRatio,
                     larger ? Qt::FastTransformation : Qt::SmoothTransformation)));
    pixmap->setDevicePixelRatio(ratio);
    const QPixmap result = *pixmap;
    pixmaps_.insert(key, pixmap, static_cast<qsizetype>(size) * size * 4);
    return result;
}

void SweepDelegate::paintPicture(QPainter& painter, const QRect& area,
                                 const QModelIndex& index) const {
    const QImage image = index.data(Qt::DecorationRole).value<QImage>();
    if (image.isNull()) {
        const QColor base = QGuiApplication::palette().color(QPalette::Base);
        painter.setPen(QPen(theme::line(), 1));
        painter.setBrush(theme::mixed(theme::canvas(), base, 0.5));
        painter.drawRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    const QPixmap pixmap = scaled(image, painter.device()->devicePixelRatioF());
    QRectF target(QPointF(), pixmap.deviceIndependentSize());
    target.moveCenter(QRectF(area).center());
    painter.drawPixmap(target.topLeft(), pixmap);
}

void SweepDelegate::paintLines(QPainter& painter, const QRect& area,
                               const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QStringList lines = index.data(SweepModel::LinesRole).toStringList();
    const QFont small = theme::small(option.font);
    const QFontMetrics metrics(small);
    painter.setFont(small);
    QRect line(area.left(), area.top(), area.width(), metrics.height());
    for (int i = 0; i < std::min<int>(kLines, lines.size()); ++i) {
        painter.setPen(i == 0 ? option.palette.color(QPalette::Text) : theme::subtle());
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(lines[i], Qt::ElideRight, line.width()));
        line.translate(0, metrics.height());
    }
}

// ---- Headers -----------------------------------------------------------------------------------

SweepSplitHeader::SweepSplitHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionResizeMode(QHeaderView::Fixed);
    setSectionsClickable(true);
    setHighlightSections(true);
    setAccessibleName(tr("Splits"));
}

void SweepSplitHeader::setCurrentSplit(int split) {
    currentSplit_ = split;
    viewport()->update();
}

QSize SweepSplitHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), headHeight(font())};
}

void SweepSplitHeader::paintSection(QPainter* painter, const QRect& area, int section) const {
    const SweepModel& sweep = *static_cast<const SweepFold*>(model())->sweep();
    painter->save();
    painter->fillRect(area, palette().color(QPalette::Window));
    paintHead(*painter, area, sweep, section, sweep.split(section) == currentSplit_, font(),
              palette());
    painter->restore();
}

SweepRowHeader::SweepRowHeader(QWidget* parent) : QHeaderView(Qt::Vertical, parent) {
    setSectionResizeMode(QHeaderView::Fixed);
    setSectionsClickable(true);
    setAccessibleName(tr("Rows"));
}

QSize SweepRowHeader::sizeHint() const {
    const int most = fontMetrics().averageCharWidth() * kRowTitleChars;
    int width = 0;
    for (int row = 0; row < count(); ++row) {
        const QString title = model()->headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
        width = std::max(width, fontMetrics().horizontalAdvance(title));
    }
    return {std::min(width, most) + 3 * kPad, QHeaderView::sizeHint().height()};
}

void SweepRowHeader::paintSection(QPainter* painter, const QRect& area, int section) const {
    painter->save();
    painter->fillRect(area, palette().color(QPalette::Window));
    painter->setPen(palette().color(QPalette::WindowText));
    painter->setFont(font());
    painter->drawText(area.adjusted(kPad, kPad, -kPad, -kPad),
                      Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                      model()->headerData(section, Qt::Vertical, Qt::DisplayRole).toString());
    painter->restore();
}

}  // namespace duo::ui
