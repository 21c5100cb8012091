#include "views/sweep_tabs.h"

#include <QFileInfo>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "views/evaluation_page.h"
#include "views/sweep_view.h"
#include "widgets/pages.h"
#include "widgets/theme.h"

namespace duo::ui {

SweepTabs::SweepTabs(const SweepView::Parts& parts, QWidget* parent)
    : QWidget(parent),
      tabs_(new QTabBar),
      pages_(new Pages),
      sweep_(new SweepView(parts)),
      evaluation_(new EvaluationPage(parts.settings, parts.models, parts.notices)) {
    tabs_->addTab(theme::icon("sweep"), tr("Pictures"));
    tabs_->addTab(theme::icon("chart"), tr("Evaluation"));
    tabs_->setAccessibleName(tr("Pages of the sweep"));
    tabs_->hide();  // there is nothing to choose yet
    pages_->addWidget(sweep_);
    pages_->addWidget(evaluation_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tabs_);
    column->addWidget(pages_, 1);
    connect(tabs_, &QTabBar::currentChanged, pages_, &QStackedWidget::setCurrentIndex);
    connect(evaluation_, &EvaluationPage::opened, this, [this] {
        tabs_->show();
        tabs_->setCurrentIndex(1);
        emit evaluationShown();
    });
}

bool SweepTabs::openEvaluation(const QString& file) {
    return evaluation_->open(file);
}

void SweepTabs::chooseEvaluation() {
    evaluation_->chooseFile();
}

void SweepTabs::save(QSettings& store) const {
    store.setValue("evaluation", evaluation_->file());
    store.setValue("sweepTab", tabs_->currentIndex());
    sweep_->save(store);
}

void SweepTabs::restore(QSettings& store) {
    sweep_->restore(store);
    const QString file = store.value("evaluation").toString();
    const int tab = store.value("sweepTab", 0).toInt();
    // Files come and go: one that went is no news.
    if (file.isEmpty() || !QFileInfo::exists(file) || !openEvaluation(file)) return;
    tabs_->setCurrentIndex(tab);
}

}  // namespace duo::ui
