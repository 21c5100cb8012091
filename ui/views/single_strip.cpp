#include "views/single_strip.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <numeric>
#include <set>

#include "charts/energy_chart.h"
#include "charts/spectrum_chart.h"
#include "views/compare_words.h"
#include "views/single_readout.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kChartLines = 11;    // height of a chart, in lines of text
constexpr int kStripLetters = 46;  // width of the strip

}  // namespace

SingleStrip::SingleStrip(const ModelLibrary& models, const RunQueue& queue, QWidget* parent)
    : QScrollArea(parent),
      models_(models),
      queue_(queue),
      energy_(new EnergyChart),
      spectrum_(new SpectrumChart),
      heading_(new QLabel(tr("Picture"))),
      facts_(new QGridLayout),
      analysis_([this](PictureAnalysis found) { takeAnalysis(std::move(found)); }) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Analysis of the picture"));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(theme::kInset, theme::kGap, theme::kGap, theme::kGap);
    column->setSpacing(theme::kInset);
    const int chartHeight = fontMetrics().height() * kChartLines;
    for (Chart* chart : {static_cast<Chart*>(energy_), static_cast<Chart*>(spectrum_)}) {
        chart->setMinimumHeight(chartHeight);
        column->addWidget(chart, 1);
    }
    heading_->setProperty("heading", true);
    column->addWidget(heading_);
    facts_->setHorizontalSpacing(theme::kInset);
    facts_->setVerticalSpacing(theme::kGap / 4);
    facts_->setColumnStretch(1, 1);
    column->addLayout(facts_);
    for (const QString& name : {tr("Class"), tr("Scale"), tr("Tokens"), tr("Entropy"), tr("Split"),
                                tr("Seed"), tr("Models"), tr("Time"), tr("Size"), tr("File")}) {
        addFact(name);
    }
    column->addStretch();
    setWidget(content);
    connect(energy_, &EnergyChart::scaleClicked, this, &SingleStrip::scaleClicked);
    show(nullptr);
}

QSize SingleStrip::sizeHint() const {
    return {fontMetrics().averageCharWidth() * kStripLetters,
            3 * kChartLines * fontMetrics().height()};
}

void SingleStrip::addFact(const QString& name) {
    auto* label = new QLabel(name);
    label->setProperty("subtle", true);
    auto* value = new QLabel;
    value->setWordWrap(true);
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(name);
    const int row = facts_->rowCount();
    facts_->addWidget(label, row, 0, Qt::AlignTop);
    facts_->addWidget(value, row, 1);
    label->setBuddy(value);
    names_[name] = label;
    values_[name] = value;
}

void SingleStrip::setFact(const QString& name, const QString& value) {
    // In a grid: the form layout of Qt 6.4 writes beyond its end where rows of wrapped text hide.
    values_.at(name)->setText(value);
    values_.at(name)->setVisible(!value.isEmpty());
    names_.at(name)->setVisible(!value.isEmpty());
}

QString SingleStrip::fact(const QString& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? QString() : found->second->text();
}

void SingleStrip::show(const PicturePtr& picture) {
    picture_ = picture;
    tellFacts();
    if (!picture_) {
        analysis_.drop();
        return takeAnalysis({});
    }
    analysis_.run([steps = stepsOf(*picture_), final = picture_->final] {
        PictureAnalysis found = analyse(steps);
        found.spectra.push_back(radialSpectrum(final));
        return found;
    });
}

void SingleStrip::takeAnalysis(PictureAnalysis analysis) {
    energy_->setEnergy(std::move(analysis.energy),
                       picture_ ? picture_->models : std::vector<ModelRole>());
    QStringList names;
    for (std::size_t k = 0; k + 1 < analysis.spectra.size(); ++k) {
        names << tr("Scale %1").arg(k + 1);
    }
    names << tr("Finished picture");
    spectrum_->setNames(names);
    spectrum_->setSpectra(std::move(analysis.spectra), scale_);
    selectInCharts();
}

void SingleStrip::setScale(int scale) {
    scale_ = scale;
    selectInCharts();
    tellScaleFacts();
}

void SingleStrip::selectInCharts() {
    energy_->setSelected(scale_);
    spectrum_->setSelected(scale_);
}

void SingleStrip::tellFacts() {
    tellScaleFacts();
    heading_->setVisible(picture_ != nullptr);
    if (!picture_) {
        for (const auto& [name, label] : values_) setFact(name, {});
        return;
    }
    const PictureWords words = wordsOf(*picture_, models_, queue_);
    setFact(tr("Class"), words.name);
    setFact(tr("Split"), words.split);
    setFact(tr("Seed"), words.seed);
    setFact(tr("Models"), words.models);
    setFact(tr("Time"), words.time);
    const QSize size = picture_->final.size();
    setFact(tr("Size"),
            size.isEmpty() ? QString() : tr("%1 × %2 pixels").arg(size.width()).arg(size.height()));
    setFact(tr("File"), QFileInfo(picture_->file).fileName());
    values_.at(tr("File"))->setToolTip(QDir::toNativeSeparators(picture_->file));
}

void SingleStrip::tellScaleFacts() {
    const int k = picture_ ? picture_->scaleAt(scale_) : -1;
    if (k < 0) {
        for (const QString& name : {tr("Scale"), tr("Tokens"), tr("Entropy")}) setFact(name, {});
        return;
    }
    const auto at = static_cast<std::size_t>(k);
    QString scale =
        tr("%1 of %2, %3 × %3").arg(k + 1).arg(picture_->scaleCount()).arg(picture_->sides[at]);
    if (at < picture_->models.size())
        scale += QStringLiteral(", ") + modelName(picture_->models[at]);
    setFact(tr("Scale"), scale);
    QString tokens, entropy;
    if (at < picture_->tokens.size() && !picture_->tokens[at].empty()) {
        const std::set<std::int32_t> codes(picture_->tokens[at].begin(),
                                           picture_->tokens[at].end());
        tokens = QStringLiteral("%1, %2").arg(
            tr("%n token(s)", nullptr, static_cast<int>(picture_->tokens[at].size())),
            tr("%n distinct code(s)", nullptr, static_cast<int>(codes.size())));
    }
    if (hasInsight(*picture_, k)) {
        const std::vector<float>& nats = picture_->insight[at].entropy;
        const double mean = std::accumulate(nats.begin(), nats.end(), 0.0) /
                            static_cast<double>(std::max<std::size_t>(1, nats.size()));
        entropy = tr("%1 nats on average").arg(QLocale().toString(mean, 'f', 2));
    }
    setFact(tr("Tokens"), tokens);
    setFact(tr("Entropy"), entropy);
}

}  // namespace duo::ui
