#include "state/run_notices.h"

#include <QCoreApplication>
#include <algorithm>

#include "protocol/precision_name.h"
#include "state/error_words.h"

namespace duo::ui {
namespace {

struct RunNotices {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::RunNotices)
};

QString nameOf(Precision precision) {
    return QString::fromStdString(precisionName(precision));
}

// A model that the plan needs and no file was chosen for; empty if there is none.
QString missingModel(const Run& run) {
    if (run.failure.kind != ErrorKind::Usage) return {};
    const auto uses = [&run](ModelRole role) {
        return std::ranges::any_of(run.request.plan.scales,
                                   [role](const ScalePlan& scale) { return scale.model == role; });
    };
    if (run.files.vqvae.empty()) return RunNotices::tr("No VQ-VAE found. Choose a models folder.");
    if (run.files.drafter.empty() && uses(ModelRole::Drafter)) {
        return RunNotices::tr("No drafter found. Choose a models folder.");
    }
    if (run.files.refiner.empty() && uses(ModelRole::Refiner)) {
        return RunNotices::tr("No refiner found. Choose a models folder.");
    }
    return {};
}

void offerLessMemory(Notice& notice, const Run& run) {
    if (run.request.batch > 1) {
        notice.remedy = Notice::Remedy::HalveBatch;
        notice.hint = RunNotices::tr("A batch of %1 in place of %2 takes less memory.")
                          .arg(run.request.batch / 2)
                          .arg(run.request.batch);
    } else if (run.compute.precision == Precision::Float32) {
        notice.remedy = Notice::Remedy::OtherPrecision;
        notice.hint = RunNotices::tr("%1 takes half the memory.")
                          .arg(nameOf(precisionInstead(run.compute.precision)));
    }
}

}  // namespace

Precision precisionInstead(Precision precision) {
    return precision == Precision::Float32 ? Precision::BFloat16 : Precision::Float32;
}

Notice noticeOfFailure(const Run& run) {
    if (const QString missing = missingModel(run); !missing.isEmpty()) {
        return {Notice::Place::Models, true, missing, {}, Notice::Remedy::ChooseModels, run.tag};
    }
    const JobFailed& failure = run.failure;
    const ErrorWords words = errorWords(failure.kind, failure.message, failure.hint);
    Notice notice{Notice::Place::Run, true, words.text, words.hint, Notice::Remedy::None, run.tag};
    // The remedy's hint comes after the core's own sentence, where that is no text of its own.
    const QString detail =
        words.text == QString::fromStdString(failure.message) ? QString() : words.hint;
    const auto advise = [&](const QString& advice) {
        notice.hint = detail.isEmpty() ? advice : advice + ' ' + detail;
    };
    switch (run.failure.kind) {
        case ErrorKind::Memory:
            offerLessMemory(notice, run);
            if (notice.hint != words.hint) advise(notice.hint);
            break;
        case ErrorKind::Numeric:
            notice.remedy = Notice::Remedy::OtherPrecision;
            advise(RunNotices::tr("Run it in %1.")
                       .arg(nameOf(precisionInstead(run.compute.precision))));
            break;
        case ErrorKind::File:
        case ErrorKind::Checkpoint:
            notice.place = Notice::Place::Models;
            notice.remedy = Notice::Remedy::ChooseModels;
            break;
        case ErrorKind::Device:
        case ErrorKind::Protocol:
            notice.remedy = Notice::Remedy::RestartCore;
            break;
        case ErrorKind::Internal:
            notice.remedy = Notice::Remedy::RunAgain;
            break;
        case ErrorKind::Usage:
        case ErrorKind::Cancelled:
            break;
    }
    return notice;
}

Notice noticeOfCut(const Run& run, const BatchCut& cut) {
    const auto mebibytes = [](std::int64_t bytes) { return QString::number(bytes >> 20); };
    return {Notice::Place::Run,
            false,
            RunNotices::tr("%1 pictures at once would take about %2 MiB, and %3 MiB may be used. "
                           "They are made %4 at a time.")
                .arg(QString::number(cut.asked), mebibytes(cut.asked * cut.pictureBytes),
                     mebibytes(cut.freeBytes), QString::number(cut.pictures)),
            {},
            Notice::Remedy::None,
            run.tag};
}

Notice noticeOfOtherPicture(const Picture& picture) {
    return {Notice::Place::Run, true,
            RunNotices::tr("Decoded again, %1 became another picture: its scales are not shown.")
                .arg(picture.labelName),
            RunNotices::tr("Its weights have changed since it was made.")};
}

}  // namespace duo::ui
