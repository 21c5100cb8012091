#include "views/runs_view.h"

#include <QDir>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "charts/loss_chart.h"
#include "state/picture_png.h"
#include "views/family_strip.h"
#include "views/sampling_page.h"
#include "views/sweep_line.h"
#include "views/training_page.h"
#include "widgets/file_dialogs.h"
#include "widgets/image_canvas.h"
#include "widgets/pages.h"
#include "widgets/theme.h"

namespace duo::ui {

RunsView::RunsView(NoticeCentre& notices, QWidget* parent)
    : QWidget(parent),
      notices_(notices),
      title_(new SweepLine(tr("Run that is followed"))),
      choose_(new QPushButton(theme::icon("folder"), tr("Follow a run…"))),
      family_(new FamilyStrip),
      pages_(new Pages),
      empty_(new ImageCanvas),
      training_(new TrainingPage),
      sampling_(new SamplingPage) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildTop());
    column->addWidget(family_);
    family_->hide();
    empty_->setFocusPolicy(Qt::NoFocus);
    empty_->setEmptyText(
        tr("No run is followed"),
        tr("Choose or drop the folder that duoscale-cli train, finetune or sample writes to: its "
           "loss, its pictures and the time that is left are shown as they come."));
    for (QWidget* page : {static_cast<QWidget*>(empty_), static_cast<QWidget*>(training_),
                          static_cast<QWidget*>(sampling_)}) {
        pages_->addWidget(page);
    }
    column->addWidget(pages_, 1);
    connect(family_, &FamilyStrip::openWanted, this, &RunsView::familyWanted);
    connect(choose_, &QPushButton::clicked, this, &RunsView::chooseFolder);
    connect(sampling_, &SamplingPage::opened, this, &RunsView::open);
    connect(&follower_, &RunFollower::looked, this, &RunsView::showNews);
    connect(&follower_, &RunFollower::pictureLoaded, training_, &TrainingPage::showPicture);
    connect(training_, &TrainingPage::pictureWanted, &follower_, &RunFollower::loadPicture);
    connect(&training_->chart(), &LossChart::smoothingChosen, &follower_,
            &RunFollower::setSmoothing);
}

QWidget* RunsView::buildTop() {
    auto* top = new QWidget;
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    row->setSpacing(theme::kGap);
    choose_->setProperty("opensDialog", true);
    choose_->setToolTip(tr("Choose the folder of a training or of a sampling run (Ctrl+R)"));
    row->addWidget(title_, 1);
    row->addWidget(choose_);
    return top;
}

QString RunsView::title() const {
    return title_->text();
}

bool RunsView::follow(const QString& folder) {
    QString newerProgram;
    if (kindOfRun(folder, &newerProgram) == RunFolderKind::None) {
        const QString why =
            newerProgram.isEmpty()
                ? tr("A training has a log.csv there from its first report on, a sampling run a "
                     "sample.json, a family a family-run.json.")
                : tr("%1 wrote its run file, which is newer than this program.").arg(newerProgram);
        notices_.tell({Notice::Place::Run, true,
                       tr("%1 holds no run that could be followed.").arg(QDir(folder).dirName()),
                       why, Notice::Remedy::None, 0});
        return false;
    }
    notices_.clear(Notice::Place::Run);
    follower_.follow(QDir(folder).absolutePath());
    title_->setLine(QDir::toNativeSeparators(follower_.folder()));
    emit followed();
    return true;
}

void RunsView::chooseFolder() {
    askForFolder(this, {.kind = "run", .title = tr("Follow a run"), .folder = folder()},
                 [this](const QString& chosen) { follow(chosen); });
}

void RunsView::showNews(const RunNews& news) {
    if (news.kind != RunFolderKind::None) family_->setVisible(news.kind == RunFolderKind::Family);
    switch (news.kind) {
        case RunFolderKind::Family:
            family_->showNews(news);
            [[fallthrough]];
        case RunFolderKind::Training:
            training_->showNews(news);
            return pages_->setCurrentWidget(training_);
        case RunFolderKind::Sampling:
            sampling_->showNews(news);
            return pages_->setCurrentWidget(sampling_);
        case RunFolderKind::None:
            break;  // its files went: what was there last stays
    }
}

void RunsView::open(const QString& file) {
    QString whyNot;
    if (const PicturePtr picture = readPng(file, &whyNot)) {
        emit opened(picture);
    } else {
        notices_.tell({Notice::Place::Run, true, whyNot, {}, Notice::Remedy::None, 0});
    }
}

void RunsView::save(QSettings& store) const {
    store.setValue("followedRun", folder());
    store.setValue("lossSmoothing", training_->chart().smoothing());
}

void RunsView::restore(QSettings& store) {
    training_->chart().setSmoothing(store.value("lossSmoothing", 20).toInt());
    follower_.setSmoothing(training_->chart().smoothing());
    const QString folder = store.value("followedRun").toString();
    if (!folder.isEmpty() && kindOfRun(folder) != RunFolderKind::None) follow(folder);
}

}  // namespace duo::ui
