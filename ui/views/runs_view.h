// Follows a run of the command line, a training, a family or a sampling, by the folder it writes
// to.
#pragma once

#include <QWidget>

#include "state/notice_centre.h"
#include "state/run.h"
#include "state/run_follower.h"

class QPushButton;
class QSettings;
class QStackedWidget;

namespace duo::ui {

class FamilyStrip;
class ImageCanvas;
class SamplingPage;
class SweepLine;
class TrainingPage;

class RunsView : public QWidget {
    Q_OBJECT
  public:
    explicit RunsView(NoticeCentre& notices, QWidget* parent = nullptr);

    // False, with a notice, if the folder holds no run; the earlier run stays followed.
    bool follow(const QString& folder);
    const QString& folder() const { return follower_.folder(); }

    RunFollower& follower() { return follower_; }
    TrainingPage& training() { return *training_; }
    SamplingPage& sampling() { return *sampling_; }
    FamilyStrip& family() { return *family_; }
    QString title() const;

    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void chooseFolder();  // without blocking the loop

  signals:
    void followed();
    void familyWanted(const QString& folder);         // of finished models, to be opened
    void opened(const duo::ui::PicturePtr& picture);  // of the run, to be shown in Single

  private:
    QWidget* buildTop();
    void showNews(const RunNews& news);
    void open(const QString& file);

    NoticeCentre& notices_;
    SweepLine* title_;
    QPushButton* choose_;
    FamilyStrip* family_;
    QStackedWidget* pages_;
    ImageCanvas* empty_;
    TrainingPage* training_;
    SamplingPage* sampling_;
    RunFollower follower_;
};

}  // namespace duo::ui
