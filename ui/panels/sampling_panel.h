// How tokens are drawn: guidance, top-k, top-p and temperature, each one value for all scales or
// one a scale, drawn as a curve.
#pragma once

#include <QWidget>
#include <array>

#include "state/studio.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
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
    enum class Figure { Guidance, TopK, TopP, Temperature };
    static constexpr int kFigures = 4;

    explicit SamplingPanel(Studio& studio, QWidget* parent = nullptr);

    QString summary() const { return summary_; }  // "guidance 4, top-k 600"
    // Opens the fold with this figure's curve.
    void editPerScale(Figure figure);

    void save(QSettings& store) const;
    void restore(QSettings& store);

  signals:
    void summaryChanged(const QString& summary);

  private:
    // One figure's line: a box for one value, or a button that tells the range of the curve.
    struct Line {
        QStackedWidget* stack = nullptr;
        QDoubleSpinBox* one = nullptr;
        QPushButton* range = nullptr;
        QToolButton* perScale = nullptr;
    };

    QWidget* buildLine(Figure figure);
    QWidget* buildCurve();
    QWidget* buildAdvanced();
    void connectSettings();
    void showSampling();
    void showLine(Figure figure);
    void showCurve();
    void showCurveLabels();
    void showSummary();
    const ScaleValue& value(Figure figure) const;
    void setValue(Figure figure, const ScaleValue& value);
    void setPerScale(Figure figure, bool perScale);
    Figure curveFigure() const;

    Studio& studio_;
    std::array<Line, kFigures> lines_;
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
