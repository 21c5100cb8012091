#include "views/single_readout.h"

#include <QLocale>
#include <algorithm>

#include "views/picture_analysis.h"

namespace duo::ui {
namespace {

constexpr int kMaxAlternatives = 5;  // in one line
const QString kGap = QStringLiteral("   ");

QString percent(float probability) {
    return QLocale().toString(static_cast<double>(probability) * 100, 'f',
                              probability < 0.1F ? 1 : 0) +
           QStringLiteral("\u00a0%");
}

QString signedLevel(int level) {
    if (level == 0) return QStringLiteral("0");
    return (level > 0 ? QStringLiteral("+") : QStringLiteral("−")) +
           QString::number(std::abs(level));
}

// The colour at the same place of a smaller or larger image. Middle grey without an image.
QColor colorAt(const QImage& image, const QPoint& pixel, QSize size) {
    if (image.isNull()) return {128, 128, 128};
    return image.pixelColor(pixel.x() * image.width() / size.width(),
                            pixel.y() * image.height() / size.height());
}

}  // namespace

QString Readout::pixel(const QPoint& pixel, const QColor& color) {
    return tr("x %1, y %2").arg(pixel.x()).arg(pixel.y()) + kGap +
           tr("RGB %1 %2 %3").arg(color.red()).arg(color.green()).arg(color.blue()) + kGap +
           color.name();
}

QString Readout::change(const Picture& picture, int k, const QPoint& pixel, QSize size) {
    const std::vector<QImage> steps = stepsOf(picture);
    const auto at = static_cast<std::size_t>(k);
    if (k < 0 || at >= steps.size() || steps[at].isNull() || size.isEmpty()) return {};
    const QColor to = colorAt(steps[at], pixel, size);
    const QColor from = colorAt(k == 0 ? QImage() : steps[at - 1], pixel, size);
    return tr("x %1, y %2").arg(pixel.x()).arg(pixel.y()) + kGap +
           tr("change R %1  G %2  B %3")
               .arg(signedLevel(to.red() - from.red()), signedLevel(to.green() - from.green()),
                    signedLevel(to.blue() - from.blue()));
}

bool hasInsight(const Picture& picture, int k) {
    const auto at = static_cast<std::size_t>(k);
    return k >= 0 && at < picture.insight.size() && !picture.insight[at].probability.empty();
}

std::vector<TokenChoice> choicesOf(const Picture& picture, int k, std::size_t token) {
    std::vector<TokenChoice> choices;
    if (!hasInsight(picture, k)) return choices;
    const TokenInsight& insight = picture.insight[static_cast<std::size_t>(k)];
    const auto count = static_cast<std::size_t>(insight.alternatives);
    const std::size_t end =
        std::min({(token + 1) * count, insight.topCodes.size(), insight.topProbabilities.size()});
    for (std::size_t i = token * count; i < end; ++i) {
        if (insight.topProbabilities[i] > 0) {
            choices.push_back({insight.topCodes[i], insight.topProbabilities[i]});
        }
    }
    return choices;
}

QString Readout::token(const Picture& picture, int k, const QPoint& cell) {
    const auto at = static_cast<std::size_t>(k);
    if (k < 0 || at >= picture.tokens.size() || at >= picture.sides.size()) return {};
    const int side = picture.sides[at];
    const auto i = static_cast<std::size_t>(cell.y() * side + cell.x());
    if (cell.x() < 0 || cell.y() < 0 || cell.x() >= side || i >= picture.tokens[at].size()) {
        return {};
    }
    const std::int32_t code = picture.tokens[at][i];
    QString text = tr("column %1, row %2").arg(cell.x() + 1).arg(cell.y() + 1) + kGap +
                   tr("code %1").arg(code);
    if (!hasInsight(picture, k)) return text;
    const TokenInsight& insight = picture.insight[at];
    text += kGap + tr("probability %1").arg(percent(insight.probability[i])) + kGap +
            tr("entropy %1 nats")
                .arg(QLocale().toString(static_cast<double>(insight.entropy[i]), 'f', 2));
    QStringList others;
    for (const TokenChoice& choice : choicesOf(picture, k, i)) {
        if (choice.code == code || others.size() == kMaxAlternatives) continue;
        others << QStringLiteral("%1 %2").arg(choice.code).arg(percent(choice.probability));
    }
    if (!others.isEmpty()) text += kGap + tr("others: %1").arg(others.join(QStringLiteral(", ")));
    return text;
}

}  // namespace duo::ui
