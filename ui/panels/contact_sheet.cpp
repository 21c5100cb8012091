#include "panels/contact_sheet.h"

#include <QImageReader>
#include <algorithm>
#include <cmath>

namespace duo::ui {
namespace {

constexpr double kMaxPixels = 48e6;  // of all pictures; the sheet's limit leaves room for words

QImage readWithin(const QString& file, int edge) {
    const QImage image = QImageReader(file).read();
    const bool large = std::max(image.width(), image.height()) > edge;
    return large ? image.scaled(edge, edge, Qt::KeepAspectRatio, Qt::SmoothTransformation) : image;
}

// The class above, what else tells it apart below: "golden retriever", "N = 8, seed 7".
QStringList linesOf(const QString& title) {
    const QString name = title.section(QLatin1String(", "), 0, 0);
    const QString rest = title.section(QLatin1String(", "), 1);
    return rest.isEmpty() ? QStringList{name} : QStringList{name, rest};
}

}  // namespace

Sheet contactSheet(const std::vector<HistoryEntry>& entries) {
    const int count = std::max(static_cast<int>(entries.size()), 1);
    const int columns = static_cast<int>(std::ceil(std::sqrt(count)));
    const int edge = static_cast<int>(std::sqrt(kMaxPixels / count));
    Sheet sheet;
    sheet.columns.resize(static_cast<std::size_t>(columns));
    for (int row = 0; row * columns < count; ++row) sheet.rows << QString();
    for (const HistoryEntry& entry : entries) {
        sheet.cells.push_back({readWithin(entry.file, edge), linesOf(entry.title)});
    }
    return sheet;
}

}  // namespace duo::ui
