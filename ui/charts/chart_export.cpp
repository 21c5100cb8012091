#include "charts/chart_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QSaveFile>
#include <QSvgGenerator>

#include "charts/plot_library.h"

namespace duo::ui {
namespace {

constexpr int kEdge = 12;  // margin around title and plot
constexpr int kImageScale = 2;

QString cell(const QVariant& value) {
    switch (value.typeId()) {
        case QMetaType::Double:
            return QString::number(value.toDouble(), 'g', 12);
        case QMetaType::Bool:
            return value.toBool() ? QStringLiteral("1") : QStringLiteral("0");
        default:
            break;
    }
    QString text = value.toString();
    if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
        text.contains(QLatin1Char('\n'))) {
        text.replace(QLatin1Char('"'), QLatin1String("\"\""));
        text = QLatin1Char('"') + text + QLatin1Char('"');
    }
    return text;
}

template <class Cells>
QString line(const Cells& cells) {
    QStringList texts;
    for (const auto& value : cells) texts << cell(value);
    return texts.join(QLatin1Char(',')) + QLatin1Char('\n');
}

QFont titleFont(const QCustomPlot& plot) {
    QFont font = plot.font();
    font.setBold(true);
    return font;
}

int titleHeight(const QCustomPlot& plot) {
    return QFontMetrics(titleFont(plot)).height() + kEdge / 2;
}

QSize exportSize(const QCustomPlot& plot) {
    return plot.size() + QSize(2 * kEdge, 2 * kEdge + titleHeight(plot));
}

void paint(QCPPainter& painter, QCustomPlot& plot, const QString& title) {
    const QPalette palette = plot.palette();
    painter.fillRect(QRect(QPoint(), exportSize(plot)), palette.window());
    painter.setFont(titleFont(plot));
    painter.setPen(palette.color(QPalette::WindowText));
    const QRect line(kEdge, kEdge, plot.width(), titleHeight(plot));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop, title);
    painter.translate(kEdge, kEdge + titleHeight(plot));
    plot.toPainter(&painter, plot.width(), plot.height());
}

}  // namespace

QString csvText(const ChartTable& table) {
    QString text = line(table.columns);
    for (const QVariantList& row : table.rows) text += line(row);
    return text;
}

QImage chartImage(QCustomPlot& plot, const QString& title) {
    QImage image(exportSize(plot) * kImageScale, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QCPPainter painter;
    painter.begin(&image);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.scale(kImageScale, kImageScale);
    paint(painter, plot, title);
    painter.end();
    return image;
}

QByteArray chartSvg(QCustomPlot& plot, const QString& title) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(exportSize(plot));
    generator.setViewBox(QRect(QPoint(), exportSize(plot)));
    generator.setTitle(title);
    QCPPainter painter;
    painter.begin(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    paint(painter, plot, title);
    painter.end();
    return buffer.data();
}

QString writeFile(const QString& file, const QByteArray& bytes) {
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit()) {
        return {};
    }
    return QCoreApplication::translate("Chart",
                                       "The chart could not be written to %1: %2. Choose "
                                       "another folder.")
        .arg(QDir::toNativeSeparators(file), out.errorString());
}

}  // namespace duo::ui
