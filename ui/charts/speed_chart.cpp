#include "charts/speed_chart.h"

#include <QLocale>
#include <QToolButton>

#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr double kHeadroom = 1.2;  // above the highest bar, for the label where a model enters
constexpr double kAloneWidth = 0.66, kPairWidth = 0.36;  // share of a band
constexpr double kShades[] = {1.0, 0.62, 0.34};          // opacity of the three parts
constexpr ModelRole kRoles[] = {ModelRole::Drafter, ModelRole::Refiner};

double tokensPerSecond(const ScaleFigures& scale) {
    return scale.ms > 0 ? static_cast<double>(scale.tokens) * 1000 / scale.ms : 0;
}

QColor shade(QColor color, double opacity) {
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

const ScaleFigures* doneScale(const RunPtr& run, int scale) {
    if (!run || scale < 0 || scale >= static_cast<int>(run->scales.size())) return nullptr;
    const ScaleFigures& figures = run->scales[static_cast<std::size_t>(scale)];
    return figures.done ? &figures : nullptr;
}

struct Sum {
    double ms = 0;
    std::int64_t tokens = 0;
    int scales = 0;
};

Sum sumOf(const RunPtr& run) {
    Sum sum;
    for (int k = 0; run && k < static_cast<int>(run->scales.size()); ++k) {
        const ScaleFigures* scale = doneScale(run, k);
        if (scale == nullptr) continue;
        sum.ms += scale->ms;
        sum.tokens += scale->tokens;
        ++sum.scales;
    }
    return sum;
}

}  // namespace

SpeedChart::SpeedChart(QWidget* parent)
    : BandChart(tr("Speed"), parent),
      plainBars_(nullptr),
      group_(new QCPBarsGroup(&plot())),
      tokens_(plot().addGraph(plot().xAxis, plot().yAxis2)),
      handOver_(new QCPItemLine(&plot())),
      entry_(new QCPItemText(&plot())),
      tokensButton_(new QToolButton) {
    setEmptyText(tr("No speed figures yet"),
                 tr("Every scale is timed while the next run decodes it."));
    addBars();
    addTools();
    tokens_->setName(tr("Tokens/s"));
    tokens_->setLayer(QStringLiteral("axes"));  // over the bars
    for (QCPItemPosition* end : {handOver_->start, handOver_->end, entry_->position}) {
        end->setTypeX(QCPItemPosition::ptPlotCoords);
        end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    entry_->setPadding(QMargins(theme::kGap / 2, 1, theme::kGap / 2, 0));
    connect(this, &BandChart::bandClicked, this, &SpeedChart::scaleClicked);
    setHelpTopics(*this, "speed-chart prefill");
    begin();
}

void SpeedChart::addBars() {
    QCPBars* below = nullptr;
    for (int model = 0; model < kModels; ++model) {
        for (int part = 0; part < kParts; ++part) {
            auto* bars = new QCPBars(plot().xAxis, plot().yAxis);
            bars->setWidthType(QCPBars::wtPlotCoords);
            bars->setStackingGap(0);
            bars->setBarsGroup(group_);
            if (below != nullptr) bars->moveAbove(below);
            below = bars_[model][part] = bars;
        }
    }
    bars_[0][Transformer]->setName(tr("Drafter"));
    bars_[1][Transformer]->setName(tr("Refiner"));
    const QString names[] = {tr("Transformer"), tr("Sampling"), tr("Pyramid")};
    for (int part = 0; part < kParts; ++part) {
        partKeys_[part] = new QCPBars(plot().xAxis, plot().yAxis);
        partKeys_[part]->setName(names[part]);
    }
    plainBars_ = new QCPBars(plot().xAxis, plot().yAxis);
    plainBars_->setWidthType(QCPBars::wtPlotCoords);
    plainBars_->setName(tr("Plain VAR"));
    group_->setSpacingType(QCPBarsGroup::stAbsolute);
    group_->setSpacing(1);
}

void SpeedChart::addTools() {
    tokensButton_->setText(tr("Tokens/s"));
    tokensButton_->setToolTip(tr("Tokens per second, on the axis at the right"));
    tokensButton_->setAccessibleName(tr("Show tokens per second"));
    tokensButton_->setCheckable(true);
    tokensButton_->setChecked(tokensShown_);
    tokensButton_->setAutoRaise(true);
    tokensButton_->setFocusPolicy(Qt::TabFocus);
    addTool(tokensButton_);
    connect(tokensButton_, &QToolButton::toggled, this, &SpeedChart::setTokensShown);
}

void SpeedChart::setRun(const RunPtr& run) {
    run_ = run;
    refresh();
}

void SpeedChart::setComparison(const RunPtr& plain) {
    plain_ = plain;
    refresh();
}

void SpeedChart::setTokensShown(bool shown) {
    tokensButton_->setChecked(shown);
    if (tokensShown_ == shown) return;
    tokensShown_ = shown;
    refresh();
}

const ScaleFigures* SpeedChart::figures(int scale) const {
    return doneScale(run_, scale);
}

const ScaleFigures* SpeedChart::plainFigures(int scale) const {
    const ScaleFigures* own = run_ ? figures(scale) : nullptr;
    const ScaleFigures* plain = doneScale(plain_, scale);
    return own != nullptr && plain != nullptr && own->side == plain->side ? plain : nullptr;
}

int SpeedChart::bandCount() const {
    return run_ ? static_cast<int>(run_->scales.size()) : 0;
}

std::pair<double, double> SpeedChart::bandRange(int scale) const {
    return {scale + 0.5, scale + 1.5};
}

double SpeedChart::maxMs() const {
    double highest = 0;
    for (int k = 0; k < bandCount(); ++k) {
        if (const ScaleFigures* scale = figures(k)) highest = std::max(highest, scale->ms);
        if (const ScaleFigures* plain = plainFigures(k)) highest = std::max(highest, plain->ms);
    }
    return highest;
}

void SpeedChart::refresh() {
    const double highest = grown(plot().yAxis, maxMs());
    const Unit unit = millisecondUnit(highest);
    placeBars(unit.factor);
    placeTokens();
    placeWholeAxis(1, bandCount(), tr("Scale"));
    showAxis(plot().yAxis, tr("Time [%1]").arg(unit.name));
    plot().yAxis->setRange(0, std::max(highest / unit.factor, 1e-6) * kHeadroom);
    placeMarks();
    placeBand();
    updateLegend();
    finish(sumOf(run_).scales == 0, noteText());
}

void SpeedChart::placeBars(double factor) {
    for (auto& model : bars_) {
        for (QCPBars* part : model) part->data()->clear();
    }
    plainBars_->data()->clear();
    bool pair = false;
    for (int k = 0; k < bandCount(); ++k) {
        const ScaleFigures* scale = figures(k);
        for (int model = 0; model < kModels; ++model) {
            const bool own = scale != nullptr && scale->model == kRoles[model];
            const double parts[] = {own ? scale->transformerMs : 0, own ? scale->samplingMs : 0,
                                    own ? scale->pyramidMs : 0};
            for (int part = 0; part < kParts; ++part) {
                bars_[model][part]->addData(k + 1, parts[part] / factor);
            }
        }
        if (const ScaleFigures* plain = plainFigures(k)) {
            plainBars_->addData(k + 1, plain->ms / factor);
            pair = true;
        }
    }
    plainBars_->setVisible(pair);
    plainBars_->setBarsGroup(pair ? group_ : nullptr);
    const double width = pair ? kPairWidth : kAloneWidth;
    plainBars_->setWidth(width);
    for (auto& model : bars_) {
        for (QCPBars* part : model) part->setWidth(width);
    }
}

void SpeedChart::placeTokens() {
    tokens_->data()->clear();
    double highest = 0;
    for (int k = 0; k < bandCount(); ++k) {
        const ScaleFigures* scale = figures(k);
        if (scale == nullptr || scale->ms <= 0) continue;
        tokens_->addData(k + 1, tokensPerSecond(*scale));
        highest = std::max(highest, tokensPerSecond(*scale));
    }
    tokens_->setVisible(tokensShown_);
    plot().yAxis2->setVisible(tokensShown_);
    if (tokensShown_) showAxis(plot().yAxis2, tr("Tokens/s"));
    plot().yAxis2->setRange(0, std::max(grown(plot().yAxis2, highest), 1.0) * kHeadroom);
}

void SpeedChart::placeMarks() {
    handOver_->setVisible(false);
    entry_->setVisible(false);
    for (int k = 1; k < bandCount(); ++k) {
        const ScaleFigures* before = figures(k - 1);
        const ScaleFigures* scale = figures(k);
        if (before == nullptr || scale == nullptr || before->model == scale->model) continue;
        handOver_->start->setCoords(k + 0.5, 0);
        handOver_->end->setCoords(k + 0.5, 1);
        handOver_->setVisible(true);
        entry_->setText(scale->model == ModelRole::Refiner ? tr("Refiner enters")
                                                           : tr("Drafter enters"));
        entry_->position->setCoords(k + 0.5, 0);
        entry_->setPositionAlignment(Qt::AlignTop |
                                     (2 * k < bandCount() ? Qt::AlignLeft : Qt::AlignRight));
        entry_->setVisible(true);
    }
}

void SpeedChart::updateLegend() {
    std::vector<QCPAbstractPlottable*> legend;
    for (int model = 0; model < kModels; ++model) {
        for (int k = 0; k < bandCount(); ++k) {
            const ScaleFigures* scale = figures(k);
            if (scale == nullptr || scale->model != kRoles[model]) continue;
            legend.push_back(bars_[model][Transformer]);
            break;
        }
    }
    for (QCPBars* key : partKeys_) legend.push_back(key);
    if (plainBars_->visible()) legend.push_back(plainBars_);
    if (tokensShown_) legend.push_back(tokens_);
    setLegend(legend);
}

void SpeedChart::applyColors() {
    BandChart::applyColors();
    const QColor text = palette().color(QPalette::WindowText);
    for (int part = 0; part < kParts; ++part) {
        for (int model = 0; model < kModels; ++model) {
            bars_[model][part]->setPen(Qt::NoPen);
            bars_[model][part]->setBrush(shade(theme::model(kRoles[model]), kShades[part]));
        }
        partKeys_[part]->setPen(Qt::NoPen);
        partKeys_[part]->setBrush(shade(theme::subtle(), kShades[part]));
    }
    const QColor plain = theme::model(ModelRole::Drafter);
    plainBars_->setPen(QPen(plain, 1));
    plainBars_->setBrush(QBrush(shade(plain, 0.5), Qt::BDiagPattern));
    tokens_->setPen(QPen(text, 1.2));
    tokens_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, text, text, 5));
    handOver_->setPen(QPen(text, 1, Qt::DotLine));
    entry_->setColor(text);
    entry_->setFont(smallFont());
}

QString SpeedChart::noteText() const {
    const Sum own = sumOf(run_);
    if (own.scales == 0 || own.ms <= 0) return {};
    QString text =
        tr("%1, %2 tokens/s")
            .arg(durationWords(own.ms / 1000),
                 QLocale().toString(static_cast<double>(own.tokens) * 1000 / own.ms, 'f', 0));
    const Sum plain = sumOf(plain_);
    if (plainBars_->visible() && plain.scales == own.scales && own.scales == bandCount()) {
        text += tr(", plain VAR %1").arg(durationWords(plain.ms / 1000));
    }
    return text;
}

QString SpeedChart::summary() const {
    QStringList scales;
    for (int k = 0; k < bandCount(); ++k) {
        const ScaleFigures* scale = figures(k);
        if (scale == nullptr) continue;
        scales << tr("scale %1, %2: %3")
                      .arg(k + 1)
                      .arg(modelName(scale->model), durationWords(scale->ms / 1000));
    }
    return tr("%1. %2.").arg(noteText(), scales.join(QStringLiteral("; ")));
}

QString SpeedChart::bandTip(int k) const {
    const ScaleFigures* scale = figures(k);
    if (scale == nullptr) return tr("Scale %1 not decoded yet").arg(k + 1);
    const QLocale locale;
    std::vector<std::pair<QString, QString>> lines{
        {tr("Transformer"), durationWords(scale->transformerMs / 1000)},
        {tr("Sampling"), durationWords(scale->samplingMs / 1000)},
        {tr("Pyramid"), durationWords(scale->pyramidMs / 1000)},
        {tr("Total"), durationWords(scale->ms / 1000)},
        {tr("Tokens"), locale.toString(scale->tokens)},
        {tr("Tokens/s"), locale.toString(tokensPerSecond(*scale), 'f', 0)}};
    if (scale->prefill)
        lines.emplace_back(tr("Enters here"), tr("time includes the scales before"));
    if (const ScaleFigures* plain = plainFigures(k)) {
        lines.emplace_back(tr("Plain VAR"), durationWords(plain->ms / 1000));
    }
    return tipText(
        tr("Scale %1, %2 × %2, %3").arg(k + 1).arg(scale->side).arg(modelName(scale->model)),
        lines);
}

ChartTable SpeedChart::table() const {
    ChartTable table;
    table.columns << tr("Scale") << tr("Side") << tr("Model") << tr("Tokens")
                  << tr("Transformer [ms]") << tr("Sampling [ms]") << tr("Pyramid [ms]")
                  << tr("Together [ms]") << tr("Tokens/s") << tr("Enters here")
                  << tr("Plain VAR [ms]");
    for (int k = 0; k < bandCount(); ++k) {
        const ScaleFigures* scale = figures(k);
        if (scale == nullptr) continue;
        const ScaleFigures* plain = plainFigures(k);
        table.rows.push_back({k + 1, scale->side, modelName(scale->model),
                              QVariant::fromValue<qint64>(scale->tokens), scale->transformerMs,
                              scale->samplingMs, scale->pyramidMs, scale->ms,
                              tokensPerSecond(*scale), scale->prefill,
                              plain == nullptr ? QVariant(QString()) : plain->ms});
    }
    return table;
}

}  // namespace duo::ui
