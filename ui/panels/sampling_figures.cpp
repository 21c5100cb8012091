#include "panels/sampling_figures.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "panels/panel_parts.h"

namespace duo::ui {

QString FigureBox::textFromValue(double value) const {
    const QLocale locale = this->locale();
    QString text = locale.toString(value, 'f', decimals()).remove(locale.groupSeparator());
    const QString point = locale.decimalPoint();
    if (!text.contains(point)) return text;
    while (text.endsWith(locale.zeroDigit())) text.chop(locale.zeroDigit().size());
    if (text.endsWith(point)) text.chop(point.size());
    return text;
}

QString SamplingFigures::name(SamplingFigure figure) {
    switch (figure) {
        case SamplingFigure::Guidance:
            return tr("Guidance");
        case SamplingFigure::TopK:
            return tr("Top-k");
        case SamplingFigure::TopP:
            return tr("Top-p");
        case SamplingFigure::Temperature:
            break;
    }
    return tr("Temperature");
}

const char* SamplingFigures::helpTopic(SamplingFigure figure) {
    constexpr std::array topics{"guidance", "top-k", "top-p", "temperature"};
    return topics[static_cast<std::size_t>(figure)];
}

QString SamplingFigures::help(SamplingFigure figure) {
    switch (figure) {
        case SamplingFigure::Guidance:
            return tr(
                "How strongly the class guides the picture. It grows from 0 at the first scale to "
                "this value at the last.");
        case SamplingFigure::TopK:
            return tr("Draws from this many of the most probable codes. 0: from all codes.");
        case SamplingFigure::TopP:
            return tr(
                "Draws from the most probable codes whose probabilities add up to this share. 0: "
                "from all codes.");
        case SamplingFigure::Temperature:
            break;
    }
    return tr("Above 1 the draws vary more, below 1 less.");
}

SamplingFigures::Grain SamplingFigures::grain(SamplingFigure figure) {
    switch (figure) {
        case SamplingFigure::Guidance:
            return {0, 50, 10, 0.1, 2};
        case SamplingFigure::TopK:
            return {0, 16384, 4096, 50, 0};
        case SamplingFigure::TopP:
            return {0, 1, 1, 0.01, 3};
        case SamplingFigure::Temperature:
            break;
    }
    return {0.01, 10, 2, 0.05, 2};
}

FigureBox* SamplingFigures::newBox(SamplingFigure figure) {
    const Grain reach = grain(figure);
    auto* box = new FigureBox;
    box->setDecimals(reach.decimals);
    box->setRange(reach.least, reach.most);
    box->setSingleStep(reach.step);
    box->setKeyboardTracking(false);
    box->setAccessibleName(name(figure));
    box->setToolTip(help(figure));
    return box;
}

const ScaleValue& SamplingFigures::of(const GenerationSettings& settings, SamplingFigure figure) {
    switch (figure) {
        case SamplingFigure::Guidance:
            return settings.guidance();
        case SamplingFigure::TopK:
            return settings.topK();
        case SamplingFigure::TopP:
            return settings.topP();
        case SamplingFigure::Temperature:
            break;
    }
    return settings.temperature();
}

void SamplingFigures::set(GenerationSettings& settings, SamplingFigure figure,
                          const ScaleValue& value) {
    switch (figure) {
        case SamplingFigure::Guidance:
            return settings.setGuidance(value);
        case SamplingFigure::TopK:
            return settings.setTopK(value);
        case SamplingFigure::TopP:
            return settings.setTopP(value);
        case SamplingFigure::Temperature:
            return settings.setTemperature(value);
    }
}

QString SamplingFigures::text(const ScaleValue& value) {
    if (value.perScale.empty()) return parts::figureText(value.value);
    const auto [least, most] = std::minmax_element(value.perScale.begin(), value.perScale.end());
    if (*least == *most) return parts::figureText(*least);
    return QStringLiteral("%1 – %2").arg(parts::figureText(*least), parts::figureText(*most));
}

}  // namespace duo::ui
