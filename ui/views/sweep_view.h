// Every split of a class and seed in one sheet, or of several classes or seeds: filled while it is
// decoded, walked by keyboard, with the costs against N below it.
#pragma once

#include <QWidget>

#include "state/studio.h"
#include "views/sweep_model.h"

class QPushButton;
class QSettings;
class QSlider;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace duo::ui {

class CostChart;
class ImageCanvas;
class SweepControls;
class SweepExport;
class SweepGrid;
class SweepLine;

class SweepView : public QWidget {
    Q_OBJECT
  public:
    explicit SweepView(Studio& studio, QWidget* parent = nullptr);

    SweepModel& model() { return *model_; }
    SweepGrid& grid() { return *grid_; }
    SweepControls& controls() { return *controls_; }
    SweepExport& exporter() { return *export_; }
    CostChart& costChart() { return *chart_; }
    QPushButton& useButton() { return *use_; }
    QString statusText() const;

    // Empty: a sweep can be started; else what is missing.
    QString whyNot() const;
    // The requests that a start would make, one a run.
    std::vector<GenerationRequest> requests() const;

    // Shows runs of the same splits, a row for each of their labels.
    void showRuns(std::vector<RunPtr> runs, SweepModel::Rows rows);

    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void start();
    void cancel();

    RunPtr newestRun() const;  // of the sheet that is shown; null before a sweep

  signals:
    void opened(const duo::ui::PicturePtr& picture);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showNewestSweep();
    QWidget* buildTop();
    QWidget* buildPages();
    QWidget* buildBottom();
    QWidget* buildSize();
    void connectGrid();
    void connectSize();
    void connectStudio();
    void placeChart();
    void takeRun(const RunPtr& run);
    void showStatus();
    void showCell();
    void showSplit();
    void compareCell(const QModelIndex& index);
    void useSplit(int split);
    QString plannedText() const;
    QString subjectText() const;
    QString workingText() const;
    QString endedText() const;

    Studio& studio_;
    SweepModel* model_;
    SweepGrid* grid_;
    SweepControls* controls_;
    SweepExport* export_;
    CostChart* chart_;
    QWidget* chartBox_ = nullptr;
    QStackedWidget* pages_;
    ImageCanvas* empty_;
    QSplitter* splitter_;
    SweepLine *status_, *cell_;
    QToolButton* fit_;
    QSlider* size_;
    QToolButton* chartShown_;
    bool chartPlaced_ = false;  // by hand
    QPushButton *open_, *compare_, *use_;
};

}  // namespace duo::ui
