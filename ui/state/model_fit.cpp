#include "state/model_fit.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>
#include <algorithm>

namespace duo::ui {
namespace {

// lupdate files these texts under ModelFit.
struct ModelFit {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::ModelFit)
};

QString nameOf(const std::string& file) {
    return QFileInfo(QString::fromStdString(file)).completeBaseName();
}

QString scalesOf(const ModelListing& model) {
    return ModelFit::tr("%n scale(s) to %1", nullptr, static_cast<int>(model.sides.size()))
        .arg(model.sides.back());
}

QString differs(const QString& what, int mine, int others) {
    return ModelFit::tr("%1: %2 here, %3 there", "what, number, number")
        .arg(what)
        .arg(mine)
        .arg(others);
}

// A VAR whose name says that it was tuned for one N.
bool isTuned(const ModelsListed& listed, const std::string& file) {
    return std::ranges::any_of(listed.specialised, [&](const SpecialisedPair& pair) {
        return pair.drafter == file || pair.refiner == file;
    });
}

QStringList tunedPairs(const ModelsListed& listed) {
    QStringList words;
    for (const SpecialisedPair& pair : listed.specialised) {
        if (pair.drafter.empty() || pair.refiner.empty()) continue;
        words << ModelFit::tr("%1 + %2 (N = %3)")
                     .arg(nameOf(pair.drafter), nameOf(pair.refiner))
                     .arg(pair.split);
    }
    return words;
}

QStringList plainPairs(const ModelsListed& listed) {
    QStringList words;
    for (const ModelListing& drafter : listed.files) {
        for (const ModelListing& refiner : listed.files) {
            const bool plain = !drafter.vqvae && !refiner.vqvae && !isTuned(listed, drafter.file) &&
                               !isTuned(listed, refiner.file);
            if (!plain || drafter.parameters <= refiner.parameters) continue;
            if (!whyNotTogether(drafter, refiner).isEmpty()) continue;
            words
                << ModelFit::tr("%1 + %2 (any N)").arg(nameOf(drafter.file), nameOf(refiner.file));
        }
    }
    return words;
}

}  // namespace

QString whyNotTogether(const ModelListing& model, const ModelListing& other) {
    if (model.vocabulary == 0 || other.vocabulary == 0) return {};
    if (model.vocabulary != other.vocabulary)
        return differs(ModelFit::tr("codes"), model.vocabulary, other.vocabulary);
    if (model.codeChannels != other.codeChannels)
        return differs(ModelFit::tr("channels of a code"), model.codeChannels, other.codeChannels);
    if (model.vqvae || other.vqvae) return {};
    if (model.sides != other.sides && !model.sides.empty() && !other.sides.empty())
        return ModelFit::tr("%1 here, %2 there", "scales").arg(scalesOf(model), scalesOf(other));
    if (model.classes != other.classes)
        return differs(ModelFit::tr("classes"), model.classes, other.classes);
    return {};
}

QString pairWords(const ModelsListed& listed) {
    const QStringList pairs = tunedPairs(listed) + plainPairs(listed);
    if (pairs.isEmpty()) return {};
    return ModelFit::tr("Pairs here: %1.").arg(pairs.join(QStringLiteral(", ")));
}

}  // namespace duo::ui
