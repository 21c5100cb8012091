// The evaluation of a sweep by the command line: its table, quality against N, and a button that
// uses the N of a row.
#pragma once

#include <QWidget>

#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/notice_centre.h"

class QPushButton;
class QSplitter;
class QTableView;

namespace duo::ui {

class EvaluationModel;
class QualityChart;
class SweepLine;

class EvaluationPage : public QWidget {
    Q_OBJECT
  public:
    EvaluationPage(GenerationSettings& settings, const ModelLibrary& models, NoticeCentre& notices,
                   QWidget* parent = nullptr);

    // False, with a notice, if the file holds none; the page stays as it was.
    bool open(const QString& file);
    const QString& file() const { return file_; }

    EvaluationModel& model() { return *model_; }
    QTableView& table() { return *table_; }
    QualityChart& chart() { return *chart_; }
    QPushButton& useButton() { return *use_; }

  public slots:
    void chooseFile();  // without blocking the loop
    void useRow();      // its N, and its pair where the folder has one

  signals:
    void opened();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;  // keys of the table

  private:
    QWidget* buildTop();
    void buildTable();
    void connectParts();
    void placeChart();
    QSize tableSize();  // that shows all of it
    void showRow();
    void copyTable();

    GenerationSettings& settings_;
    const ModelLibrary& models_;
    NoticeCentre& notices_;
    QString file_;
    EvaluationModel* model_;
    QTableView* table_;
    QualityChart* chart_;
    QSplitter* splitter_;
    SweepLine *title_, *notes_;
    QPushButton *open_, *copy_, *use_;
    bool placedByHand_ = false;
};

}  // namespace duo::ui
