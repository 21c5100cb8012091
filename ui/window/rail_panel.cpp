#include "window/rail_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "panels/panel_parts.h"
#include "views/compare_words.h"
#include "widgets/help_topics.h"
#include "widgets/scale_rail.h"
#include "widgets/scrubber.h"
#include "widgets/split_curve.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kRoomForOneMore = 640;  // pixels of this panel
constexpr int kRoomForCurve = 800;    // pixels of window; lower ones begin without the curve

// So far this size of batch was never measured.
QString fromBatchesText(const std::vector<int>& batches) {
    const QLocale locale;
    const QString first = locale.toString(batches.front());
    if (batches.size() == 1) return RailPanel::tr("estimated from batch %1").arg(first);
    return RailPanel::tr("estimated from batches %1 and %2")
        .arg(first, locale.toString(batches.back()));
}

// Measured figures hold for the run's own assignment of models alone.
void addFigures(ScaleTile& tile, const Run& run, int scale) {
    if (scale >= static_cast<int>(run.scales.size())) return;
    const ScaleFigures& figures = run.scales[scale];
    if (!figures.done || figures.model != tile.model) return;
    tile.kept = figures.kept;
    if (!figures.kept) tile.ms = figures.ms;
    tile.entry = figures.prefill && scale > 0;
}

}  // namespace

RailPanel::RailPanel(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      row_(new QHBoxLayout),
      rail_(new ScaleRail),
      curve_(new SplitCurve(*rail_)),
      splits_(parts.settings, parts.costs),
      scrubber_(new Scrubber),
      number_(new QSpinBox),
      prediction_(new ElidedLabel),
      advice_(new ElidedLabel),
      oneMore_(new QToolButton),
      shown_(new QToolButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, theme::kGap / 2, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap / 2);
    buildRow();
    setHelpTopics(*this, "split scale hand-over");
    setHelpTopics(*curve_, "split-curve");
    column->addWidget(rail_);
    column->addWidget(curve_);
    addCurveButton();
    connectRail();
    connectState();
    refreshSplit();
    refreshTiles();
}

void RailPanel::buildRow() {
    auto* label = new QLabel(tr("Draft steps &N"));
    label->setBuddy(number_);
    number_->setAccessibleName(tr("Split point N: scales that the drafter decodes"));
    number_->setToolTip(tr("The drafter decodes the first N scales, the refiner the rest"));
    number_->setKeyboardTracking(false);
    prediction_->setObjectName("prediction");
    scrubber_->setAccessibleName(tr("Scale shown in the whole window"));
    advice_->setObjectName("memoryAdvice");
    advice_->setFont(theme::small(font()));
    advice_->setForegroundRole(QPalette::PlaceholderText);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(prediction_);
    shown_->setObjectName("shownSplit");
    shown_->setAccessibleName(tr("Use the split of the picture shown"));
    shown_->setAutoRaise(true);
    shown_->setFont(theme::small(font()));
    shown_->setFocusPolicy(Qt::TabFocus);
    oneMore_->setObjectName("oneMore");
    oneMore_->setAutoRaise(true);
    oneMore_->setMinimumWidth(1);  // it is hidden before it could be clipped
    oneMore_->setFont(theme::small(font()));
    oneMore_->setFocusPolicy(Qt::TabFocus);
    oneMore_->setToolTip(tr("Add a picture to the next run. A batch shares most of its work."));
    parts::keepRoom(*shown_);
    parts::keepRoom(*advice_);
    auto* small = new QHBoxLayout;
    small->addWidget(advice_, 1);
    small->addWidget(oneMore_);
    small->addWidget(shown_);
    words->addLayout(small);
    words->addStretch();
    row_->setSpacing(theme::kGap);
    row_->addWidget(label);
    row_->addWidget(number_);
    row_->addLayout(words, 3);
    row_->addWidget(scrubber_, 2);
    static_cast<QVBoxLayout*>(layout())->addLayout(row_);
}

void RailPanel::addCurveButton() {
    curveButton_ = new QToolButton;
    curveButton_->setObjectName("curveButton");
    curveButton_->setIcon(theme::icon(QStringLiteral("curve")));
    curveButton_->setCheckable(true);
    curveButton_->setAutoRaise(true);
    curveButton_->setFocusPolicy(Qt::TabFocus);
    const QString name = tr("Time, memory and quality at every split");
    curveButton_->setAccessibleName(name);
    curveButton_->setToolTip(name);
    row_->addWidget(curveButton_);
    curve_->hide();
    connect(curveButton_, &QToolButton::toggled, this, [this](bool shown) {
        curve_->setVisible(shown);
        refreshCurve();
    });
    connect(curve_, &SplitCurve::splitChosen, &parts_.settings, &GenerationSettings::setSplit);
}

void RailPanel::save(QSettings& store) const {
    store.setValue("rail/curve", curveButton_->isChecked());
}

void RailPanel::restore(QSettings& store) {
    const bool room = window()->height() >= kRoomForCurve;
    curveButton_->setChecked(store.value("rail/curve", room).toBool());
}

void RailPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && curveButton_ != nullptr) {
        curveButton_->setIcon(theme::icon(QStringLiteral("curve")));
    }
}

void RailPanel::addButton(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    row_->addWidget(button);
}

void RailPanel::connectRail() {
    connect(rail_, &ScaleRail::splitMoved, this,
            [this](int split) { parts_.settings.setSplit(split); });
    connect(number_, &QSpinBox::valueChanged, this,
            [this](int split) { parts_.settings.setSplit(split); });
    connect(rail_, &ScaleRail::scaleClicked, this,
            [this](int scale) { showScale(parts_.selection.scale() == scale ? -1 : scale); });
    connect(scrubber_, &Scrubber::scaleChosen, this, &RailPanel::showScale);
    connect(oneMore_, &QToolButton::clicked, this, &RailPanel::addOneMore);
    connect(shown_, &QToolButton::clicked, this, [this] {
        const PicturePtr& picture = parts_.selection.picture();
        if (picture && picture->split >= 0) parts_.settings.setSplit(picture->split);
    });
}

// One picture more of the class that has most.
void RailPanel::addOneMore() {
    std::vector<ClassCount> classes = parts_.settings.classes();
    const auto most = std::ranges::max_element(classes, {}, &ClassCount::count);
    if (most == classes.end()) return;
    ++most->count;
    parts_.settings.setClasses(classes);
}

void RailPanel::connectState() {
    connect(&parts_.settings, &GenerationSettings::changed, this,
            [this](GenerationSettings::Part part) {
                if (part == GenerationSettings::Part::Split) {
                    refreshSplit();
                    refreshTiles();
                }
                if (part == GenerationSettings::Part::Models) {
                    rail_->setSpecialised(parts_.models.specialisedSplits());
                }
                refreshPrediction();
            });
    connect(&parts_.selection, &Selection::pictureChanged, this, &RailPanel::refreshTiles);
    connect(&parts_.selection, &Selection::scaleChanged, this, [this](int scale) {
        rail_->setSelected(scale);
        const QSignalBlocker blocker(scrubber_);
        scrubber_->setScale(scale);
    });
    connect(&parts_.recorder, &RunRecorder::scaleFinished, this, &RailPanel::refreshTiles);
    connect(&parts_.recorder, &RunRecorder::pictureFinished, this, &RailPanel::refreshTiles);
    connect(&parts_.queue, &RunQueue::runAdded, this, &RailPanel::refreshTiles);
    connect(&parts_.models, &ModelLibrary::modelsLoaded, this, [this] {
        refreshSplit();
        refreshTiles();
    });
    connect(&parts_.models, &ModelLibrary::modelsListed, this, &RailPanel::refreshSplit);
    connect(&parts_.costs, &CostModel::predictionsChanged, this, &RailPanel::refreshPrediction);
}

void RailPanel::showScale(int scale) {
    parts_.selection.setScale(scale);
}

void RailPanel::refreshSplit() {
    const GenerationSettings& settings = parts_.settings;
    const QSignalBlocker blocker(number_);
    number_->setRange(0, settings.scaleCount());
    number_->setValue(settings.split());
    scrubber_->setScaleCount(settings.scaleCount());
    rail_->setSplit(settings.split());
    rail_->setSpecialised(parts_.models.specialisedSplits());
    refreshPrediction();
}

void RailPanel::refreshTiles() {
    if (!parts_.models.loaded()) return rail_->setTiles({});
    const std::vector<int>& sides = parts_.models.loaded()->family.sides;
    const PicturePtr& picture = parts_.selection.picture();
    const RunPtr run = picture ? parts_.queue.runOf(*picture) : nullptr;
    const bool unfinished = run && run->isActive() && picture->final.isNull();
    const bool working = unfinished && run->state == RunState::Running;
    scrubber_->setUnfinished(unfinished ? std::optional(picture->scaleAt(-1)) : std::nullopt);
    const int split = parts_.settings.split();
    std::vector<ScaleTile> tiles(sides.size());
    bool before = true;  // every scale so far is there
    for (int k = 0; k < static_cast<int>(sides.size()); ++k) {
        ScaleTile& tile = tiles[k];
        tile.side = sides[k];
        tile.tokens = std::int64_t{sides[k]} * sides[k];
        tile.model = k < split ? ModelRole::Drafter : ModelRole::Refiner;
        if (picture && k < static_cast<int>(picture->scales.size()))
            tile.image = picture->scales[k].isNull() ? QImage() : picture->at(k);
        tile.done = !tile.image.isNull();
        tile.working = working && before && !tile.done;
        before = tile.done;
        if (run) addFigures(tile, *run, k);
    }
    rail_->setTiles(std::move(tiles));
    showSplitOf(picture, run);
    rail_->setSplit(split);
    rail_->setSelected(parts_.selection.scale());
}

// The rail is of the next run; a picture of another split says so. Live mode catches up by itself.
void RailPanel::showSplitOf(const PicturePtr& picture, const RunPtr& run) {
    const bool other = picture && picture->split >= 0 && !(run && run->live) &&
                       picture->split != parts_.settings.split() &&
                       picture->split <= parts_.settings.scaleCount();
    shown_->setVisible(other);
    if (!other) return;
    shown_->setText(tr("Shown: N = %1").arg(picture->split));
    shown_->setToolTip(tr("The picture was made with N = %1. Click to use it for the next run.")
                           .arg(picture->split));
}

void RailPanel::refreshPrediction() {
    const QString text = predictionText();
    refreshCurve();
    rail_->setPredictionText(text);
    const QString advice = adviceText();
    prediction_->setText(text);
    advice_->setText(advice);
    advice_->setVisible(!advice.isEmpty());
    refreshOneMore();
    const QString explained = (advice.isEmpty() ? text : text + QLatin1Char('\n') + advice) +
                              QLatin1Char('\n') +
                              tr("Estimated from runs on this device: the decoding time, the peak "
                                 "of caches and activations, the error of past estimates, and the "
                                 "batch from which this split needs less memory than plain VAR.");
    prediction_->setToolTip(explained);
    advice_->setToolTip(explained);
}

// Predicts for all splits while the curve is shown, not at every change of the settings.
void RailPanel::refreshCurve() {
    if (!curve_->isHidden()) curve_->setPoints(splits_.points(), parts_.settings.split());
}

// Narrow windows have no room for it.
void RailPanel::refreshOneMore() {
    const auto more = parts_.costs.secondsOfOneMore(parts_.settings.split());
    oneMore_->setVisible(more && width() >= kRoomForOneMore);
    if (more) oneMore_->setText(tr("One more: +%1").arg(roughDurationWords(*more)));
}

void RailPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refreshOneMore();
}

QString RailPanel::predictionText() const {
    const auto prediction = parts_.costs.predict(parts_.settings.split());
    if (!prediction) return tr("N = %1 not measured yet").arg(parts_.settings.split());
    return SplitCosts::words(*prediction);
}

// Which pair will decode, which runs the prediction stands on, where not on such ones, and from
// which batch CoDe saves.
QString RailPanel::adviceText() const {
    const int split = parts_.settings.split();
    QStringList parts;
    if (parts_.models.filesAt(split) != parts_.settings.files())
        parts << tr("by its specialised pair");
    const auto prediction = parts_.costs.predict(split);
    if (prediction && !prediction->fromBatches.empty()) {
        parts << fromBatchesText(prediction->fromBatches);
    }
    if (const auto batch = parts_.costs.batchWhereMemoryIsSaved(split)) {
        parts << (*batch <= 1 ? tr("needs less memory than plain VAR")
                              : tr("needs less memory than plain VAR from batch %1")
                                    .arg(QLocale().toString(*batch)));
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace duo::ui
