#include "panels/sampling_panel.h"

#include <QCheckBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <algorithm>

#include "panels/panel_parts.h"
#include "panels/sampling_figures.h"
#include "panels/specialised_pairs.h"
#include "protocol/scale_schedule.h"
#include "widgets/curve_editor.h"
#include "widgets/fold_box.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

using Figures = SamplingFigures;
using Figure = SamplingFigure;

}  // namespace

SamplingPanel::SamplingPanel(GenerationSettings& settings, const ModelLibrary& models,
                             QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      models_(models),
      published_(new QPushButton(tr("As published"))),
      perScaleFold_(new FoldBox(tr("Per scale"))),
      advancedFold_(new FoldBox(tr("Advanced"))) {
    QFormLayout* form = parts::form();
    for (const Figure figure : Figures::kAll) {
        form->addRow(Figures::name(figure), buildLine(figure));
    }
    published_->setAccessibleName(tr("Sampling as published"));
    published_->setToolTip(
        tr("Guidance 4, top-k 600, top-p 0.95, and temperature 1.1 for the first "
           "7 of 10 scales: the values of the published CoDe pictures."));
    perScaleFold_->setContent(buildCurve());
    advancedFold_->setContent(buildAdvanced());
    QVBoxLayout* column = parts::column(this);
    column->addLayout(form);
    column->addWidget(published_, 0, Qt::AlignRight);
    column->addWidget(new SpecialisedPairs(settings, models));
    column->addWidget(perScaleFold_);
    column->addWidget(advancedFold_);
    connectSettings();
    showSampling();
}

QWidget* SamplingPanel::buildLine(Figure figure) {
    Line& line = lines_[static_cast<int>(figure)];
    line.one = Figures::newBox(figure);
    line.range = new QPushButton;
    line.range->setAccessibleName(tr("%1 for each scale").arg(Figures::name(figure)));
    line.range->setToolTip(tr("One value per scale: opens the curve."));
    line.stack = new QStackedWidget;
    line.stack->addWidget(line.one);
    line.stack->addWidget(line.range);
    line.stack->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    line.perScale = parts::iconButton("curve", tr("%1 for each scale").arg(Figures::name(figure)));
    line.perScale->setCheckable(true);
    connect(line.one, &QDoubleSpinBox::valueChanged, this, [this, figure](double one) {
        setValue(figure, {one, {}});
    });
    connect(line.range, &QPushButton::clicked, this, [this, figure] { editPerScale(figure); });
    connect(line.perScale, &QToolButton::clicked, this,
            [this, figure](bool on) { setPerScale(figure, on); });
    auto* widget = new QWidget;
    setHelpTopics(*widget, Figures::helpTopic(figure));
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap / 2);
    row->addWidget(line.stack, 1);
    row->addWidget(line.perScale);
    return widget;
}

QWidget* SamplingPanel::buildCurve() {
    selector_ = parts::narrowCombo(tr("Figure of the curve"));
    for (const Figure figure : Figures::kAll) selector_->addItem(Figures::name(figure));
    curve_ = new CurveEditor;
    curve_->setAccessibleName(tr("Value of every scale"));
    curveHint_ = parts::hintLabel();
    oneValue_ = new QToolButton;
    oneValue_->setText(tr("One for all"));
    oneValue_->setAccessibleName(tr("One value for all scales"));
    oneValue_->setToolTip(tr("Uses the last scale's value for all scales."));
    oneValue_->setFocusPolicy(Qt::StrongFocus);
    connect(selector_, &QComboBox::currentIndexChanged, this, &SamplingPanel::showCurve);
    connect(oneValue_, &QToolButton::clicked, this, [this] { setPerScale(curveFigure(), false); });
    connect(curve_, &CurveEditor::valuesChanged, this, [this](const std::vector<double>& values) {
        setValue(curveFigure(), {value(curveFigure()).value, values});
    });
    auto* content = new QWidget;
    auto* top = new QHBoxLayout;
    top->setSpacing(theme::kGap / 2);
    top->addWidget(selector_, 1);
    top->addWidget(oneValue_);
    QVBoxLayout* column = parts::column(content);
    column->addLayout(top);
    column->addWidget(curve_);
    column->addWidget(curveHint_);
    return content;
}

QWidget* SamplingPanel::buildAdvanced() {
    smooth_ = new QCheckBox(tr("Smooth codes"));
    smooth_->setToolTip(
        tr("Mixes the codes of each position by their probability (Gumbel-softmax) instead of "
           "using the drawn code."));
    rng_ = parts::narrowCombo(tr("Random numbers"));
    rng_->addItem(tr("By position"));
    rng_->setItemData(
        0,
        tr("Every draw depends only on seed, picture, scale and position. The picture is the same "
           "in any batch, and a new split keeps the scales before it."),
        Qt::ToolTipRole);
    rng_->addItem(tr("As published"));
    rng_->setItemData(1,
                      tr("The draws of the published code on the same device. The picture depends "
                         "on its batch; sweeps are not possible."),
                      Qt::ToolTipRole);
    connect(smooth_, &QCheckBox::toggled, &settings_, &GenerationSettings::setSmooth);
    connect(rng_, &QComboBox::activated, this, [this](int index) {
        settings_.setRng(index == 0 ? RngKind::Counter : RngKind::Published);
    });
    auto* content = new QWidget;
    QVBoxLayout* column = parts::column(content);
    QFormLayout* form = parts::form();
    form->addRow(tr("Random numbers"), rng_);
    column->addWidget(smooth_);
    column->addLayout(form);
    return content;
}

void SamplingPanel::connectSettings() {
    GenerationSettings& settings = settings_;
    connect(published_, &QPushButton::clicked, &settings,
            &GenerationSettings::setPublishedSampling);
    connect(&settings, &GenerationSettings::changed, this, [this](GenerationSettings::Part part) {
        if (part == GenerationSettings::Part::Sampling) showSampling();
    });
    connect(&models_, &ModelLibrary::modelsLoaded, this, &SamplingPanel::showSampling);
}

void SamplingPanel::showSampling() {
    const GenerationSettings& settings = settings_;
    for (const Figure figure : Figures::kAll) showLine(figure);
    showCurve();
    {
        const QSignalBlocker quiet(smooth_);
        smooth_->setChecked(settings.smooth());
    }
    rng_->setCurrentIndex(settings.rng() == RngKind::Counter ? 0 : 1);
    rng_->setToolTip(rng_->currentData(Qt::ToolTipRole).toString());
    QStringList advanced;
    if (settings.smooth()) advanced << tr("smooth");
    if (settings.rng() == RngKind::Published) advanced << tr("published draws");
    advancedFold_->setSummary(advanced.join(QStringLiteral(", ")));
    showSummary();
}

void SamplingPanel::showLine(Figure figure) {
    const Line& line = lines_[static_cast<int>(figure)];
    const ScaleValue& now = value(figure);
    const bool perScale = !now.perScale.empty();
    const QSignalBlocker quiet(line.one);
    if (perScale) {
        line.range->setText(Figures::text(now));
        line.range->setAccessibleName(
            tr("%1 for each scale: %2").arg(Figures::name(figure), Figures::text(now)));
    } else {
        line.one->setValue(now.value);
    }
    line.stack->setCurrentWidget(perScale ? static_cast<QWidget*>(line.range) : line.one);
    line.perScale->setChecked(perScale);
    line.perScale->setToolTip(perScale ? tr("One value for all scales") : tr("Set for each scale"));
}

void SamplingPanel::showCurve() {
    const Figure figure = curveFigure();
    const ScaleValue& now = value(figure);
    const Figures::Grain reach = Figures::grain(figure);
    std::vector<double> values(settings_.scaleCount(), now.value);
    if (!now.perScale.empty()) values = now.perScale;
    const double most = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
    curve_->setRange(reach.least, std::max(reach.curveMost, most));
    curve_->setStep(reach.step);
    curve_->setDecimals(reach.decimals);
    if (curve_->values() != values) curve_->setValues(values);
    showCurveLabels();
    oneValue_->setEnabled(!now.perScale.empty());
    curveHint_->setText(
        figure == Figure::Guidance
            ? tr("By the side of the scale. Scale i of K uses the share i / (K − 1) of the value.")
            : tr("By the side of the scale."));
    QStringList curves;
    for (const Figure f : Figures::kAll) {
        if (!value(f).perScale.empty()) curves << Figures::name(f).toLower();
    }
    perScaleFold_->setSummary(curves.join(QStringLiteral(", ")));
}

// The sides of the loaded family; before that the published ones where there are as many.
void SamplingPanel::showCurveLabels() {
    const int scales = settings_.scaleCount();
    std::vector<int> sides;
    if (models_.loaded()) sides = models_.loaded()->family.sides;
    if (static_cast<int>(sides.size()) != scales) sides = ScaleSchedule::published256().sides();
    QStringList labels;
    for (int k = 0; k < scales; ++k) {
        labels << QString::number(static_cast<int>(sides.size()) == scales ? sides[k] : k + 1);
    }
    curve_->setLabels(labels);
}

void SamplingPanel::showSummary() {
    const GenerationSettings& settings = settings_;
    const QString summary =
        tr("guidance %1, top-k %2", "summary of the sampling")
            .arg(Figures::text(settings.guidance()), Figures::text(settings.topK()));
    if (summary == summary_) return;
    summary_ = summary;
    emit summaryChanged(summary_);
}

const ScaleValue& SamplingPanel::value(Figure figure) const {
    return Figures::of(settings_, figure);
}

void SamplingPanel::setValue(Figure figure, const ScaleValue& value) {
    Figures::set(settings_, figure, value);
}

void SamplingPanel::setPerScale(Figure figure, bool perScale) {
    const ScaleValue now = value(figure);
    if (perScale == !now.perScale.empty()) return;
    if (!perScale) return setValue(figure, {now.perScale.back(), {}});
    setValue(figure, {now.value, std::vector(settings_.scaleCount(), now.value)});
    editPerScale(figure);
}

void SamplingPanel::editPerScale(Figure figure) {
    selector_->setCurrentIndex(static_cast<int>(figure));
    perScaleFold_->setOpen(true);
    curve_->setFocus();
}

SamplingFigure SamplingPanel::curveFigure() const {
    return static_cast<Figure>(std::max(selector_->currentIndex(), 0));
}

void SamplingPanel::save(QSettings& store) const {
    store.setValue("sampling/perScaleOpen", perScaleFold_->isOpen());
    store.setValue("sampling/advancedOpen", advancedFold_->isOpen());
    store.setValue("sampling/figure", selector_->currentIndex());
}

void SamplingPanel::restore(QSettings& store) {
    perScaleFold_->setOpen(store.value("sampling/perScaleOpen", false).toBool());
    advancedFold_->setOpen(store.value("sampling/advancedOpen", false).toBool());
    selector_->setCurrentIndex(std::clamp(store.value("sampling/figure", 0).toInt(), 0,
                                          static_cast<int>(Figures::kAll.size()) - 1));
}

}  // namespace duo::ui
