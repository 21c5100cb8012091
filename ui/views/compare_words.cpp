#include "views/compare_words.h"

#include <QFileInfo>
#include <QLocale>
#include <QStringList>
#include <algorithm>

#include "base/error.h"
#include "state/run_titles.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

QString PictureWords::title() const {
    return joined({name, split, seed});
}

QString PictureWords::detail() const {
    return joined({models, time});
}

QString splitMeaning(int split, int scales) {
    if (split < 0) return PictureWords::tr("mixed models");
    if (split == scales) return PictureWords::tr("plain VAR");
    if (split == 0) return PictureWords::tr("refiner alone");
    return QStringLiteral("%1 + %2").arg(split).arg(scales - split);
}

QString splitWords(int split, int scales) {
    if (split < 0) return PictureWords::tr("mixed models");
    const QString number = PictureWords::tr("N = %1").arg(split);
    if (split > 0 && split < scales) return number;
    return QStringLiteral("%1 (%2)").arg(number, splitMeaning(split, scales));
}

int scaleCountOf(const Picture& picture) {
    return std::max(picture.scaleCount(), static_cast<int>(picture.models.size()));
}

QString sideLetter(int side) {
    return QString(QChar('A' + side));
}

std::optional<Provenance> provenanceOf(const Picture& picture) {
    if (picture.provenance.isEmpty()) return std::nullopt;
    try {
        return parseProvenance(picture.provenance.toStdString());
    } catch (const Error&) {
        return std::nullopt;
    }
}

QString modelWords(const WeightsUsed& weights) {
    return QFileInfo(QString::fromStdString(weights.file)).completeBaseName();
}

PictureWords wordsOf(const Picture& picture, const ModelLibrary& models, const RunQueue& queue) {
    PictureWords words;
    words.name = picture.labelName.isEmpty() ? models.className(picture.label) : picture.labelName;
    words.split = splitWords(picture.split, scaleCountOf(picture));
    if (const auto provenance = provenanceOf(picture)) {
        words.seed = seedWords(provenance->seed, provenance->image);
        QStringList names;
        if (provenance->plan.uses(ModelRole::Drafter)) names << modelWords(provenance->drafter);
        if (provenance->plan.uses(ModelRole::Refiner)) names << modelWords(provenance->refiner);
        names.removeAll(QString());
        words.models = names.join(QStringLiteral(" + "));
    } else if (const RunPtr run = queue.runOf(picture)) {
        words.seed = seedWords(run->request.seed, picture.image);
    }
    if (picture.decodeMs > 0) words.time = durationWords(picture.decodeMs / 1000);
    return words;
}

}  // namespace duo::ui
