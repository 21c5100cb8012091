// The tabs of the sweep: the sweep of pictures and, once one was opened, an evaluation that the
// command line measured.
#pragma once

#include <QWidget>

#include "views/sweep_view.h"

class QTabBar;
class QStackedWidget;

namespace duo::ui {

class EvaluationPage;

class SweepTabs : public QWidget {
    Q_OBJECT
  public:
    explicit SweepTabs(const SweepView::Parts& parts, QWidget* parent = nullptr);

    SweepView& sweep() { return *sweep_; }
    EvaluationPage& evaluation() { return *evaluation_; }
    bool openEvaluation(const QString& file);  // and shows it; false with a notice
    void chooseEvaluation();                   // asks for the file

    void save(QSettings& store) const;
    void restore(QSettings& store);

  signals:
    void evaluationShown();  // it was opened, from wherever

  private:
    QTabBar* tabs_;
    QStackedWidget* pages_;
    SweepView* sweep_;
    EvaluationPage* evaluation_;
};

}  // namespace duo::ui
