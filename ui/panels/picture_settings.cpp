#include "panels/picture_settings.h"

#include <QEvent>
#include <QLocale>

#include "base/error.h"
#include "panels/panel_parts.h"
#include "protocol/per_scale.h"
#include "protocol/precision_name.h"
#include "state/class_words.h"
#include "state/run_titles.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

// "1.1*7,1*3" -> "1.1 × 7, 1 × 3", in Russian "1,1 × 7; 1 × 3".
template <class Member>
QString figure(const DecodePlan& plan, Member member) {
    std::vector<double> values;
    for (const ScalePlan& scale : plan.scales) values.push_back(static_cast<double>(scale.*member));
    const QString point = QLocale().decimalPoint();
    const bool comma = point == QLatin1String(",");
    return QString::fromStdString(formatPerScale(values))
        .replace(QLatin1Char(','), comma ? QStringLiteral("; ") : QStringLiteral(", "))
        .replace(QLatin1Char('.'), point)
        .replace(QLatin1Char('*'), QStringLiteral(" × "));
}

QString splitText(const DecodePlan& plan) {
    const int count = static_cast<int>(plan.scales.size());
    const int split = plan.split();
    if (split < 0) return PictureSettings::tr("models alternate");
    if (split == 0) return PictureSettings::tr("the refiner alone");
    if (split == count) return PictureSettings::tr("the drafter alone");
    return PictureSettings::tr("N = %1 of %2 scales").arg(split).arg(count);
}

QString modelsText(const Provenance& p) {
    QStringList models;
    for (const WeightsUsed& weights : {p.drafter, p.refiner, p.vqvae}) {
        if (!weights.file.empty()) models << QString::fromStdString(weights.file);
    }
    return models.join(QStringLiteral(", "));
}

}  // namespace

PictureSettings::PictureSettings(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setAccessibleName(tr("Settings of the picture"));
}

QList<std::pair<QString, QString>> PictureSettings::lines(const Provenance& p) {
    QList<std::pair<QString, QString>> lines;
    const QString name = classNameHere(QString::fromStdString(p.labelName));
    lines.append({tr("Class"), p.label == kNoClass ? tr("none")
                               : name.isEmpty()    ? QString::number(p.label)
                                                   : tr("%1 (%2)").arg(name).arg(p.label)});
    lines.append({tr("Seed"), seedNumber(p.seed, p.image)});
    lines.append({tr("Split"), splitText(p.plan)});
    lines.append({tr("Guidance"), figure(p.plan, &ScalePlan::guidance)});
    lines.append({tr("Top-k, top-p"), tr("%1; %2").arg(figure(p.plan, &ScalePlan::topK),
                                                       figure(p.plan, &ScalePlan::topP))});
    lines.append({tr("Temperature"), figure(p.plan, &ScalePlan::temperature)});
    if (p.smooth) lines.append({tr("Codes"), tr("smooth")});
    if (p.rng == RngKind::Published) lines.append({tr("Draws"), tr("as published")});
    lines.append(
        {tr("Device"), tr("%1, %2").arg(QString::fromStdString(p.device),
                                        QString::fromStdString(precisionName(p.precision)))});
    lines.append({tr("Models"), modelsText(p)});
    lines.append({tr("Size"), tr("%1 × %2 pixels").arg(p.width).arg(p.height)});
    return lines;
}

void PictureSettings::showPicture(const QString& provenance, const QDateTime& made,
                                  double decodeMs) {
    lines_.clear();
    try {
        lines_ = lines(parseProvenance(provenance.toStdString()));
    } catch (const Error& error) {
        lines_.append({tr("Settings"), provenance.isEmpty() ? tr("The file holds none.")
                                                            : QString::fromUtf8(error.what())});
    }
    if (decodeMs > 0) lines_.append({tr("Decoded in"), durationWords(decodeMs / 1000)});
    if (made.isValid()) {
        lines_.append({tr("Made"), QLocale().toString(made, QLocale::ShortFormat)});
    }
    showLines();
}

void PictureSettings::showLines() {
    QString rows;
    for (const auto& [label, value] : lines_) {
        rows +=
            QStringLiteral("<tr><td style='padding-right:%1px; color:%2'>%3</td><td>%4</td></tr>")
                .arg(theme::kInset)
                .arg(theme::subtle().name(), label.toHtmlEscaped(), value.toHtmlEscaped());
    }
    setText(QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows));
}

void PictureSettings::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !lines_.isEmpty()) showLines();
}

}  // namespace duo::ui
