// How tokens are drawn: guidance, top-k, top-p and temperature, each as one value for all scales or
// as a curve with one value per scale.
#pragma once

#include <QWidget>
#include <array>

#include "panels/sampling_figures.h"
#include "state/generation_settings.h"
#include "state/model_library.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace duo::ui {

class CurveEditor;
class FoldBox;

class SamplingPanel : public QWidget {
    Q_OBJECT
  public:
    SamplingPanel(GenerationSettings& settings, const ModelLibrary& models,
                  QWidget* parent = nullptr);

    QString summary() const { return summary_; }  // "guidance 4, top-k 600"
    // Opens the fold with this parameter's curve.
    void editPerScale(SamplingFigure figure);

    void save(QSettings& store) const;
    void restore(QSettings& store);

  signals:
    void summaryChanged(const QString& summary);

  private:
    // One parameter's line: a box for one value, or a button with the range of the curve.
    struct Line {
        QStackedWidget* stack = nullptr;
        FigureBox* one = nullptr;
        QPushButton* range = nullptr;
        QToolButton* perScale = nullptr;
    };

    QWidget* buildLine(SamplingFigure figure);
    QWidget* buildCurve();
    QWidget* buildAdvanced();
    void connectSettings();
    void showSampling();
    void showLine(SamplingFigure figure);
    void showCurve();
    void showCurveLabels();
    void showSummary();
    const ScaleValue& value(SamplingFigure figure) const;
    void setValue(SamplingFigure figure, const ScaleValue& value);
    void setPerScale(SamplingFigure figure, bool perScale);
    SamplingFigure curveFigure() const;

    GenerationSettings& settings_;
    const ModelLibrary& models_;
    std::array<Line, SamplingFigures::kAll.size()> lines_;
    QPushButton* published_;
    FoldBox *perScaleFold_, *advancedFold_;
    QComboBox* selector_ = nullptr;
    CurveEditor* curve_ = nullptr;
    QLabel* curveHint_ = nullptr;
    QToolButton* oneValue_ = nullptr;
    QCheckBox* smooth_ = nullptr;
    QComboBox* rng_ = nullptr;
    QString summary_;
};

}  // namespace duo::ui
