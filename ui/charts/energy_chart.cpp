#include "charts/energy_chart.h"

#include <QLocale>
#include <cmath>

#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr double kHeadroom = 1.1;

}  // namespace

EnergyChart::EnergyChart(QWidget* parent)
    : BandChart(tr("What each scale added"), parent),
      bars_{new QCPBars(plot().xAxis, plot().yAxis), new QCPBars(plot().xAxis, plot().yAxis)} {
    setEmptyText(tr("Nothing to compare"), tr("The pictures of the scales are missing."));
    bars_[0]->setName(tr("Drafter"));
    bars_[1]->setName(tr("Refiner"));
    for (QCPBars* bars : bars_) bars->setWidth(0.66);
    connect(this, &BandChart::bandClicked, this, &EnergyChart::scaleClicked);
    setHelpTopics(*this, "energy-chart latent");
    begin();
}

void EnergyChart::setEnergy(std::vector<double> energy, std::vector<ModelRole> models) {
    energy_ = std::move(energy);
    models_ = std::move(models);
    double highest = 0;
    std::vector<QCPAbstractPlottable*> legend;
    for (const ModelRole role : {ModelRole::Drafter, ModelRole::Refiner}) {
        QCPBars* bars = bars_[static_cast<int>(role)];
        bars->data()->clear();
        for (int k = 0; k < bandCount(); ++k) {
            const double value = energy_[static_cast<std::size_t>(k)];
            if (value < 0 || model(k) != role) continue;
            bars->addData(k + 1, std::sqrt(value));
            highest = std::max(highest, std::sqrt(value));
        }
        if (!bars->data()->isEmpty()) legend.push_back(bars);
    }
    placeWholeAxis(1, bandCount(), tr("Scale"));
    showAxis(plot().yAxis, tr("Change [levels]"));
    plot().yAxis->setRange(0, std::max(highest, 1e-3) * kHeadroom);
    setLegend(legend);
    placeBand();
    finish(legend.empty(), {});
}

ModelRole EnergyChart::model(int scale) const {
    const auto k = static_cast<std::size_t>(scale);
    return k < models_.size() ? models_[k] : ModelRole::Drafter;
}

void EnergyChart::applyColors() {
    BandChart::applyColors();
    for (const ModelRole role : {ModelRole::Drafter, ModelRole::Refiner}) {
        bars_[static_cast<int>(role)]->setPen(Qt::NoPen);
        bars_[static_cast<int>(role)]->setBrush(theme::model(role));
    }
}

std::pair<double, double> EnergyChart::bandRange(int scale) const {
    return {scale + 0.5, scale + 1.5};
}

QString EnergyChart::bandTip(int scale) const {
    const double value = energy_[static_cast<std::size_t>(scale)];
    if (value < 0) return tr("Scale %1 has no picture to compare").arg(scale + 1);
    return tipText(
        tr("Scale %1, %2").arg(scale + 1).arg(modelName(model(scale))),
        {{tr("Change, root mean square"), tr("%1 levels").arg(figure(std::sqrt(value), 3))},
         {tr("Energy, mean square"), tr("%1 levels²").arg(figure(value, 3))}});
}

QString EnergyChart::summary() const {
    QStringList scales;
    for (int k = 0; k < bandCount(); ++k) {
        const double value = energy_[static_cast<std::size_t>(k)];
        if (value >= 0) {
            scales << tr("scale %1: %2 levels").arg(k + 1).arg(figure(std::sqrt(value), 3));
        }
    }
    return tr("Root mean square change of the luma by %1.").arg(scales.join(QStringLiteral("; ")));
}

ChartTable EnergyChart::table() const {
    ChartTable table;
    table.columns << tr("Scale") << tr("Model") << tr("Energy [levels²]")
                  << tr("Root mean square [levels]");
    for (int k = 0; k < bandCount(); ++k) {
        const double value = energy_[static_cast<std::size_t>(k)];
        if (value < 0) continue;
        table.rows.push_back({k + 1, modelName(model(k)), value, std::sqrt(value)});
    }
    return table;
}

}  // namespace duo::ui
