#include "views/sweep_controls.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <algorithm>

#include "widgets/theme.h"
#include "widgets/wrap_layout.h"

namespace duo::ui {
namespace {

constexpr int kMaxSeeds = 32;

}  // namespace

std::vector<int> SweepChoice::splits(int scales) const {
    std::vector<int> splits;
    for (int n = std::clamp(from, 0, scales); n <= std::min(to, scales); ++n) splits.push_back(n);
    if (splits.empty() || splits.back() != scales) splits.push_back(scales);
    return splits;
}

SweepControls::SweepControls(QWidget* parent)
    : QWidget(parent),
      rows_(new QComboBox),
      from_(new QSpinBox),
      to_(new QSpinBox),
      seeds_(new QSpinBox),
      start_(new QPushButton(theme::icon("sweep", theme::onAccent), tr("Start sweep"))),
      cancel_(new QPushButton(theme::icon("stop"), tr("Cancel"))),
      export_(new QToolButton) {
    start_->setObjectName("startSweep");
    build();
    connect(rows_, &QComboBox::currentIndexChanged, this, &SweepControls::readBoxes);
    for (QSpinBox* box : {from_, to_, seeds_}) {
        connect(box, &QSpinBox::valueChanged, this, &SweepControls::readBoxes);
    }
    connect(start_, &QPushButton::clicked, this, &SweepControls::started);
    connect(cancel_, &QPushButton::clicked, this, &SweepControls::cancelled);
    setWorking(false);
    showChoice();
}

void SweepControls::build() {
    rows_->addItem(tr("One class and seed"));
    rows_->addItem(tr("Selected classes × N"));
    rows_->addItem(tr("Consecutive seeds"));
    rows_->setAccessibleName(tr("Rows of the sweep"));
    rows_->setToolTip(tr("One row, one row per selected class, or one row per seed"));
    from_->setPrefix(tr("N = "));
    from_->setAccessibleName(tr("First split"));
    to_->setAccessibleName(tr("Last split"));
    to_->setToolTip(
        tr("Plain VAR is always decoded, because the other splits are compared with it"));
    seeds_->setRange(2, kMaxSeeds);
    seeds_->setPrefix(tr("Seeds: "));
    seeds_->setAccessibleName(tr("Number of seeds"));
    start_->setProperty("primary", true);
    export_->setIcon(theme::icon("export"));
    export_->setText(tr("Export"));
    export_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    export_->setPopupMode(QToolButton::InstantPopup);
    export_->setFocusPolicy(Qt::StrongFocus);
    export_->setAccessibleName(tr("Export the sweep"));
    auto* row = new WrapLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap);
    row->addWidget(rows_);
    row->addWidget(seeds_);
    row->addWidget(from_);
    row->addWidget(new QLabel(QStringLiteral("…")));
    row->addWidget(to_);
    row->addWidget(start_);
    row->addWidget(cancel_);
    row->pushRight();
    row->addWidget(export_);
}

void SweepControls::setChoice(const SweepChoice& choice) {
    choice_ = choice;
    showChoice();
    emit choiceChanged();
}

void SweepControls::setScaleCount(int scales) {
    if (scales == scales_) return;
    SweepChoice choice = choice_;
    if (choice.to >= scales_) choice.to = scales;
    scales_ = scales;
    choice.to = std::min(choice.to, scales_);
    choice.from = std::min(choice.from, choice.to);
    setChoice(choice);
}

void SweepControls::setWorking(bool working) {
    start_->setVisible(!working);
    cancel_->setVisible(working);
}

void SweepControls::setWhyNot(const QString& whyNot, const QString& planned) {
    start_->setEnabled(whyNot.isEmpty());
    start_->setToolTip(whyNot.isEmpty() ? planned : whyNot);
}

void SweepControls::readBoxes() {
    SweepChoice choice{static_cast<SweepModel::Rows>(rows_->currentIndex()), from_->value(),
                       to_->value(), seeds_->value()};
    // The end that was not moved gives way.
    if (choice.from > choice.to) {
        (choice.from != choice_.from ? choice.to : choice.from) =
            choice.from != choice_.from ? choice.from : choice.to;
    }
    setChoice(choice);
}

void SweepControls::showChoice() {
    const QSignalBlocker quiet[] = {QSignalBlocker(rows_), QSignalBlocker(from_),
                                    QSignalBlocker(to_), QSignalBlocker(seeds_)};
    from_->setRange(0, scales_);
    to_->setRange(0, scales_);
    rows_->setCurrentIndex(static_cast<int>(choice_.rows));
    from_->setValue(choice_.from);
    to_->setValue(choice_.to);
    seeds_->setValue(choice_.seeds);
    seeds_->setVisible(choice_.rows == SweepModel::Rows::Seeds);
}

}  // namespace duo::ui
