// All splits of a class and seed, or of several classes or seeds, in one sheet that fills while it
// decodes, with the costs against N below it.
#pragma once

#include <QWidget>

#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/notice_centre.h"
#include "state/picture_files.h"
#include "state/run_queue.h"
#include "state/run_recorder.h"
#include "state/selection.h"
#include "views/sweep_model.h"
#include "views/sweep_plan.h"

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
    struct Parts {
        GenerationSettings& settings;
        Selection& selection;
        const ModelLibrary& models;
        RunQueue& queue;
        const RunRecorder& recorder;
        PictureFiles& files;
        NoticeCentre& notices;
    };
    explicit SweepView(const Parts& parts, QWidget* parent = nullptr);

    SweepModel& model() { return *model_; }
    SweepGrid& grid() { return *grid_; }
    SweepControls& controls() { return *controls_; }
    SweepExport& exporter() { return *export_; }
    CostChart& costChart() { return *chart_; }
    QPushButton& useButton() { return *use_; }
    QString statusText() const;

    SweepPlan plan() const;  // what start() would decode

    // Shows runs of the same splits, one row per label.
    void showRuns(std::vector<RunPtr> runs, SweepModel::Rows rows);

    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void start();
    void cancel();

    RunPtr newestRun() const;  // of the current sheet; null before a sweep

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
    void connectState();
    void placeChart();
    void takeRun(const RunPtr& run);
    void showStatus();
    void showCell();
    void showSplit();
    void compareCell(const QModelIndex& index);
    void useSplit(int split);

    Parts parts_;
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
