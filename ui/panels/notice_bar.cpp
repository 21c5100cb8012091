#include "panels/notice_bar.h"

#include <QVBoxLayout>
#include <utility>

#include "widgets/inline_bar.h"

namespace duo::ui {

NoticeBar::NoticeBar(NoticeCentre& centre, QSet<Notice::Place> places, QWidget* parent)
    : QWidget(parent), centre_(centre), places_(std::move(places)), bar_(new InlineBar) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(bar_);
    connect(bar_, &InlineBar::acted, this, &NoticeBar::act);
    connect(bar_, &InlineBar::moreAsked, this, [this] {
        if (!notices_.empty()) emit learnMoreAsked(notices_.back());
    });
    connect(bar_, &InlineBar::dismissed, this, &NoticeBar::dismiss);
    connect(&centre_, &NoticeCentre::noticed, this, &NoticeBar::showNotice);
    connect(&centre_, &NoticeCentre::cleared, this, &NoticeBar::endPlace);
    hide();
}

void NoticeBar::showNotice(const Notice& notice) {
    if (!places_.contains(notice.place)) return;
    std::erase_if(notices_, [&](const Notice& n) { return n.place == notice.place; });
    notices_.push_back(notice);
    showNewest();
}

void NoticeBar::endPlace(Notice::Place place) {
    if (std::erase_if(notices_, [&](const Notice& n) { return n.place == place; }) > 0) {
        showNewest();
    }
}

void NoticeBar::act() {
    if (notices_.empty()) return;
    const Notice notice = notices_.back();
    dismiss();
    switch (notice.remedy) {
        case Notice::Remedy::ChooseModels:
            emit chooseModels();
            break;
        case Notice::Remedy::ChooseFolder:
            emit chooseFolder();
            break;
        default:
            centre_.applyRemedy(notice);
    }
}

void NoticeBar::dismiss() {
    if (!notices_.empty()) notices_.pop_back();
    showNewest();
}

void NoticeBar::showNewest() {
    setVisible(!notices_.empty());
    if (notices_.empty()) return;
    const Notice& notice = notices_.back();
    const bool done = notice.place == Notice::Place::Export;
    const auto kind = notice.error ? InlineBar::Kind::Error
                      : done       ? InlineBar::Kind::Done
                                   : InlineBar::Kind::Info;
    bar_->showMessage(kind, notice.text, notice.hint, remedyText(notice.remedy));
    bar_->setMore(notice.error ? tr("Learn more") : QString());
}

QString NoticeBar::remedyText(Notice::Remedy remedy) {
    switch (remedy) {
        case Notice::Remedy::HalveBatch:
            return tr("Halve the batch");
        case Notice::Remedy::OtherPrecision:
            return tr("Use another precision");
        case Notice::Remedy::ChooseModels:
            return tr("Choose models…");
        case Notice::Remedy::RestartCore:
            return tr("Restart the core");
        case Notice::Remedy::RunAgain:
            return tr("Run again");
        case Notice::Remedy::ChooseFolder:
            return tr("Choose a folder…");
        case Notice::Remedy::OpenFolder:
            return tr("Open the folder");
        case Notice::Remedy::UseModels:
            return tr("Use these models");
        case Notice::Remedy::None:
            break;
    }
    return {};
}

}  // namespace duo::ui
