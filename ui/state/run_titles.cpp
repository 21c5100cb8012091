#include "state/run_titles.h"

#include <QCoreApplication>
#include <algorithm>

namespace duo::ui {
namespace {

struct RunTitles {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::RunTitles)
};

}  // namespace

QString seedNumber(quint64 seed, quint32 image) {
    const QString number = QString::number(seed);  // as it is typed, without group marks
    return image == 0 ? number
                      : RunTitles::tr("%1, picture %2").arg(number, QString::number(image + 1));
}

QString seedWords(quint64 seed, quint32 image) {
    return RunTitles::tr("seed %1").arg(seedNumber(seed, image));
}

QString titleOf(const Run& run, const ModelLibrary& models) {
    std::vector<int> labels = run.request.labels;
    std::sort(labels.begin(), labels.end());
    const auto kinds = std::unique(labels.begin(), labels.end()) - labels.begin();
    QString subject =
        labels.empty() ? RunTitles::tr("no class") : models.className(run.request.labels[0]);
    if (kinds > 1) {
        subject += " " + RunTitles::tr("and %n more", nullptr, static_cast<int>(kinds - 1));
    }
    if (run.kind == RunKind::Sweep && !run.specialised()) {
        const int splits = static_cast<int>(run.splits.size());
        return RunTitles::tr("%1, %2, seed %3", "class, n splits")
            .arg(subject, RunTitles::tr("%n split(s)", nullptr, splits),
                 QString::number(run.request.seed));
    }
    Picture picture;
    picture.split = run.kind == RunKind::Sweep ? run.splits.front() : run.request.plan.split();
    picture.labelName = subject;
    return titleOf(picture, run, models);
}

QString titleOf(const Picture& picture, const Run& run, const ModelLibrary& models) {
    const QString name =
        picture.labelName.isEmpty() ? models.className(picture.label) : picture.labelName;
    const QString split = picture.split < 0 ? RunTitles::tr("mixed models", "in place of N = 8")
                          : run.specialised()
                              ? RunTitles::tr("N = %1 (specialised)").arg(picture.split)
                              : RunTitles::tr("N = %1").arg(picture.split);
    return RunTitles::tr("%1, %2, %3", "class, split, seed")
        .arg(name, split, seedWords(run.request.seed, picture.image));
}

}  // namespace duo::ui
