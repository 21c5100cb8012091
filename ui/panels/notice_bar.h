// An inline bar for the notices of some places, with a button for the remedy. It keeps the newest
// notice of each place and shows the newest of these.
#pragma once

#include <QSet>
#include <QWidget>
#include <vector>

#include "state/notice_centre.h"

namespace duo::ui {

class InlineBar;

class NoticeBar : public QWidget {
    Q_OBJECT
  public:
    NoticeBar(NoticeCentre& centre, QSet<Notice::Place> places, QWidget* parent = nullptr);

    // The bar is hidden while this is empty.
    const std::vector<Notice>& notices() const { return notices_; }
    // The text of a remedy's button; empty for None.
    static QString remedyText(Notice::Remedy remedy);

  public slots:
    void showNotice(
        const duo::ui::Notice& notice);  // ignored if its place is not one of this bar's
    void endPlace(duo::ui::Notice::Place place);

  signals:
    // Remedies that need a dialog, which the window opens.
    void chooseModels();
    void chooseFolder();
    void learnMoreAsked(const duo::ui::Notice& notice);  // of an error: its page of the guide

  private:
    void act();
    void dismiss();
    void showNewest();

    NoticeCentre& centre_;
    QSet<Notice::Place> places_;
    InlineBar* bar_;
    std::vector<Notice> notices_;  // newest last
};

}  // namespace duo::ui
