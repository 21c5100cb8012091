#include "views/readout_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "views/entropy_legend.h"
#include "widgets/theme.h"

namespace duo::ui {

ReadoutLine::ReadoutLine(QWidget* parent)
    : QWidget(parent),
      readout_(new QLabel),
      legend_(new EntropyLegend),
      insight_(new QPushButton(tr("Turn on token statistics"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::kInset, theme::kGap / 4, theme::kInset, theme::kGap / 4);
    readout_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    readout_->setTextFormat(Qt::PlainText);
    readout_->setAccessibleName(tr("Under the cursor"));
    insight_->setToolTip(
        tr("Record the probability, entropy and alternatives of every token from the next run on"));
    setMinimumHeight(insight_->sizeHint().height() + theme::kGap / 2);  // with and without it
    row->addWidget(readout_, 1);
    row->addWidget(legend_);
    row->addWidget(insight_);
    legend_->hide();
    connect(insight_, &QPushButton::clicked, this, &ReadoutLine::insightAsked);
}

void ReadoutLine::say(const QString& text) {
    said_ = text;
    readout_->setText(readout_->fontMetrics().elidedText(text, Qt::ElideRight, readout_->width()));
    readout_->setToolTip(text);
}

void ReadoutLine::offerInsight(bool offered) {
    insight_->setVisible(offered);
}

void ReadoutLine::showEntropyScale(std::optional<double> largestNats) {
    if (largestNats) legend_->setLargest(*largestNats);
    legend_->setVisible(largestNats.has_value());
}

}  // namespace duo::ui
