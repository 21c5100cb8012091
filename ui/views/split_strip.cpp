#include "views/split_strip.h"

#include <QEvent>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/compare_words.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kEdge = 56;  // of a thumbnail

}  // namespace

SplitStrip::SplitStrip(QWidget* parent) : QScrollArea(parent) {
    auto* content = new QWidget;
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(theme::kGap / 2, theme::kGap / 2, theme::kGap / 2, theme::kGap / 2);
    column_->setSpacing(theme::kGap / 2);
    column_->addStretch(1);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Splits tried with this class and seed"));
    hide();
}

void SplitStrip::show(const std::vector<PicturePtr>& pictures, const PicturePtr& shown) {
    if (pictures != pictures_) {
        pictures_ = pictures;
        makeButtons();
    }
    for (std::size_t i = 0; i < pictures_.size(); ++i) {
        buttons_[i]->setChecked(pictures_[i] == shown);
    }
    setVisible(pictures_.size() > 1);
}

void SplitStrip::makeButtons() {
    for (QToolButton* button : buttons_) button->deleteLater();
    buttons_.clear();
    int width = 0;
    for (const PicturePtr& picture : pictures_) {
        auto* button = new QToolButton;
        const QImage small = picture->final.scaled(QSize(kEdge, kEdge) * devicePixelRatioF(),
                                                   Qt::KeepAspectRatio, Qt::SmoothTransformation);
        button->setIcon(QPixmap::fromImage(small));
        button->setIconSize({kEdge, kEdge});
        const QString split = tr("N = %1").arg(picture->split);
        button->setText(split);
        const QString meaning = splitMeaning(picture->split, picture->scaleCount());
        button->setAccessibleName(split);
        button->setToolTip(
            tr("%1: %2. Point at it to see it; click to use this split.").arg(split, meaning));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setFont(theme::small(font()));
        button->setAutoRaise(true);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->installEventFilter(this);
        connect(button, &QToolButton::clicked, this,
                [this, button] { emit adopted(pictureOf(button)); });
        column_->insertWidget(column_->count() - 1, button);
        buttons_.push_back(button);
        width = std::max(width, button->sizeHint().width());
    }
    setFixedWidth(width + theme::kGap + verticalScrollBar()->sizeHint().width());
}

PicturePtr SplitStrip::pictureOf(const QObject* button) const {
    const auto found = std::find(buttons_.begin(), buttons_.end(), button);
    return found == buttons_.end() ? nullptr
                                   : pictures_[static_cast<std::size_t>(found - buttons_.begin())];
}

// The keyboard points by its focus.
bool SplitStrip::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Enter || event->type() == QEvent::FocusIn) {
        if (const PicturePtr picture = pictureOf(watched)) emit pointedAt(picture);
    }
    if (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut) {
        emit pointedAt(nullptr);
    }
    return QScrollArea::eventFilter(watched, event);
}

}  // namespace duo::ui
