// Clicks on a chart and reads columns of its table.
#pragma once

#include <gtest/gtest.h>
#include <qtestmouse.h>

#include "charts/band_chart.h"
#include "charts/plot_library.h"

namespace duo::ui::test {

// Lays the chart out at a usable size without showing it.
inline void layOut(Chart& chart, QSize size = {640, 300}) {
    chart.resize(size);
    chart.setAttribute(Qt::WA_DontShowOnScreen);
    chart.show();
    QCoreApplication::processEvents();
    chart.plot().replot(QCustomPlot::rpImmediateRefresh);
}

inline void clickBand(BandChart& chart, int band) {
    QTest::mouseClick(&chart.plot(), Qt::LeftButton, {}, chart.bandCenter(band).toPoint());
}

inline QVariantList column(const ChartTable& table, const QString& name) {
    const auto index = table.columns.indexOf(name);
    QVariantList values;
    EXPECT_GE(index, 0) << name.toStdString();
    for (const QVariantList& row : table.rows) values << row.value(index);
    return values;
}

}  // namespace duo::ui::test
