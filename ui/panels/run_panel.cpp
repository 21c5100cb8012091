#include "panels/run_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "panels/panel_parts.h"
#include "state/run_titles.h"
#include "widgets/seed_edit.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

// Alternatives listed for every token where its statistics are asked for.
constexpr int kInsightAlternatives = 8;
constexpr int kMaxPictures = 9999, kMaxBatch = 512;

}  // namespace

RunPanel::RunPanel(GenerationSettings& settings, const RunQueue& queue, QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      queue_(queue),
      seed_(new SeedEdit),
      mode_(parts::narrowCombo(tr("Seed of the next run"))),
      dice_(parts::iconButton("dice", tr("Pick a new seed"))),
      lock_(parts::iconButton("unlock", tr("Keep this seed"))),
      seedHint_(parts::hintLabel()),
      each_(new QSpinBox),
      batch_(new QSpinBox),
      total_(parts::hintLabel()),
      insight_(new QCheckBox(tr("Token statistics"))) {
    mode_->addItem(tr("Fixed"), QVariant::fromValue(static_cast<int>(SeedMode::Fixed)));
    mode_->addItem(tr("Next"), QVariant::fromValue(static_cast<int>(SeedMode::Next)));
    mode_->addItem(tr("Random"), QVariant::fromValue(static_cast<int>(SeedMode::Random)));
    mode_->setToolTip(
        tr("Fixed keeps the seed. Next adds one for every run. Random picks a new seed for every "
           "run."));
    lock_->setCheckable(true);
    each_->setRange(1, kMaxPictures);
    for (QSpinBox* spin : {each_, batch_}) spin->setKeyboardTracking(false);
    each_->setAccessibleName(tr("Pictures of each class"));
    batch_->setRange(1, kMaxBatch);
    batch_->setAccessibleName(tr("Batch: pictures decoded together"));
    batch_->setToolTip(
        tr("Pictures decoded together. A larger batch takes less time per picture and more memory. "
           "The pictures stay the same."));
    insight_->setToolTip(
        tr("Records the probability, entropy and alternatives of every token for the token map. "
           "Takes a little time and memory."));
    QFormLayout* form = parts::form();
    form->addRow(tr("Seed"), seedRow());
    form->addRow(tr("Next run"), mode_);
    form->addRow(seedHint_);
    form->addRow(tr("Pictures of each class"), each_);
    form->addRow(tr("Batch"), batch_);
    QVBoxLayout* column = parts::column(this);
    column->addLayout(form);
    column->addWidget(total_);
    column->addWidget(insight_);
    connectControls();
    for (const auto part : {GenerationSettings::Part::Seed, GenerationSettings::Part::Classes,
                            GenerationSettings::Part::Insight}) {
        showPart(part);
    }
}

QLayout* RunPanel::seedRow() {
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kGap / 2);
    // Ten digits, which hold every seed that the dice throw.
    seed_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("0000000000")) +
                           3 * theme::kGap);
    row->addWidget(seed_, 1);
    row->addWidget(dice_);
    row->addWidget(lock_);
    return row;
}

void RunPanel::connectControls() {
    GenerationSettings& settings = settings_;
    connect(seed_, &SeedEdit::seedEdited, &settings, &GenerationSettings::setSeed);
    connect(mode_, &QComboBox::activated, this,
            [this] { settings_.setSeedMode(static_cast<SeedMode>(mode_->currentData().toInt())); });
    connect(dice_, &QToolButton::clicked, this, &RunPanel::throwDice);
    connect(lock_, &QToolButton::toggled, this, &RunPanel::setLocked);
    connect(each_, &QSpinBox::valueChanged, this, &RunPanel::setCountOfEach);
    connect(batch_, &QSpinBox::valueChanged, &settings, &GenerationSettings::setBatch);
    connect(insight_, &QCheckBox::toggled, this,
            [this](bool on) { settings_.setInsight(on ? kInsightAlternatives : 0); });
    connect(&settings, &GenerationSettings::changed, this, &RunPanel::showPart);
    connect(&queue_, &RunQueue::runAdded, this, &RunPanel::showSeed);
}

void RunPanel::showPart(GenerationSettings::Part part) {
    using Part = GenerationSettings::Part;
    if (part == Part::Seed) showSeed();
    if (part == Part::Classes || part == Part::Batch) showCounts();
    if (part == Part::Insight) {
        const QSignalBlocker quiet(insight_);
        insight_->setChecked(settings_.insight() > 0);
    }
    showSummary();
}

void RunPanel::showSeed() {
    const GenerationSettings& settings = settings_;
    const SeedMode mode = settings.seedMode();
    if (mode != SeedMode::Fixed) unlocked_ = mode;
    if (seed_->seed() != settings.seed() || !seed_->hasFocus()) seed_->setSeed(settings.seed());
    mode_->setCurrentIndex(mode_->findData(static_cast<int>(mode)));
    const QSignalBlocker quiet(lock_);
    const bool locked = mode == SeedMode::Fixed;
    lock_->setChecked(locked);
    lock_->setIcon(theme::icon(locked ? "lock" : "unlock"));
    lock_->setToolTip(locked ? tr("The seed is kept. Click to let it change again.")
                             : tr("Keep this seed"));
    seedHint_->setText(seedHint(mode));
}

QString RunPanel::seedHint(SeedMode mode) const {
    const quint32 first = settings_.firstImage();
    switch (mode) {
        case SeedMode::Fixed:
            return first == 0
                       ? tr("Every run uses this seed.")
                       : tr("Every run uses this seed, starting at its picture %1.").arg(first + 1);
        case SeedMode::Next:
            return tr("The next run uses %1.").arg(settings_.seed() + 1);
        case SeedMode::Random:
            break;
    }
    return queue_.runs().empty() ? tr("The next run picks a new seed.")
                                 : tr("Used by the last run. The next run picks a new seed.");
}

void RunPanel::showCounts() {
    const GenerationSettings& settings = settings_;
    const auto& classes = settings.classes();
    const int first = classes.empty() ? 1 : classes.front().count;
    const bool alike = std::all_of(classes.begin(), classes.end(),
                                   [first](const ClassCount& c) { return c.count == first; });
    const QSignalBlocker quietEach(each_), quietBatch(batch_);
    // Where counts differ the box says so at 0; any number typed makes them equal.
    each_->setMinimum(alike ? 1 : 0);
    each_->setSpecialValueText(alike ? QString() : tr("different"));
    each_->setValue(alike ? first : 0);
    each_->setEnabled(!classes.empty());
    batch_->setValue(settings.batch());
    const int pictures = settings.pictureCount();
    const int batches = (pictures + settings.batch() - 1) / std::max(settings.batch(), 1);
    total_->setText(pictures == 0 ? tr("No picture yet: choose a class.")
                                  : tr("%1 in %2", "n pictures in n batches")
                                        .arg(tr("%n picture(s)", nullptr, pictures),
                                             tr("%n batch(es)", nullptr, batches)));
}

void RunPanel::showSummary() {
    const GenerationSettings& settings = settings_;
    const QString seed =
        settings.seedMode() == SeedMode::Random ? tr("random seed") : seedWords(settings.seed(), 0);
    const QString summary = tr("%1, %2", "seed, pictures")
                                .arg(seed, tr("%n picture(s)", nullptr, settings.pictureCount()));
    if (summary == summary_) return;
    summary_ = summary;
    emit summaryChanged(summary_);
}

// A thrown seed is meant to be used: Random would throw another one for the run.
void RunPanel::throwDice() {
    GenerationSettings& settings = settings_;
    // Below 2^32, so that it is easy to read and to type.
    settings.setSeed(QRandomGenerator::global()->generate());
    if (settings.seedMode() == SeedMode::Random) settings.setSeedMode(SeedMode::Fixed);
}

void RunPanel::setLocked(bool locked) {
    settings_.setSeedMode(locked ? SeedMode::Fixed : unlocked_);
}

void RunPanel::setCountOfEach(int count) {
    if (count == 0) return;
    std::vector<ClassCount> classes = settings_.classes();
    for (ClassCount& c : classes) c.count = count;
    settings_.setClasses(classes);
}

}  // namespace duo::ui
