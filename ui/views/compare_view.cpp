#include "views/compare_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/compare_difference_page.h"
#include "views/compare_flip.h"
#include "views/compare_pane.h"
#include "views/compare_sources.h"
#include "views/compare_words.h"
#include "widgets/canvas_view.h"
#include "widgets/image_canvas.h"
#include "widgets/pages.h"
#include "widgets/theme.h"
#include "widgets/wrap_layout.h"

namespace duo::ui {
namespace {

QToolButton* iconButton(const QString& icon, const QString& name) {
    auto* button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

}  // namespace

CompareView::CompareView(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      canvasView_(new CanvasView(this)),
      sources_(new CompareSources(parts)),
      modes_(new QButtonGroup(this)),
      pages_(new Pages),
      empty_(new ImageCanvas),
      grid_(new QGridLayout),
      sideBySide_(new QWidget),
      wipe_(new ImageCanvas(canvasView_)),
      flip_(new FlipPage(canvasView_)),
      difference_(new DifferencePage(canvasView_)) {
    auto* bar = new QWidget;
    auto* rows = new QVBoxLayout(bar);
    rows->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    rows->setSpacing(theme::kGap / 2);
    rows->addWidget(buildModes());
    auto* second = new QHBoxLayout;
    second->setSpacing(theme::kGap);
    second->addWidget(sources_, 1);
    second->addWidget(pairRow_ = buildPair());
    rows->addLayout(second);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(buildPages(), 1);
    connectState();
    rebuild();
}

QWidget* CompareView::buildModes() {
    auto* row = new QWidget;
    auto* layout = new WrapLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    const struct {
        const char* icon;
        QString text, tip;
    } modes[] = {{"compare", tr("Side by side"), tr("All pictures with one zoom and pan")},
                 {"wipe", tr("Wipe"), tr("One picture left of a line, the other right of it")},
                 {"flip", tr("Flip"), tr("One picture, the other while Space is held")},
                 {"difference", tr("Difference"), tr("Where and how much two pictures differ")}};
    for (int i = 0; i < 4; ++i) {
        QToolButton* button = iconButton(modes[i].icon, modes[i].text);
        button->setText(modes[i].text);
        button->setToolTip(modes[i].tip);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        modes_->addButton(button, i);
        layout->addWidget(button);
    }
    layout->pushRight();
    QToolButton* fit = iconButton("fit", tr("Fit the pictures"));
    QToolButton* actual = iconButton("actual-size", tr("Actual size"));
    connect(fit, &QToolButton::clicked, canvasView_, &CanvasView::fit);
    connect(actual, &QToolButton::clicked, canvasView_,
            [this] { canvasView_->setZoom(1, canvasView_->center()); });
    layout->addWidget(fit);
    layout->addWidget(actual);
    return row;
}

QWidget* CompareView::buildPair() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGap);
    const QString names[] = {tr("First picture of the pair"), tr("Other picture of the pair")};
    for (int i = 0; i < 2; ++i) {
        auto* box = pairBoxes_[i] = new QComboBox;
        box->setAccessibleName(names[i]);
        box->setToolTip(names[i]);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(7);
        connect(box, &QComboBox::currentIndexChanged, this,
                [this] { setPair(pairBoxes_[0]->currentIndex(), pairBoxes_[1]->currentIndex()); });
    }
    QToolButton* swap = iconButton("flip", tr("Swap the pair"));
    connect(swap, &QToolButton::clicked, this, [this] { setPair(other_, first_); });
    layout->addWidget(pairBoxes_[0]);
    layout->addWidget(swap);
    layout->addWidget(pairBoxes_[1]);
    return row;
}

QWidget* CompareView::buildPages() {
    empty_->setEmptyText(tr("Nothing to compare yet"),
                         tr("Choose up to four pictures. Ctrl+D adds the picture shown, C adds one "
                            "of a sweep, and Add lists those of the run and the history."));
    empty_->setFocusPolicy(Qt::NoFocus);
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setSpacing(1);
    sideBySide_->setLayout(grid_);
    wipe_->setAccessibleName(tr("Wipe between two pictures"));
    pages_->addWidget(empty_);
    pages_->addWidget(sideBySide_);
    pages_->addWidget(wipe_);
    pages_->addWidget(flip_);
    pages_->addWidget(difference_);
    pages_->installEventFilter(this);
    return pages_;
}

void CompareView::connectState() {
    connect(modes_, &QButtonGroup::idClicked, this,
            [this](int id) { setMode(static_cast<CompareMode>(id)); });
    connect(flip_, &FlipPage::firstChanged, this,
            [this](int first) { setPair(first, first == other_ ? first_ : other_); });
    Selection& selection = parts_.selection;
    connect(&selection, &Selection::comparedChanged, this, &CompareView::rebuild);
    connect(&selection, &Selection::scaleChanged, this, &CompareView::refreshImages);
    connect(&parts_.recorder, &RunRecorder::scaleFinished, this, [this](const RunPtr& run) {
        for (const PicturePtr& picture : run->pictures) {
            if (holds(picture)) return refreshImages();
        }
    });
    connect(&parts_.recorder, &RunRecorder::pictureFinished, this,
            [this](const RunPtr&, const PicturePtr& p) {
                if (!holds(p)) return;
                refreshWords();
                refreshImages();
            });
}

bool CompareView::holds(const PicturePtr& picture) const {
    return std::find(compared().begin(), compared().end(), picture) != compared().end();
}

// ---- What is compared --------------------------------------------------------------------------

void CompareView::rebuild() {
    const int count = static_cast<int>(compared().size());
    while (static_cast<int>(panes_.size()) > count) {
        panes_.back()->deleteLater();
        panes_.back()->hide();
        panes_.pop_back();
    }
    while (static_cast<int>(panes_.size()) < count) {
        auto* pane = new ComparePane(canvasView_);
        connect(pane, &ComparePane::removed, this, [this, pane] {
            const PicturePtr picture = pane->picture();
            parts_.selection.removeCompared(picture);
        });
        panes_.push_back(pane);
    }
    for (int i = 0; i < count; ++i) panes_[i]->setPicture(i, compared()[i]);
    arrangePanes();
    const bool good = first_ >= 0 && other_ >= 0 && first_ < count && other_ < count;
    if (!good) {
        first_ = count > 0 ? 0 : -1;
        other_ = count > 1 ? 1 : -1;
    }
    refreshWords();
    refreshImages();
    showMode();
}

// The columns that make the pictures largest; of equal ones the most.
int CompareView::bestColumns() const {
    const int count = static_cast<int>(panes_.size());
    int best = std::max(count, 1), edge = 0;
    for (int columns = count; columns > 0; --columns) {
        const int rows = (count + columns - 1) / columns;
        const int high = pages_->height() / rows - panes_.front()->captionHeight();
        const int now = std::min(pages_->width() / columns, high);
        if (now <= edge) continue;
        best = columns;
        edge = now;
    }
    return best;
}

bool CompareView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == pages_ && event->type() == QEvent::Resize && bestColumns() != columns_)
        arrangePanes();
    return QWidget::eventFilter(watched, event);
}

void CompareView::arrangePanes() {
    while (QLayoutItem* item = grid_->takeAt(0)) delete item;
    const int count = static_cast<int>(panes_.size());
    const int columns = columns_ = bestColumns();
    for (int i = 0; i < count; ++i) {
        grid_->addWidget(panes_[i], i / columns, i % columns);
        panes_[i]->show();
    }
    for (int i = 0; i < 4; ++i) {
        grid_->setColumnStretch(i, i < columns);
        grid_->setRowStretch(i, i * columns < count);
    }
}

void CompareView::refreshWords() {
    for (QComboBox* box : pairBoxes_) {
        const QSignalBlocker quiet(box);
        box->clear();
        for (int i = 0; i < static_cast<int>(panes_.size()); ++i) {
            const Picture& picture = *compared()[i];
            const QString split =
                picture.split < 0 ? splitWords(-1, 0) : tr("N = %1").arg(picture.split);
            box->addItem(QStringLiteral("%1 · %2").arg(sideLetter(i), split));
            box->setItemData(i, sideTitle(i), Qt::ToolTipRole);
        }
    }
    for (ComparePane* pane : panes_)
        pane->setWords(wordsOf(*pane->picture(), parts_.models, parts_.queue));
    setPair(first_, other_);
}

QString CompareView::sideTitle(int side) const {
    return QStringLiteral("%1 · %2").arg(
        sideLetter(side), wordsOf(*compared()[side], parts_.models, parts_.queue).title());
}

void CompareView::refreshImages() {
    for (ComparePane* pane : panes_) pane->showScale(parts_.selection.scale());
    showPairImages();
}

void CompareView::setPair(int first, int other) {
    const int count = static_cast<int>(compared().size());
    // Choosing the other side's picture swaps the two.
    if (first == other && first != first_) {
        other = first_;
    } else if (first == other) {
        first = other_;
    }
    if (first == other && count > 1) other = (first + 1) % count;
    first_ = first;
    other_ = other;
    for (int i = 0; i < 2; ++i) {
        const QSignalBlocker quiet(pairBoxes_[i]);
        pairBoxes_[i]->setCurrentIndex(i == 0 ? first_ : other_);
        pairBoxes_[i]->setToolTip(pairBoxes_[i]->currentData(Qt::ToolTipRole).toString());
    }
    flip_->setPair(first_, other_);
    showPairImages();
}

// For the visible mode only: a difference costs a pass over both pictures.
void CompareView::showPairImages() {
    const int count = static_cast<int>(compared().size());
    if (first_ < 0 || other_ < 0 || first_ >= count || other_ >= count) return;
    const int scale = parts_.selection.scale();
    const QImage a = compared()[first_]->at(scale), b = compared()[other_]->at(scale);
    if (mode_ == CompareMode::Wipe) {
        explainMissing(*wipe_, *compared()[a.isNull() ? first_ : other_]);
        wipe_->setImage(b.isNull() ? QImage() : a);
        wipe_->setWipe(a.isNull() ? QImage() : b, sideTitle(first_), sideTitle(other_));
    } else if (mode_ == CompareMode::Flip) {
        std::vector<FlipPage::Side> sides;
        for (int i = 0; i < count; ++i) {
            sides.push_back({compared()[i]->at(scale), sideTitle(i)});
        }
        flip_->setSides(std::move(sides));
    } else if (mode_ == CompareMode::Difference) {
        difference_->setPair(a, b, tr("|%1 − %2|").arg(sideLetter(first_), sideLetter(other_)));
    }
}

// ---- Modes -------------------------------------------------------------------------------------

void CompareView::setMode(CompareMode mode) {
    mode_ = mode;
    showPairImages();
    showMode();
    if (mode_ == CompareMode::Flip && pages_->currentWidget() == flip_) {
        flip_->canvas().setFocus();
    }
}

void CompareView::showMode() {
    const int count = static_cast<int>(compared().size());
    const bool paired = count > 1 && mode_ != CompareMode::SideBySide;
    for (QAbstractButton* button : modes_->buttons()) button->setEnabled(count > 1);
    modes_->button(static_cast<int>(mode_))->setChecked(true);
    pairRow_->setVisible(paired);
    QWidget* const pages[] = {sideBySide_, wipe_, flip_, difference_};
    pages_->setCurrentWidget(count == 0 ? empty_
                             : paired   ? pages[static_cast<int>(mode_)]
                                        : sideBySide_);
}

// Space flips wherever the focus is, but on controls that take it for themselves.
void CompareView::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space || pages_->currentWidget() != flip_) {
        return QWidget::keyPressEvent(event);
    }
    if (!event->isAutoRepeat()) flip_->hold(true);
}

void CompareView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space || pages_->currentWidget() != flip_) {
        return QWidget::keyReleaseEvent(event);
    }
    if (!event->isAutoRepeat()) flip_->hold(false);
}

void CompareView::save(QSettings& store) const {
    store.setValue("compareMode", static_cast<int>(mode_));
    store.setValue("differenceGain", difference_->gain());
}

void CompareView::restore(QSettings& store) {
    difference_->setGain(
        std::clamp(store.value("differenceGain", difference_->gain()).toInt(), 1, 64));
    setMode(static_cast<CompareMode>(std::clamp(store.value("compareMode", 0).toInt(), 0, 3)));
}

}  // namespace duo::ui
