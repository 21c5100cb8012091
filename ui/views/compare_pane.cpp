#include "views/compare_pane.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/image_canvas.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kLine = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip;

}  // namespace

// ---- Caption -----------------------------------------------------------------------------------

CompareCaption::CompareCaption(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CompareCaption::setWords(const QString& letter, const PictureWords& words) {
    letter_ = letter;
    title_ = words.title();
    detail_ = words.detail();
    const QString whole = detail_.isEmpty() ? title_ : title_ + '\n' + detail_;
    setToolTip(whole);
    setAccessibleName(tr("Picture %1: %2").arg(letter_, whole));
    update();
}

QSize CompareCaption::sizeHint() const {
    const int lines = fontMetrics().height() + QFontMetrics(theme::small(font())).height();
    return {fontMetrics().averageCharWidth() * 30, lines + theme::kGap / 2};
}

QSize CompareCaption::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 8, sizeHint().height()};
}

void CompareCaption::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int chip = fontMetrics().height() + theme::kGap / 2;
    const QRect chipArea(0, (height() - chip) / 2, chip, chip);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::accent());
    painter.drawRoundedRect(chipArea, 4, 4);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme::onAccent());
    painter.drawText(chipArea, Qt::AlignCenter, letter_);

    const QRect room = rect().adjusted(chip + theme::kGap, 0, 0, 0);
    const QFontMetrics titleMetrics(bold);
    const QFont small = theme::small(font());
    const QFontMetrics smallMetrics(small);
    const int height = titleMetrics.height() + (detail_.isEmpty() ? 0 : smallMetrics.height());
    const int top = room.top() + (room.height() - height) / 2;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(room.left(), top, room.width(), titleMetrics.height()), kLine,
                     titleMetrics.elidedText(title_, Qt::ElideRight, room.width()));
    painter.setFont(small);
    painter.setPen(theme::subtle());
    painter.drawText(
        QRect(room.left(), top + titleMetrics.height(), room.width(), smallMetrics.height()), kLine,
        smallMetrics.elidedText(detail_, Qt::ElideMiddle, room.width()));
}

// ---- Pane --------------------------------------------------------------------------------------

ComparePane::ComparePane(CanvasView* view, QWidget* parent)
    : QWidget(parent),
      caption_(new CompareCaption),
      remove_(new QToolButton),
      canvas_(new ImageCanvas(view)) {
    remove_->setIcon(theme::icon("close"));
    remove_->setAutoRaise(true);
    remove_->setFocusPolicy(Qt::StrongFocus);
    remove_->setToolTip(tr("Take out of the comparison"));
    connect(remove_, &QToolButton::clicked, this, &ComparePane::removed);
    auto* header = new QHBoxLayout;
    header->setContentsMargins(theme::kGap, 2, 2, 2);
    header->addWidget(caption_, 1);
    header->addWidget(remove_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(header);
    column->addWidget(canvas_, 1);
}

void ComparePane::setPicture(int side, const PicturePtr& picture) {
    side_ = side;
    picture_ = picture;
    remove_->setAccessibleName(tr("Take picture %1 out of the comparison").arg(sideLetter(side)));
}

void ComparePane::setWords(const PictureWords& words) {
    caption_->setWords(sideLetter(side_), words);
    canvas_->setAccessibleName(tr("Picture %1: %2").arg(sideLetter(side_), words.title()));
}

int ComparePane::captionHeight() const {
    return std::max(caption_->sizeHint().height(), remove_->sizeHint().height()) + 4;
}

void ComparePane::showScale(int scale) {
    explainMissing(*canvas_, *picture_);
    canvas_->setImage(picture_->at(scale));
}

void explainMissing(ImageCanvas& canvas, const Picture& picture) {
    if (picture.final.isNull()) {
        canvas.setEmptyText(ComparePane::tr("Not decoded yet"),
                            ComparePane::tr("It appears here when its run has decoded it."));
    } else {
        canvas.setEmptyText(
            ComparePane::tr("This scale was not kept"),
            ComparePane::tr(
                "Files keep no scales: move the scrubber to its right end, or decode the "
                "picture again with its scales in the history."));
    }
}

}  // namespace duo::ui
