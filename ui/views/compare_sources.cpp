#include "views/compare_sources.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>
#include <algorithm>

#include "views/compare_words.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kRecent = 12;  // pictures of the history in the menu

QToolButton* textButton(const QString& icon, const QString& text, const QString& tip) {
    auto* button = new QToolButton;
    if (!icon.isEmpty()) button->setIcon(theme::icon(icon));
    button->setText(text);
    button->setToolButtonStyle(icon.isEmpty() ? Qt::ToolButtonTextOnly
                                              : Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    return button;
}

QIcon thumbnail(const QImage& image) {
    return image.isNull() ? QIcon() : QIcon(QPixmap::fromImage(image));
}

bool sameImage(const Picture& a, const Picture& b) {
    return a.index == b.index && a.image == b.image && a.label == b.label;
}

}  // namespace

CompareSources::CompareSources(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      menu_(new QMenu(this)),
      add_(textButton("plus", tr("Add"), tr("Add a picture to the comparison"))),
      plain_(textButton("compare", tr("Plain VAR"), {})),
      decode_(textButton("generate", tr("Decode"), {})),
      split_(new QSpinBox),
      status_(new QLabel) {
    build();
    connectState();
    split_->setValue(parts_.settings.split());
    refresh();
}

void CompareSources::build() {
    add_->setMenu(menu_);
    add_->setPopupMode(QToolButton::InstantPopup);
    split_->setPrefix(tr("N = "));
    split_->setAccessibleName(tr("Split of the picture to decode"));
    decode_->setAccessibleName(tr("Decode the same picture at this N"));
    status_->setProperty("subtle", true);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap);
    row->addWidget(add_);
    row->addWidget(plain_);
    row->addWidget(split_);
    row->addWidget(decode_);
    row->addWidget(status_, 1);
}

void CompareSources::connectState() {
    connect(menu_, &QMenu::aboutToShow, this, &CompareSources::fillMenu);
    connect(plain_, &QToolButton::clicked, this, &CompareSources::addPlainVar);
    connect(decode_, &QToolButton::clicked, this, [this] { addSplit(split_->value()); });
    connect(split_, &QSpinBox::valueChanged, this, &CompareSources::refresh);
    connect(&parts_.selection, &Selection::comparedChanged, this, &CompareSources::refresh);
    connect(&parts_.selection, &Selection::pictureChanged, this, &CompareSources::refresh);
    connect(&parts_.recorder, &RunRecorder::pictureFinished, this, &CompareSources::takePicture);
    connect(&parts_.queue, &RunQueue::runChanged, this, &CompareSources::dropEnded);
}

PicturePtr CompareSources::base() const {
    const auto& compared = parts_.selection.compared();
    return compared.empty() ? parts_.selection.picture() : compared.front();
}

QString CompareSources::whyNoSplit() const {
    const PicturePtr picture = base();
    if (!picture) return tr("Choose a picture first.");
    const auto provenance = provenanceOf(*picture);
    if (!provenance) return tr("The picture has to be finished first.");
    if (provenance->rng == RngKind::Published) {
        return tr("Published draws depend on N: another split makes another picture.");
    }
    return {};
}

void CompareSources::refresh() {
    const PicturePtr picture = base();
    const int scales = picture ? scaleCountOf(*picture) : parts_.settings.scaleCount();
    split_->setRange(0, scales);
    const QString why = whyNoSplit();
    const bool inRun = picture && parts_.queue.runOf(*picture);
    decode_->setEnabled(why.isEmpty());
    split_->setEnabled(why.isEmpty());
    plain_->setEnabled(why.isEmpty() || inRun);
    decode_->setToolTip(!why.isEmpty()
                            ? why
                            : tr("Decode picture A once more with %1, and compare the two")
                                  .arg(splitWords(split_->value(), scales)));
    plain_->setToolTip(plain_->isEnabled()
                           ? tr("Decode picture A with the drafter alone, and compare the two")
                           : why);
    status_->setText(wanted_.empty() ? QString() : tr("Decoding: %1").arg(wanted_.size()));
}

// ---- The menu ----------------------------------------------------------------------------------

void CompareSources::fillMenu() {
    menu_->clear();
    menu_->setToolTipsVisible(true);
    const PicturePtr selected = parts_.selection.picture();
    QAction* one = menu_->addAction(tr("The selected picture"));
    one->setEnabled(selected != nullptr);
    connect(one, &QAction::triggered, this,
            [this, selected] { parts_.selection.addCompared(selected); });
    addRunPictures();
    addHistory();
    menu_->addSeparator();
    QAction* clear = menu_->addAction(tr("Clear the comparison"));
    clear->setEnabled(!parts_.selection.compared().empty());
    connect(clear, &QAction::triggered, this, [this] { parts_.selection.setCompared({}); });
}

void CompareSources::addRunPictures() {
    const RunPtr run = parts_.queue.current();
    if (!run || run->pictures.empty()) return;
    menu_->addSection(tr("From the run"));
    for (const PicturePtr& picture : run->pictures) {
        const PictureWords words = wordsOf(*picture, parts_.models, parts_.queue);
        QAction* action = menu_->addAction(thumbnail(picture->at(-1)), words.title());
        connect(action, &QAction::triggered, this,
                [this, picture] { parts_.selection.addCompared(picture); });
    }
}

void CompareSources::addHistory() {
    HistoryStore& history = parts_.history;
    const int rows = std::min(history.rowCount(), kRecent);
    if (rows == 0) return;
    menu_->addSection(tr("From the history"));
    for (int row = 0; row < rows; ++row) {
        const QPersistentModelIndex index = history.index(row);
        QAction* action = menu_->addAction(index.data(Qt::DisplayRole).toString());
        const QVariant image = index.data(Qt::DecorationRole);
        action->setIcon(image.canConvert<QPixmap>() ? QIcon(image.value<QPixmap>())
                                                    : thumbnail(image.value<QImage>()));
        connect(action, &QAction::triggered, this, [this, index] {
            if (PicturePtr picture = parts_.history.open(index)) {
                parts_.selection.addCompared(picture);
            }
        });
    }
}

// ---- Pictures decoded for the comparison -------------------------------------------------------

void CompareSources::compareBase() {
    if (parts_.selection.compared().empty()) parts_.selection.addCompared(base());
}

// The same picture at another split, where a sweep of this session has it.
PicturePtr CompareSources::madeAlready(const PicturePtr& base, int split) const {
    const RunPtr run = parts_.queue.runOf(*base);
    if (!run || run->kind != RunKind::Sweep) return nullptr;
    for (const PicturePtr& picture : run->pictures) {
        if (picture->split == split && sameImage(*picture, *base) && !picture->final.isNull()) {
            return picture;
        }
    }
    return nullptr;
}

void CompareSources::addPlainVar() {
    const PicturePtr picture = base();
    if (!picture) return;
    const RunPtr run = parts_.queue.runOf(*picture);
    const int scales = scaleCountOf(*picture);
    if (!run || run->kind == RunKind::Sweep) return addSplit(scales);
    if (isWanted(picture, scales)) return;
    compareBase();
    RunPtr plain = parts_.queue.plainVarOf(run);
    if (!plain) plain = parts_.queue.compareWithPlainVar(run);
    if (plain) want({plain->tag, picture->index, picture, scales}, *plain);
}

// The whole batch is decoded again: a picture's rounding depends on its neighbours.
void CompareSources::addSplit(int split) {
    const PicturePtr picture = base();
    if (!picture || !whyNoSplit().isEmpty() || isWanted(picture, split)) return;
    compareBase();
    if (const PicturePtr made = madeAlready(picture, split)) {
        return parts_.selection.addCompared(made);
    }
    const Provenance provenance = *provenanceOf(*picture);
    GenerationRequest request = requestOf(provenance);
    request.previews = PreviewKind::Linear;
    const RunPtr run = parts_.queue.sweep(request, {split});
    if (run) want({run->tag, provenance.batchPosition, picture, split}, *run);
}

bool CompareSources::isWanted(const PicturePtr& base, int split) const {
    return std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& wanted) {
        return wanted.base == base && wanted.split == split;
    });
}

void CompareSources::want(const Wanted& wanted, const Run& run) {
    for (const PicturePtr& picture : run.pictures) {
        if (picture->index == wanted.index && !picture->final.isNull()) {
            return parts_.selection.addCompared(picture);
        }
    }
    wanted_.push_back(wanted);
    refresh();
}

void CompareSources::takePicture(const RunPtr& run, const PicturePtr& picture) {
    const auto found = std::find_if(wanted_.begin(), wanted_.end(), [&](const Wanted& wanted) {
        return wanted.run == run->tag && wanted.index == picture->index;
    });
    if (found == wanted_.end()) return refresh();
    wanted_.erase(found);
    parts_.selection.addCompared(picture);
    refresh();
}

void CompareSources::dropEnded(const RunPtr& run) {
    if (run->state != RunState::Failed && run->state != RunState::Cancelled &&
        run->state != RunState::Done) {
        return;
    }
    if (std::erase_if(wanted_, [&run](const Wanted& w) { return w.run == run->tag; }) > 0) {
        refresh();
    }
}

}  // namespace duo::ui
