#include "views/entropy_legend.h"

#include <QLocale>
#include <QPainter>

#include "views/picture_analysis.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kBar = 96;  // pixels

}  // namespace

EntropyLegend::EntropyLegend(QWidget* parent) : QWidget(parent) {
    setFont(theme::small(font()));
    setToolTip(
        tr("Entropy of each draw, in nats. At 0 one code is certain; the brightest token had the "
           "most codes to choose from. The probability under the cursor is that of the code drawn, "
           "after guidance, top-k and top-p."));
    setAccessibleName(tr("Scale of the entropy"));
}

void EntropyLegend::setLargest(double nats) {
    largest_ = nats;
    setAccessibleDescription(tr("dark: 0 nats, bright: %1").arg(endWords()));
    updateGeometry();
    update();
}

QString EntropyLegend::endWords() const {
    return tr("%1 nats").arg(QLocale().toString(largest_, 'f', 1));
}

QSize EntropyLegend::sizeHint() const {
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(tr("certain")) + metrics.horizontalAdvance(endWords()) +
                kBar + 2 * theme::kGap,
            metrics.height() + 2};
}

void EntropyLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(theme::subtle());
    const QFontMetrics metrics(font());
    const QString begin = tr("certain");
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, begin);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, endWords());
    const int left = metrics.horizontalAdvance(begin) + theme::kGap;
    for (int x = 0; x < kBar; ++x) {
        painter.fillRect(left + x, height() / 4, 1, height() / 2,
                         entropyColor(static_cast<float>(x) / (kBar - 1)));
    }
}

}  // namespace duo::ui
