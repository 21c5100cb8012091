// A chart on its way out of the window: its rows as CSV, its drawing as PNG or SVG.
#pragma once

#include <QImage>
#include <QStringList>
#include <QVariant>
#include <vector>

class QCustomPlot;

namespace duo::ui {

// What a chart shows, as rows. Numbers are kept exact; units stand in the columns' names.
struct ChartTable {
    QStringList columns;
    std::vector<QVariantList> rows;
};

// Commas between, points in numbers and quotes where they are needed, whatever the language.
QString csvText(const ChartTable& table);
// The plot under its title, at twice the size it has on the screen.
QImage chartImage(QCustomPlot& plot, const QString& title);
QByteArray chartSvg(QCustomPlot& plot, const QString& title);
// Empty result: written whole; else a sentence. A file that was there stays where this one fails.
QString writeFile(const QString& file, const QByteArray& bytes);

}  // namespace duo::ui
