#include "charts/band_chart.h"

#include "charts/plot_library.h"
#include "widgets/theme.h"

namespace duo::ui {

BandChart::BandChart(const QString& title, QWidget* parent)
    : Chart(title, parent), band_(new QCPItemRect(&plot())) {
    // Full height, below grid and data.
    for (QCPItemPosition* corner : {band_->topLeft, band_->bottomRight}) {
        corner->setTypeX(QCPItemPosition::ptPlotCoords);
        corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    band_->setLayer(QStringLiteral("background"));
    band_->setVisible(false);
}

void BandChart::applyColors() {
    QColor tint = theme::accent();
    tint.setAlphaF(0.18F);
    band_->setBrush(tint);
    band_->setPen(raised_ ? QPen(theme::accent(), 1) : QPen(Qt::NoPen));
}

void BandChart::setSelected(int band) {
    if (band == selected_) return;
    selected_ = band;
    placeBand();
    plot().replot(QCustomPlot::rpQueuedRefresh);
}

void BandChart::raiseBand() {
    raised_ = true;
    band_->setLayer(QStringLiteral("axes"));
}

void BandChart::placeBand() {
    const bool inside = selected_ >= firstBand() && selected_ < firstBand() + bandCount();
    const auto [from, to] = inside ? bandRange(selected_) : std::pair(0.0, 0.0);
    band_->setVisible(from < to);
    band_->topLeft->setCoords(from, 0);
    band_->bottomRight->setCoords(to, 1);
}

void BandChart::placeWholeAxis(int first, int last, const QString& label) {
    showAxis(plot().xAxis, label);
    plot().xAxis->setRange(first - 0.5, std::max(first, last) + 0.5);
    const QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setTickStep(1);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    whole->setTickCount(std::max(1, last - first + 1));  // every band has its number
    plot().xAxis->setTicker(whole);
}

QPointF BandChart::bandCenter(int band) const {
    const auto [from, to] = bandRange(band);
    return {plot().xAxis->coordToPixel((from + to) / 2),
            static_cast<double>(plot().axisRect()->center().y())};
}

int BandChart::bandAt(const QPointF& position) const {
    if (!plot().axisRect()->rect().contains(position.toPoint())) return -1;
    const double x = plot().xAxis->pixelToCoord(position.x());
    for (int band = firstBand(); band < firstBand() + bandCount(); ++band) {
        const auto [from, to] = bandRange(band);
        if (from <= x && x < to) return band;
    }
    return -1;
}

QString BandChart::tipAt(const QPointF& position) const {
    const int band = bandAt(position);
    plot().setCursor(band < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    return band < 0 ? QString() : bandTip(band);
}

void BandChart::clickedAt(const QPointF& position) {
    const int band = bandAt(position);
    if (band >= 0) choose(band);
}

void BandChart::choose(int band) {
    setSelected(band);
    emit bandClicked(band);
}

bool BandChart::keyPressed(int key) {
    std::vector<int> there;
    for (int band = firstBand(); band < firstBand() + bandCount(); ++band) {
        const auto [from, to] = bandRange(band);
        if (from < to) there.push_back(band);
    }
    if (there.empty()) return false;
    const auto at = std::lower_bound(there.begin(), there.end(), selected_);
    const bool none = at == there.end() || *at != selected_;
    switch (key) {
        case Qt::Key_Left:
            choose(none ? there.back() : *(at == there.begin() ? at : at - 1));
            return true;
        case Qt::Key_Right:
            choose(none ? there.front() : *(at + 1 == there.end() ? at : at + 1));
            return true;
        case Qt::Key_Home:
            choose(there.front());
            return true;
        case Qt::Key_End:
            choose(there.back());
            return true;
        default:
            return false;
    }
}

QString tipText(const QString& heading, const std::vector<std::pair<QString, QString>>& lines) {
    QString text = QStringLiteral("<b>%1</b><table cellspacing='0'>").arg(heading.toHtmlEscaped());
    for (const auto& [name, value] : lines) {
        text += QStringLiteral("<tr><td>%1</td><td align='right'>&nbsp;&nbsp;%2</td></tr>")
                    .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    }
    return text + QStringLiteral("</table>");
}

}  // namespace duo::ui
