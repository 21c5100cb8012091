// The four sampling parameters: name, explanation, range, and a box for one value.
#pragma once

#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <array>

#include "state/generation_settings.h"

namespace duo::ui {

// A number without trailing zeros: "4", "0.95".
class FigureBox : public QDoubleSpinBox {
    Q_OBJECT
  public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override;
};

enum class SamplingFigure { Guidance, TopK, TopP, Temperature };

class SamplingFigures {
    Q_DECLARE_TR_FUNCTIONS(SamplingFigures)
  public:
    static constexpr std::array kAll{SamplingFigure::Guidance, SamplingFigure::TopK,
                                     SamplingFigure::TopP, SamplingFigure::Temperature};

    // Range and step of the controls. Values beyond curveMost extend the curve's axis.
    struct Grain {
        double least, most, curveMost, step;
        int decimals;
    };

    static QString name(SamplingFigure figure);
    static QString help(SamplingFigure figure);
    static const char* helpTopic(SamplingFigure figure);  // as in setHelpTopics
    static Grain grain(SamplingFigure figure);
    static FigureBox* newBox(SamplingFigure figure);
    static const ScaleValue& of(const GenerationSettings& settings, SamplingFigure figure);
    static void set(GenerationSettings& settings, SamplingFigure figure, const ScaleValue& value);
    static QString text(const ScaleValue& value);  // "4", "1 – 1.1" for a curve
};

}  // namespace duo::ui
