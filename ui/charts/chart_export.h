// Export of a chart: its rows as CSV, its drawing as PNG or SVG.
#pragma once

#include <QImage>
#include <QStringList>
#include <QVariant>
#include <vector>

class QCustomPlot;

namespace duo::ui {

// A chart's figures as rows. Numbers are exact; column names include units.
struct ChartTable {
    QStringList columns;
    std::vector<QVariantList> rows;
};

// Separated by commas, with decimal points, and quoted where needed, in every language.
QString csvText(const ChartTable& table);
// The plot below its title, at twice its size on screen.
QImage chartImage(QCustomPlot& plot, const QString& title);
QByteArray chartSvg(QCustomPlot& plot, const QString& title);
// Atomic: an existing file stays if writing fails. Returns an error sentence, or empty if written.
QString writeFile(const QString& file, const QByteArray& bytes);

}  // namespace duo::ui
