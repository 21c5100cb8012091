// What went wrong, in words, and what its button does.
#include "state/studio_private.h"

namespace duo::ui {
namespace {

Precision otherThan(Precision precision) {
    switch (precision) {
        case Precision::Float32:
            return Precision::BFloat16;
        case Precision::Float16:
        case Precision::BFloat16:
        case Precision::Int8:
            break;
    }
    return Precision::Float32;
}

QString nameOf(Precision precision) {
    return precision == Precision::Float32    ? "fp32"
           : precision == Precision::BFloat16 ? "bf16"
           : precision == Precision::Float16  ? "fp16"
                                              : "int8";
}

void spareMemory(Notice& notice, const Run& run) {
    if (run.request.batch > 1) {
        notice.remedy = Notice::Remedy::HalveBatch;
        notice.hint = Studio::tr("A batch of %1 in place of %2 takes less memory.")
                          .arg(run.request.batch / 2)
                          .arg(run.request.batch);
    } else if (run.compute.precision == Precision::Float32) {
        notice.remedy = Notice::Remedy::OtherPrecision;
        notice.hint =
            Studio::tr("%1 takes half the memory.").arg(nameOf(otherThan(run.compute.precision)));
    }
}

}  // namespace

void Studio::Private::notify(Notice notice) {
    emit q.noticed(notice);
}

Notice Studio::Private::noticeOf(const Run& run) const {
    Notice notice{Notice::Place::Run,
                  true,
                  QString::fromStdString(run.failure.message),
                  QString::fromStdString(run.failure.hint),
                  Notice::Remedy::None,
                  run.tag};
    const QString other = nameOf(otherThan(run.compute.precision));
    switch (run.failure.kind) {
        case ErrorKind::Memory:
            spareMemory(notice, run);
            break;
        case ErrorKind::Numeric:
            notice.remedy = Notice::Remedy::OtherPrecision;
            notice.hint = Studio::tr("Run it in %1.").arg(other);
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

void Studio::Private::tellCut(const Run& run, const BatchCut& cut) {
    const auto mebibytes = [](std::int64_t bytes) { return QString::number(bytes >> 20); };
    notify(
        {Notice::Place::Run,
         false,
         Studio::tr("%1 pictures at once would take about %2 MiB, and %3 MiB may be used. They are "
                    "made %4 at a time.")
             .arg(QString::number(cut.asked), mebibytes(cut.asked * cut.pictureBytes),
                  mebibytes(cut.freeBytes), QString::number(cut.pictures)),
         {},
         Notice::Remedy::None,
         run.tag});
}

void Studio::Private::tellCoreState(CoreState state, const QString& sentence) {
    if (state == CoreState::Ready) {
        emit q.noticeOver(Notice::Place::Core);
        if (!std::exchange(askAgain, false)) return;
        const bool first = listing == firstListing;
        q.listModels(QString(askedFolder));
        if (first) firstListing = listing;
        return;
    }
    if (state == CoreState::Restarting) {
        notify({Notice::Place::Core, false, sentence, {}, Notice::Remedy::None, 0});
    } else if (state == CoreState::Down) {
        notify({Notice::Place::Core, true, sentence.section('\n', 0, 0), sentence.section('\n', 1),
                Notice::Remedy::RestartCore, 0});
    }
}

void Studio::Private::failQuestion(Tag tag, const JobFailed& failure) {
    const QString text = QString::fromStdString(failure.message);
    const QString hint = QString::fromStdString(failure.hint);
    if (exports.erase(tag) > 0) {
        notify({Notice::Place::Export, true, text, hint, Notice::Remedy::None, 0});
    }
    if (tag != listing) return;
    // Where the core died that is told as its own affair, and the next one is asked.
    askAgain = failure.kind == ErrorKind::Internal;
    if (askAgain) return;
    q.core_.hold(false);
    notify({Notice::Place::Models, true, text, hint, Notice::Remedy::ChooseModels, 0});
    load();  // files that were chosen before may lie elsewhere
}

void Studio::remedy(const Notice& notice) {
    if (notice.remedy == Notice::Remedy::RestartCore) core_.restart();
    const RunPtr failed = run(notice.run);
    if (!failed) return;
    auto repeated = std::make_shared<Run>(*failed);
    switch (notice.remedy) {
        case Notice::Remedy::HalveBatch:
            repeated->request.batch = std::max(failed->request.batch / 2, 1);
            settings_.setBatch(repeated->request.batch);
            break;
        case Notice::Remedy::OtherPrecision:
            repeated->compute.precision = otherThan(failed->compute.precision);
            settings_.setCompute(repeated->compute);
            break;
        case Notice::Remedy::RunAgain:
        case Notice::Remedy::RestartCore:
            break;
        case Notice::Remedy::None:
        case Notice::Remedy::ChooseModels:
        case Notice::Remedy::ChooseFolder:
            return;
    }
    // Live mode has answered a changed setting by itself.
    if (!(failed->live && live_)) again(repeated);
}

}  // namespace duo::ui
