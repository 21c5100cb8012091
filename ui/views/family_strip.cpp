#include "views/family_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "views/sweep_line.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kProgress = 1000;

bool done(const FamilyStage& stage) {
    return stage.state == StageState::Done;
}

// Share of the planned minutes that is behind, 0 to 1; minutes left of all stages.
struct WholeRun {
    double share = 0, minutesLeft = 0;
};

WholeRun wholeOf(const RunNews& news) {
    double planned = 0, left = 0;
    for (const FamilyStage& stage : news.family.stages) {
        const bool running = stage.state == StageState::Running;
        planned += stage.minutes;
        if (!done(stage))
            left += stage.minutes * (running ? 1 - std::max(0.0, news.stageShare) : 1);
    }
    return {planned > 0 ? 1 - left / planned : 0, left};
}

QString lineOf(const RunNews& news, const WholeRun& whole) {
    const auto& stages = news.family.stages;
    const auto at = std::find_if_not(stages.begin(), stages.end(), done);
    if (at == stages.end()) return FamilyStrip::tr("The family is finished.");
    QStringList parts{FamilyStrip::tr("Stage %1 of %2: %3")
                          .arg(at - stages.begin() + 1)
                          .arg(stages.size())
                          .arg(stageTitle(at->name))};
    if (news.stageShare >= 0)
        parts << FamilyStrip::tr("%1 % of it").arg(qRound(100 * news.stageShare));
    parts << FamilyStrip::tr("about %1 left for all stages")
                 .arg(roughDurationWords(60 * whole.minutesLeft));
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

QString stageTitle(const std::string& stage) {
    const QString name = QString::fromStdString(stage);
    const QString split = name.section('_', 1);
    if (name.startsWith("drafter_")) return FamilyStrip::tr("drafter for N = %1").arg(split);
    if (name.startsWith("refiner_")) return FamilyStrip::tr("refiner for N = %1").arg(split);
    const std::map<std::string, QString> titles{{"vqvae", FamilyStrip::tr("VQ-VAE")},
                                                {"tokens", FamilyStrip::tr("token maps")},
                                                {"drafter", FamilyStrip::tr("drafter")},
                                                {"refiner", FamilyStrip::tr("refiner")},
                                                {"classifier", FamilyStrip::tr("classifier")},
                                                {"family", FamilyStrip::tr("writing the models")},
                                                {"evaluation", FamilyStrip::tr("evaluation")},
                                                {"sheet", FamilyStrip::tr("sheet of samples")},
                                                {"card", FamilyStrip::tr("model card")}};
    const auto found = titles.find(stage);
    return found == titles.end() ? name : found->second;
}

FamilyStrip::FamilyStrip(QWidget* parent)
    : QWidget(parent),
      line_(new SweepLine(tr("Progress of the family"))),
      progress_(new QProgressBar),
      stages_(new QLabel),
      open_(new QPushButton(theme::icon("folder"), tr("Open the family"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, 0, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap / 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kGap);
    row->addWidget(line_, 1);
    row->addWidget(open_);
    column->addLayout(row);
    progress_->setRange(0, kProgress);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Stages of the family that are done"));
    column->addWidget(progress_);
    stages_->setWordWrap(true);
    stages_->setProperty("subtle", true);
    stages_->setTextFormat(Qt::PlainText);
    stages_->setAccessibleName(tr("Stages of the family"));
    column->addWidget(stages_);
    open_->setToolTip(tr("Load the finished models for the next pictures"));
    open_->hide();
    connect(open_, &QPushButton::clicked, this, [this] { emit openWanted(family_); });
}

void FamilyStrip::showNews(const RunNews& news) {
    const WholeRun whole = wholeOf(news);
    line_->setLine(lineOf(news, whole));
    progress_->setValue(qRound(kProgress * whole.share));
    QStringList marked;
    for (const FamilyStage& stage : news.family.stages) {
        const bool running = stage.state == StageState::Running;
        QString title = stageTitle(stage.name);
        title.replace(' ', QChar::Nbsp);  // a line breaks between stages
        marked << (done(stage) ? QStringLiteral("✓")
                   : running   ? QStringLiteral("▸")
                               : QStringLiteral("·")) +
                      QChar::Nbsp + title;
    }
    stages_->setText(marked.join(QStringLiteral("   ")));
    family_ = news.familyFolder;
    open_->setVisible(news.familyThere);
}

QString FamilyStrip::line() const {
    return line_->text();
}

QString FamilyStrip::stages() const {
    return stages_->text();
}

}  // namespace duo::ui
