// The stages of a followed family's training, how far they are, and a button that opens the family.
#pragma once

#include <QWidget>

#include "state/run_folder.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace duo::ui {

class SweepLine;

// "drafter_8" -> "drafter for N = 8"; an unknown stage keeps its name.
QString stageTitle(const std::string& stage);

class FamilyStrip : public QWidget {
    Q_OBJECT
  public:
    explicit FamilyStrip(QWidget* parent = nullptr);

    void showNews(const RunNews& news);
    QString line() const;
    QString stages() const;  // plain text, one mark and title for each stage
    QProgressBar& progress() { return *progress_; }

  signals:
    void openWanted(const QString& folder);

  private:
    SweepLine* line_;
    QProgressBar* progress_;
    QLabel* stages_;
    QPushButton* open_;
    QString family_;
};

}  // namespace duo::ui
