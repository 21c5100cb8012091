// A followed run of `sample`: progress, speed, and the newest pictures.
#pragma once

#include <QWidget>

#include "state/run_folder.h"

class QListWidget;
class QProgressBar;

namespace duo::ui {

class SweepLine;

class SamplingPage : public QWidget {
    Q_OBJECT
  public:
    explicit SamplingPage(QWidget* parent = nullptr);

    void showNews(const RunNews& news);

    QString figures() const;
    QProgressBar& progress() { return *progress_; }
    QListWidget& pictures() { return *pictures_; }

  signals:
    void opened(const QString& file);  // Enter or a double click on a picture

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();  // the pictures fill the width
    void showPictures(const std::vector<RunThumbnail>& newest);

    SweepLine* figures_;
    QProgressBar* progress_;
    QListWidget* pictures_;
};

}  // namespace duo::ui
