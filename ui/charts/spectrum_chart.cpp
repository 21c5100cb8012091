#include "charts/spectrum_chart.h"

#include <QLocale>
#include <cmath>

#include "charts/band_chart.h"
#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr double kFloor = 1e-7;  // share of the highest power; below it is rounding noise

// Ticks at 1, 2, 4, 8, …: one per octave.
QSharedPointer<QCPAxisTicker> octaves() {
    const QSharedPointer<QCPAxisTickerLog> ticker(new QCPAxisTickerLog);
    ticker->setLogBase(2);
    ticker->setSubTickCount(0);
    return ticker;
}

QSharedPointer<QCPAxisTicker> decades() {
    const QSharedPointer<QCPAxisTickerLog> ticker(new QCPAxisTickerLog);
    ticker->setSubTickCount(0);
    ticker->setTickCount(4);
    return ticker;
}

}  // namespace

SpectrumChart::SpectrumChart(QWidget* parent) : Chart(tr("Spectrum"), parent) {
    setEmptyText(tr("No spectrum"), tr("The pictures of the scales are missing."));
    plot().xAxis->setScaleType(QCPAxis::stLogarithmic);
    plot().yAxis->setScaleType(QCPAxis::stLogarithmic);
    plot().xAxis->setTicker(octaves());
    plot().yAxis->setTicker(decades());
    // QCustomPlot shows powers as 10² only in locales that write them with an e; most do not.
    plot().setLocale(QLocale::c());
    plot().yAxis->setNumberFormat(QStringLiteral("eb"));
    plot().yAxis->setNumberPrecision(0);
    setHelpTopics(*this, "spectrum-chart");
    begin();
}

void SpectrumChart::setSpectra(std::vector<std::vector<double>> spectra, int selected) {
    spectra_ = std::move(spectra);
    selected_ = selected;
    placeGraphs();
    placeAxes();
    applyColors();
    showCurrent();
}

void SpectrumChart::setNames(const QStringList& names) {
    names_ = names;
}

QString SpectrumChart::name(int scale) const {
    return scale < names_.size() ? names_[scale] : tr("Scale %1").arg(scale + 1);
}

void SpectrumChart::showCurrent() {
    const bool empty = shownScale() < 0;
    finish(empty, empty ? QString() : name(shownScale()));
}

void SpectrumChart::setSelected(int scale) {
    if (scale == selected_) return;
    selected_ = scale;
    applyColors();
    showCurrent();
}

int SpectrumChart::shownScale() const {
    const int count = static_cast<int>(spectra_.size());
    if (selected_ >= 0 && selected_ < count &&
        !spectra_[static_cast<std::size_t>(selected_)].empty()) {
        return selected_;
    }
    for (int k = count - 1; k >= 0; --k) {
        if (!spectra_[static_cast<std::size_t>(k)].empty()) return k;
    }
    return -1;
}

void SpectrumChart::placeGraphs() {
    while (graphs_.size() > spectra_.size()) {
        plot().removeGraph(graphs_.back());
        graphs_.pop_back();
    }
    while (graphs_.size() < spectra_.size()) graphs_.push_back(plot().addGraph());
    for (std::size_t k = 0; k < spectra_.size(); ++k) {
        graphs_[k]->data()->clear();
        for (std::size_t cycles = 1; cycles < spectra_[k].size(); ++cycles) {
            // Zero cannot be drawn on a logarithmic axis.
            if (spectra_[k][cycles] > 0) {
                graphs_[k]->addData(static_cast<double>(cycles), spectra_[k][cycles]);
            }
        }
    }
}

void SpectrumChart::placeAxes() {
    double highest = 0, lowest = std::numeric_limits<double>::max();
    std::size_t cycles = 2;
    for (const std::vector<double>& spectrum : spectra_) {
        cycles = std::max(cycles, spectrum.size() - (spectrum.empty() ? 0 : 1));
        for (std::size_t i = 1; i < spectrum.size(); ++i) {
            highest = std::max(highest, spectrum[i]);
            if (spectrum[i] > 0) lowest = std::min(lowest, spectrum[i]);
        }
    }
    if (highest <= 0) highest = lowest = 1;
    showAxis(plot().xAxis, tr("Cycles per picture"));
    showAxis(plot().yAxis, tr("Power [levels²]"));
    plot().xAxis->setRange(1, static_cast<double>(cycles));
    plot().yAxis->setRange(std::max(lowest, highest * kFloor) / 2, highest * 2);
}

void SpectrumChart::applyColors() {
    const int shown = shownScale();
    for (int k = 0; k < static_cast<int>(graphs_.size()); ++k) {
        QColor color = theme::accent();
        if (k != shown) {
            color = theme::subtle();
            color.setAlphaF(
                std::max(0.18F, 0.75F - 0.12F * static_cast<float>(std::abs(k - shown))));
        }
        graphs_[static_cast<std::size_t>(k)]->setPen(QPen(color, k == shown ? 2.2 : 1));
        graphs_[static_cast<std::size_t>(k)]->setLayer(k == shown ? QStringLiteral("axes")
                                                                  : QStringLiteral("main"));
    }
    plot().replot(QCustomPlot::rpQueuedRefresh);
}

QString SpectrumChart::tipAt(const QPointF& position) const {
    const int shown = shownScale();
    if (shown < 0 || !plot().axisRect()->rect().contains(position.toPoint())) return {};
    const std::vector<double>& spectrum = spectra_[static_cast<std::size_t>(shown)];
    const auto cycles =
        static_cast<std::size_t>(std::lround(plot().xAxis->pixelToCoord(position.x())));
    if (cycles < 1 || cycles >= spectrum.size()) return {};
    return tipText(
        tr("Scale %1").arg(shown + 1),
        {{tr("Cycles per picture"), QLocale().toString(static_cast<int>(cycles))},
         {tr("Power"), tr("%1 levels²").arg(QLocale().toString(spectrum[cycles], 'g', 3))}});
}

QString SpectrumChart::summary() const {
    const int shown = shownScale();
    if (shown < 0) return {};
    const std::vector<double>& spectrum = spectra_[static_cast<std::size_t>(shown)];
    QStringList octave;
    for (std::size_t cycles = 1; cycles < spectrum.size(); cycles *= 2) {
        octave
            << tr("%1 at %2 cycles").arg(QLocale().toString(spectrum[cycles], 'g', 2)).arg(cycles);
    }
    return tr("Power, %1: %2.").arg(name(shown), octave.join(QStringLiteral(", ")));
}

ChartTable SpectrumChart::table() const {
    ChartTable table;
    table.columns << tr("Scale") << tr("Cycles per picture") << tr("Power [levels²]");
    for (std::size_t k = 0; k < spectra_.size(); ++k) {
        for (std::size_t cycles = 0; cycles < spectra_[k].size(); ++cycles) {
            table.rows.push_back(
                {name(static_cast<int>(k)), static_cast<int>(cycles), spectra_[k][cycles]});
        }
    }
    return table;
}

}  // namespace duo::ui
