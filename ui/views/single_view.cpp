#include "views/single_view.h"

#include <QtWidgets>

#include "views/batch_grid.h"
#include "views/compare_words.h"
#include "views/picture_analysis.h"
#include "views/picture_menu.h"
#include "views/readout_line.h"
#include "views/single_bar.h"
#include "views/single_readout.h"
#include "views/single_strip.h"
#include "views/split_strip.h"
#include "views/token_hover.h"
#include "widgets/image_canvas.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kAlternatives = 8;  // asked for where token statistics are turned on

}  // namespace

SingleView::SingleView(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      pictures_(new QStackedWidget),
      canvas_(new ImageCanvas),
      grid_(new BatchGrid),
      bar_(new SingleBar(*canvas_)),
      strip_(new SingleStrip(parts.models, parts.queue)),
      splits_(new SplitStrip),
      line_(new ReadoutLine),
      token_(new TokenHover(parts.swaps, this)),
      splitter_(new QSplitter(Qt::Horizontal)),
      image_([this](const QImage& image) { canvas_->setImage(image); }) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar_);
    canvas_->setAccessibleName(tr("Picture"));
    auto* left = new QWidget;
    auto* middle = new QVBoxLayout(left);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(0);
    pictures_->addWidget(canvas_);
    pictures_->addWidget(grid_);
    auto* beside = new QHBoxLayout;
    beside->setSpacing(0);
    beside->addWidget(pictures_, 1);
    beside->addWidget(splits_);
    middle->addLayout(beside, 1);
    middle->addWidget(line_);
    splitter_->addWidget(left);
    splitter_->addWidget(strip_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setStretchFactor(1, 0);
    splitter_->setCollapsible(0, false);
    strip_->hide();
    column->addWidget(splitter_, 1);
    addKeys();
    connectState();
    follow();
}

void SingleView::addKeys() {
    const auto add = [this](int key, auto act) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    // Before the canvas takes 1 for its zoom.
    for (int i = 0; i < 4; ++i) {
        add(Qt::Key_1 + i, [this, i] { setLayer(static_cast<SingleLayer>(i)); });
    }
    add(Qt::Key_V, [this] { bar_->chooseNextGhost(); });
    add(Qt::Key_G, [this] { bar_->setGridWanted(!bar_->gridWanted()); });
}

void SingleView::connectState() {
    connect(&parts_.selection, &Selection::pictureChanged, this, &SingleView::follow);
    connect(&parts_.selection, &Selection::scaleChanged, this, [this](int scale) {
        strip_->setScale(scale);
        refresh();
    });
    const auto grown = [this](const RunPtr& run) {
        const PicturePtr& shown = parts_.selection.picture();
        const auto& pictures = run->pictures;
        if (std::find(pictures.begin(), pictures.end(), shown) != pictures.end()) follow();
    };
    connect(&parts_.recorder, &RunRecorder::scaleFinished, this, grown);
    connect(&parts_.recorder, &RunRecorder::pictureFinished, this, grown);
    connect(&parts_.settings, &GenerationSettings::changed, this, &SingleView::tellInsight);
    connect(&parts_.tried, &TriedSplits::changed, this, &SingleView::showSplits);
    connect(&parts_.ghost, &PlainGhost::changed, this, &SingleView::refresh);
    connect(line_, &ReadoutLine::insightAsked, this,
            [this] { parts_.settings.setInsight(kAlternatives); });
    connect(splits_, &SplitStrip::pointedAt, this, [this](const PicturePtr& picture) {
        pointedAt_ = picture;
        refresh();
    });
    connect(splits_, &SplitStrip::adopted, this, [this](const PicturePtr& picture) {
        parts_.selection.setPicture(picture);
        parts_.settings.setSplit(picture->split);
    });
    connect(bar_, &SingleBar::ghostChosen, &parts_.ghost, &PlainGhost::setKind);
    connect(strip_, &SingleStrip::scaleClicked, &parts_.selection, &Selection::setScale);
    connect(bar_, &SingleBar::layerChosen, this, &SingleView::setLayer);
    connect(bar_, &SingleBar::gainChanged, this, &SingleView::refresh);
    connect(bar_, &SingleBar::stripToggled, strip_, &QWidget::setVisible);
    connect(bar_, &SingleBar::gridToggled, this, [this] {
        const bool focused = pictures_->currentWidget()->hasFocus();
        refresh();
        if (focused) pictures_->currentWidget()->setFocus();
    });
    connect(grid_, &BatchGrid::chosen, &parts_.selection, &Selection::setPicture);
    connect(grid_, &BatchGrid::enlargeAsked, this, [this] { bar_->setGridWanted(false); });
    connect(grid_, &BatchGrid::contextMenuAt, this, &SingleView::showMenu);
    connect(canvas_, &ImageCanvas::walked, this, &SingleView::walk);
    connect(canvas_, &ImageCanvas::hovered, this, &SingleView::showHovered);
    connect(canvas_, &ImageCanvas::contextMenuAt, this, &SingleView::showMenu);
}

void SingleView::setLayer(SingleLayer layer) {
    bar_->setLayer(layer);
    if (layer_ == layer) return;
    layer_ = layer;
    refresh();
}

QString SingleView::readout() const {
    return line_->said();
}

// A split that is pointed at, else the picture that is selected.
const PicturePtr& SingleView::shown() const {
    return pointedAt_ ? pointedAt_ : parts_.selection.picture();
}

int SingleView::scale() const {
    const PicturePtr& picture = shown();
    return picture ? picture->scaleAt(parts_.selection.scale()) : -1;
}

QSize SingleView::displaySize() const {
    const PicturePtr& picture = parts_.selection.picture();
    if (picture && !picture->final.isNull()) return picture->final.size();
    if (!parts_.models.loaded()) return {};
    const int side = parts_.models.loaded()->family.pictureSide;
    return {side, side};
}

std::vector<PicturePtr> SingleView::batch() const {
    const PicturePtr& picture = parts_.selection.picture();
    const RunPtr run = picture ? parts_.queue.runOf(*picture) : nullptr;
    return run && run->kind == RunKind::Generate ? run->pictures : std::vector<PicturePtr>();
}

void SingleView::walk(int by) {
    const std::vector<PicturePtr> pictures = batch();
    const auto at = std::find(pictures.begin(), pictures.end(), parts_.selection.picture());
    if (at == pictures.end()) return;
    const std::ptrdiff_t to = at - pictures.begin() + by;
    if (to >= 0 && to < std::ssize(pictures))
        parts_.selection.setPicture(pictures[static_cast<std::size_t>(to)]);
}

bool SingleView::gridShown() const {
    return pictures_->currentWidget() == grid_;
}

// The grid shows pictures alone; the other layers are of one picture.
void SingleView::showBatch() {
    const std::vector<PicturePtr> pictures = batch();
    const bool several = pictures.size() > 1 && layer_ == SingleLayer::Picture;
    const bool grid = several && bar_->gridWanted();
    grid_->show(pictures, parts_.selection.picture(), parts_.selection.scale());
    pictures_->setCurrentWidget(grid ? static_cast<QWidget*>(grid_) : canvas_);
    setFocusProxy(pictures_->currentWidget());
    bar_->setGrid(several, gridShown());
    if (gridShown()) line_->say(grid_->accessibleDescription());
}

void SingleView::showSplits() {
    const PicturePtr& picture = parts_.selection.picture();
    splits_->show(picture ? parts_.tried.of(*picture) : std::vector<PicturePtr>(), picture);
}

void SingleView::follow() {
    pointedAt_ = nullptr;
    showSplits();
    strip_->show(parts_.selection.picture());
    strip_->setScale(parts_.selection.scale());
    refresh();
}

void SingleView::refresh() {
    line_->say({});
    line_->showEntropyScale({});
    token_->leave();
    image_.drop();
    showBatch();
    tellInsight();
    if (!parts_.selection.picture()) {
        sayEmpty(tr("No picture yet"), tr("Pick a class and press Generate."));
    } else {
        canvas_->setCaption(caption());
        canvas_->setWipe({}, {}, {});
        switch (layer_) {
            case SingleLayer::Picture:
                showPicture();
                break;
            case SingleLayer::Added:
                showAdded();
                break;
            case SingleLayer::Tokens:
                showTokens();
                break;
            case SingleLayer::Entropy:
                showEntropy();
                break;
        }
    }
    bar_->tellZoom();
}

void SingleView::sayEmpty(const QString& title, const QString& hint) {
    canvas_->setCaption({});
    canvas_->setGrid(0);
    canvas_->setEmptyText(title, hint);
    canvas_->setImage({});
}

void SingleView::showPicture() {
    const QImage image = shown()->at(parts_.selection.scale());
    if (image.isNull()) {
        return sayEmpty(tr("This scale has no picture"),
                        tr("It is shown as soon as it is decoded. Files keep no scales: those of "
                           "an earlier session are decoded again."));
    }
    canvas_->setGrid(0);
    const PicturePtr plain = parts_.ghost.picture();
    const QImage under = plain && plain != shown() ? plain->at(parts_.selection.scale()) : QImage();
    if (under.isNull()) {
        canvas_->setImage(enlarged(image, displaySize()));
        if (parts_.ghost.isComing())
            line_->say(tr("Plain VAR is decoded as soon as the core is idle."));
    } else if (parts_.ghost.kind() == PlainGhost::Kind::Wipe) {
        canvas_->setImage(enlarged(image, displaySize()));
        canvas_->setWipe(enlarged(under, displaySize()), tr("N = %1").arg(shown()->split),
                         tr("plain VAR"));
    } else {
        canvas_->setCaption(tr("N = %1 minus plain VAR").arg(shown()->split));
        image_.run([image, under, gain = bar_->gain(), size = displaySize()] {
            return enlarged(signedDifference(under, image, gain), size);
        });
    }
}

void SingleView::showAdded() {
    const std::vector<QImage> steps = stepsOf(*shown());
    const int k = scale();
    const auto at = static_cast<std::size_t>(k);
    if (k < 0 || steps[at].isNull() || (k > 0 && steps[at - 1].isNull())) {
        return sayEmpty(
            tr("Nothing to compare"),
            tr("This view needs the pictures of this scale and the one before. Files keep no "
               "scales: choose \"Decode again with scales\" in the history."));
    }
    canvas_->setGrid(0);
    image_.run(
        [before = k == 0 ? QImage() : steps[at - 1], after = steps[at], gain = bar_->gain(),
         size = displaySize()] { return enlarged(signedDifference(before, after, gain), size); });
}

void SingleView::showTokens() {
    const Picture& picture = *shown();
    const int k = scale();
    const auto at = static_cast<std::size_t>(k);
    if (k < 0 || at >= picture.tokens.size() || picture.tokens[at].empty()) {
        return sayEmpty(tr("No tokens"),
                        tr("Files keep no tokens: choose \"Decode again with scales\" in "
                           "the history."));
    }
    canvas_->setGrid(picture.sides[at]);
    image_.run([tokens = picture.tokens[at], side = picture.sides[at], size = displaySize()] {
        return enlarged(tokenMap(tokens, side), size);
    });
}

void SingleView::showEntropy() {
    const Picture& picture = *shown();
    const int k = scale();
    if (!hasInsight(picture, k)) {
        return sayEmpty(tr("No token statistics"), tr("Turn them on below, then generate again."));
    }
    const auto at = static_cast<std::size_t>(k);
    canvas_->setGrid(picture.sides[at]);
    line_->showEntropyScale(largestEntropy(picture.insight[at]));
    image_.run([insight = picture.insight[at], side = picture.sides[at], size = displaySize()] {
        return enlarged(entropyMap(insight, side), size);
    });
}

void SingleView::tellInsight() {
    const PicturePtr& picture = parts_.selection.picture();
    const bool asks = picture && layer_ >= SingleLayer::Tokens && !hasInsight(*picture, scale());
    const bool coming = parts_.settings.insight() > 0;
    line_->offerInsight(asks && !coming);
    if (asks && coming) line_->say(tr("Generate again to record them."));
}

// What the difference is to, where it is not the same kind of picture of the scale before.
QString SingleView::addedNote(const Picture& picture, int k) const {
    if (k == 0) return tr(": difference to middle grey");
    const std::vector<QImage> steps = stepsOf(picture);
    const auto at = static_cast<std::size_t>(k);
    return steps[at].size() == steps[at - 1].size() ? QString()
                                                    : tr(": finished picture against a preview");
}

QString SingleView::caption() const {
    const Picture& picture = *shown();
    const int k = scale();
    if (k < 0) return wordsOf(picture, parts_.models, parts_.queue).name;
    QString where = tr("scale %1 of %2").arg(k + 1).arg(picture.scaleCount());
    if (static_cast<std::size_t>(k) < picture.models.size()) {
        where += QStringLiteral(", ") + modelName(picture.models[static_cast<std::size_t>(k)]);
    }
    if (layer_ == SingleLayer::Added) return tr("Added by %1").arg(where) + addedNote(picture, k);
    if (layer_ == SingleLayer::Picture && parts_.selection.scale() < 0 && !picture.final.isNull()) {
        return wordsOf(picture, parts_.models, parts_.queue).title();
    }
    return wordsOf(picture, parts_.models, parts_.queue).name + QStringLiteral(", ") + where;
}

void SingleView::showHovered(const QPoint& place, const QColor& color) {
    const PicturePtr& picture = shown();
    if (!picture || place.x() < 0) {
        line_->say({});
        token_->leave();
        return tellInsight();
    }
    switch (layer_) {
        case SingleLayer::Picture:
            line_->say(Readout::pixel(place, color));
            break;
        case SingleLayer::Added:
            line_->say(Readout::change(*picture, scale(), place, canvas_->image().size()));
            break;
        default:
            line_->say(Readout::token(*picture, scale(), place));
            showToken(place);
            break;
    }
}

// The canvas has cells on the layers that show them.
void SingleView::showToken(const QPoint& place) {
    const Picture& picture = *shown();
    const auto at = static_cast<std::size_t>(scale());
    if (scale() < 0 || at >= picture.tokens.size() || picture.tokens[at].empty()) return;
    const int side = picture.sides[at];
    if (place.x() >= side || place.y() >= side) return;
    token_->pointAt({shown(), scale(), place.y() * side + place.x()}, QCursor::pos());
}

void SingleView::showMenu(const QPoint& position) {
    if (!shown()) return;
    popUpPictureMenu(this, position, shown(), canvas_->image(), parts_.selection, parts_.files);
}

void SingleView::setBare(bool bare) {
    bar_->setHidden(bare);
    line_->setHidden(bare);
    strip_->setVisible(!bare && bar_->stripShown());
}

void SingleView::save(QSettings& store) const {
    store.setValue("single/layer", static_cast<int>(layer_));
    store.setValue("single/gain", bar_->gainStep());
    store.setValue("single/grid", bar_->gridWanted());
    store.setValue("single/strip", bar_->stripShown());
    store.setValue("single/splitter", splitter_->saveState());
}

void SingleView::restore(QSettings& store) {
    bar_->setGainStep(store.value("single/gain", bar_->gainStep()).toInt());
    bar_->setGridWanted(store.value("single/grid", true).toBool());
    splitter_->restoreState(store.value("single/splitter").toByteArray());
    bar_->setStripShown(store.value("single/strip", false).toBool());
    setLayer(static_cast<SingleLayer>(std::clamp(store.value("single/layer", 0).toInt(), 0, 3)));
}

}  // namespace duo::ui
