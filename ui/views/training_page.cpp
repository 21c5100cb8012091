#include "views/training_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QSplitter>
#include <QVBoxLayout>
#include <cmath>

#include "charts/loss_chart.h"
#include "views/run_words.h"
#include "views/sweep_line.h"
#include "widgets/image_canvas.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

QString figuresOf(const RunNews& news) {
    if (news.reports == 0) return TrainingPage::tr("No report yet");
    QStringList parts{TrainingPage::tr("step %1").arg(
        QLocale().toString(static_cast<qlonglong>(news.last.step)))};
    if (std::isfinite(news.last.loss)) {
        parts << TrainingPage::tr("loss %1").arg(figure(news.last.loss, 4));
    }
    if (std::isfinite(news.last.rate)) {
        parts
            << TrainingPage::tr("learning rate %1").arg(QLocale().toString(news.last.rate, 'g', 3));
    }
    parts << paceWords(news);
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

TrainingPage::TrainingPage(QWidget* parent)
    : QWidget(parent),
      figures_(new SweepLine(tr("Figures of the training"))),
      chart_(new LossChart),
      parts_(new QSplitter(Qt::Horizontal)),
      canvas_(new ImageCanvas),
      slider_(new QSlider(Qt::Horizontal)),
      sheetLabel_(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, 0, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap);
    column->addWidget(figures_);
    chart_->layout()->setContentsMargins(0, 0, theme::kGap, 0);
    parts_->addWidget(chart_);
    parts_->addWidget(buildSheets());
    parts_->setStretchFactor(0, 3);
    parts_->setStretchFactor(1, 2);
    parts_->setChildrenCollapsible(false);
    column->addWidget(parts_, 1);
    sheetBox_->hide();
}

QWidget* TrainingPage::buildSheets() {
    sheetBox_ = new QWidget;
    auto* column = new QVBoxLayout(sheetBox_);
    column->setContentsMargins(theme::kGap, 0, 0, 0);
    column->setSpacing(theme::kGap / 2);
    canvas_->setAccessibleName(tr("Pictures of the model in training"));
    slider_->setAccessibleName(tr("Sheet that is shown"));
    slider_->setToolTip(tr("Sheets of earlier steps; at the right end the newest, as it comes"));
    sheetLabel_->setProperty("subtle", true);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kGap);
    row->addWidget(slider_, 1);
    row->addWidget(sheetLabel_);
    column->addWidget(canvas_, 1);
    column->addLayout(row);
    connect(slider_, &QSlider::valueChanged, this, &TrainingPage::wantPicture);
    return sheetBox_;
}

QString TrainingPage::figures() const {
    return figures_->text();
}

void TrainingPage::showNews(const RunNews& news) {
    figures_->setLine(figuresOf(news));
    chart_->setCurve(news.curve);
    takeSheets(news.sheets);
}

// At the right end it stays there: the newest is shown as it comes.
void TrainingPage::takeSheets(const QStringList& sheets) {
    const bool atEnd = sheets_.isEmpty() || slider_->value() == slider_->maximum();
    const QString before = shown();
    sheets_ = sheets;
    if (sheetBox_->isHidden() && !sheets_.isEmpty()) {
        sheetBox_->show();
        parts_->setSizes({width() * 3 / 5, width() * 2 / 5});
    }
    sheetBox_->setVisible(!sheets_.isEmpty());
    const QSignalBlocker quiet(slider_);
    const int last = std::max<int>(static_cast<int>(sheets_.size()) - 1, 0);
    slider_->setRange(0, last);
    slider_->setEnabled(last > 0);
    const auto same = sheets_.indexOf(before);
    slider_->setValue(atEnd || same < 0 ? last : static_cast<int>(same));
    wantPicture();
}

QString TrainingPage::shown() const {
    return sheets_.value(slider_->value());
}

void TrainingPage::wantPicture() {
    sheetLabel_->setText(sheetText());
    slider_->setAccessibleDescription(sheetText());
    // A lone sheet keeps its name while it is drawn anew.
    if (shown().isEmpty() || (shown() == wanted_ && sheets_.size() > 1)) return;
    wanted_ = shown();
    emit pictureWanted(wanted_);
}

QString TrainingPage::sheetText() const {
    const double step = stepOfSheet(shown());
    if (step < 0) return {};
    return tr("step %1").arg(QLocale().toString(static_cast<qlonglong>(step)));
}

void TrainingPage::showPicture(const QString& file, const QImage& image) {
    if (file == wanted_ && !image.isNull() && image != canvas_->image()) canvas_->setImage(image);
}

}  // namespace duo::ui
