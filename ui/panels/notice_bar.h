// Tells what went wrong beside its cause, with a button that mends it: an inline bar for the
// notices of some places. Of each place the newest counts; the newest of all is shown.
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

    // Nothing to tell where empty; the bar is hidden then.
    const std::vector<Notice>& notices() const { return notices_; }
    // The word on the button of a remedy; empty for None.
    static QString remedyText(Notice::Remedy remedy);

  public slots:
    void showNotice(const duo::ui::Notice& notice);  // where its place is one of this bar's
    void endPlace(duo::ui::Notice::Place place);

  signals:
    // Remedies that ask a person, which the window does.
    void chooseModels();
    void chooseFolder();

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
