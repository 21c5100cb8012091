#include "views/compare_difference_page.h"

#include <QComboBox>
#include <QFuture>
#include <QHBoxLayout>
#include <QLabel>
#include <QLinearGradient>
#include <QLocale>
#include <QPainter>
#include <QPromise>
#include <QSlider>
#include <QThreadPool>
#include <QVBoxLayout>
#include <cmath>
#include <memory>

#include "widgets/image_canvas.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kGains = 7;  // 1 … 64 in powers of two
constexpr int kFirstGain = 3;

QFuture<Difference> differenceLater(const QImage& a, const QImage& b, DifferenceOf of) {
    auto promise = std::make_shared<QPromise<Difference>>();
    QFuture<Difference> future = promise->future();
    QThreadPool::globalInstance()->start([promise, a, b, of] {
        promise->start();
        promise->addResult(difference(a, b, of));
        promise->finish();
    });
    return future;
}

}  // namespace

// ---- Legend ------------------------------------------------------------------------------------

DifferenceLegend::DifferenceLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(theme::small(font()));
    setGain(1);
}

void DifferenceLegend::setGain(int gain) {
    gain_ = gain;
    const QStringList at = labels();
    setAccessibleName(tr("Colours of the difference: black is %1, the middle %2, white %3 levels")
                          .arg(at[0], at[1], at[2]));
    setToolTip(tr("Levels of 255 that the colours stand for"));
    update();
}

QStringList DifferenceLegend::labels() const {
    const double top = 255.0 / gain_;
    const QString last = figure(top, 3);
    return {QStringLiteral("0"), figure(top / 2, 3), gain_ > 1 ? tr("≥ %1").arg(last) : last};
}

QSize DifferenceLegend::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 28, fontMetrics().height() * 2};
}

QSize DifferenceLegend::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 18, sizeHint().height()};
}

void DifferenceLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int text = fontMetrics().height();
    const QRect bar(0, 0, width() - 1, height() - text - 2);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= 16; ++i) gradient.setColorAt(i / 16.0, differenceColor(i / 16.0));
    painter.fillRect(bar, gradient);
    painter.setPen(theme::line());
    painter.drawRect(bar);
    painter.setPen(theme::subtle());
    const QRect line(0, height() - text, width(), text);
    const QStringList at = labels();
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, at[0]);
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignVCenter, at[1]);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, at[2]);
}

// ---- Page --------------------------------------------------------------------------------------

DifferencePage::DifferencePage(CanvasView* view, QWidget* parent)
    : QWidget(parent),
      canvas_(new ImageCanvas(view)),
      of_(new QComboBox),
      gain_(new QSlider(Qt::Horizontal)),
      gainText_(new QLabel),
      figures_(new QLabel),
      legend_(new DifferenceLegend) {
    canvas_->setAccessibleName(tr("Difference map"));
    of_->addItem(tr("RGB"));
    of_->addItem(tr("Luma"));
    of_->setAccessibleName(tr("What is compared"));
    of_->setToolTip(tr("RGB: the largest of the three channels; Luma: brightness alone"));
    gain_->setRange(0, kGains - 1);
    gain_->setPageStep(1);
    gain_->setAccessibleName(tr("Gain of the difference map"));
    gain_->setToolTip(tr("Small differences become visible at a higher gain"));
    gainText_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("64×")));
    figures_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figures_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    figures_->setAccessibleName(tr("Figures of the difference"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(canvas_, 1);
    column->addWidget(buildBar());
    connect(of_, &QComboBox::currentIndexChanged, this, &DifferencePage::measure);
    connect(gain_, &QSlider::valueChanged, this, &DifferencePage::showMap);
    gain_->setValue(kFirstGain);
}

QWidget* DifferencePage::buildBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    row->setSpacing(theme::kGap);
    auto* gainLabel = new QLabel(tr("&Gain"));
    gainLabel->setBuddy(gain_);
    row->addWidget(of_);
    row->addWidget(gainLabel);
    row->addWidget(gain_);
    row->addWidget(gainText_);
    row->addWidget(legend_);
    row->addWidget(figures_, 1);
    gain_->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    return bar;
}

void DifferencePage::setPair(const QImage& a, const QImage& b, const QString& title) {
    a_ = a;
    b_ = b;
    canvas_->setCaption(title);
    measure();
}

void DifferencePage::setGain(int gain) {
    gain_->setValue(static_cast<int>(std::lround(std::log2(gain))));
}

int DifferencePage::gain() const {
    return 1 << gain_->value();
}

void DifferencePage::setDifferenceOf(DifferenceOf of) {
    of_->setCurrentIndex(of == DifferenceOf::Luma);
}

void DifferencePage::measure() {
    const DifferenceOf of = of_->currentIndex() == 1 ? DifferenceOf::Luma : DifferenceOf::Rgb;
    const int asked = ++asked_;
    if (a_.size() != b_.size() || a_.width() * a_.height() <= kLargePixels) {
        return take(difference(a_, b_, of));
    }
    figures_->setText(tr("Comparing…"));
    differenceLater(a_, b_, of).then(this, [this, asked](Difference result) {
        if (asked == asked_) take(std::move(result));
    });
}

void DifferencePage::take(Difference difference) {
    difference_ = std::move(difference);
    if (a_.isNull() || b_.isNull()) {
        canvas_->setEmptyText(tr("Nothing to compare at this scale"),
                              tr("Move the scrubber to its right end for the finished pictures."));
    } else {
        canvas_->setEmptyText(tr("The pictures differ in size"),
                              tr("%1×%2 and %3×%4 pixels have no difference map.")
                                  .arg(a_.width())
                                  .arg(a_.height())
                                  .arg(b_.width())
                                  .arg(b_.height()));
    }
    figures_->setText(figuresText());
    figures_->setToolTip(figuresText());
    showMap();
    emit measured();
}

void DifferencePage::showMap() {
    gainText_->setText(tr("%1×").arg(gain()));
    legend_->setGain(gain());
    canvas_->setImage(differenceMap(difference_, gain()));
}

QString DifferencePage::figuresText() const {
    const DifferenceFigures& f = difference_.figures;
    if (!f.known) return {};
    if (f.max == 0) return tr("The pictures are equal");
    return tr("mean %1 · max %2 of 255 · PSNR %3 dB")
        .arg(figure(f.mean, 3), QLocale().toString(f.max, 'f', 0),
             QLocale().toString(f.psnr, 'f', 1));
}

}  // namespace duo::ui
