#include "panels/specialised_pairs.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QSignalBlocker>

#include "panels/panel_parts.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

QString nameOf(const std::string& file) {
    return QFileInfo(QString::fromStdString(file)).completeBaseName();
}

QString listOf(const std::vector<int>& splits) {
    QStringList numbers;
    for (const int split : splits) numbers << QString::number(split);
    return numbers.join(QStringLiteral(", "));
}

}  // namespace

SpecialisedPairs::SpecialisedPairs(GenerationSettings& settings, const ModelLibrary& models,
                                   QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      models_(models),
      wanted_(new QCheckBox(tr("Use specialised pairs"))),
      words_(parts::hintLabel()) {
    wanted_->setToolTip(
        tr("If a drafter and a refiner were fine-tuned for this N, they decode instead of the "
           "plain pair. The rail marks such N with a diamond."));
    words_->setAccessibleName(tr("Specialised pairs"));
    QVBoxLayout* column = parts::column(this);
    column->setSpacing(theme::kGap / 4);
    column->addWidget(wanted_);
    column->addWidget(words_);
    connect(wanted_, &QCheckBox::toggled, &settings_, &GenerationSettings::setSpecialised);
    connect(&settings_, &GenerationSettings::changed, this, [this](GenerationSettings::Part part) {
        using Part = GenerationSettings::Part;
        if (part == Part::Models || part == Part::Split) refresh();
    });
    connect(&models_, &ModelLibrary::modelsListed, this, &SpecialisedPairs::refresh);
    refresh();
}

void SpecialisedPairs::refresh() {
    const QSignalBlocker quiet(wanted_);
    wanted_->setChecked(settings_.specialised());
    wanted_->setEnabled(!models_.specialisedSplits().empty());
    words_->setText(words());
}

QString SpecialisedPairs::words() const {
    const std::vector<int> splits = models_.specialisedSplits();
    const int split = settings_.split();
    if (splits.empty()) {
        const bool others = models_.listed() && !models_.listed()->specialised.empty();
        return others ? tr("The pairs in this folder were not tuned from the chosen models.")
                      : tr("The model folder has no specialised pairs.");
    }
    if (models_.hasSpecialised(split)) return wordsOfThePair();
    return tr("No pair for N = %1. Available: N = %2.").arg(split).arg(listOf(splits));
}

QString SpecialisedPairs::wordsOfThePair() const {
    const int split = settings_.split();
    const ModelFiles files = models_.specialisedAt(split);
    const QString pair =
        QStringLiteral("%1 + %2").arg(nameOf(files.drafter), nameOf(files.refiner));
    return settings_.specialised() ? tr("N = %1 is decoded by %2.").arg(split).arg(pair)
                                   : tr("N = %1 has one: %2.").arg(split).arg(pair);
}

}  // namespace duo::ui
