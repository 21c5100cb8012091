// Routes the core's events to the running job, an open question, or nobody.
#include <algorithm>

#include "bridge/core_client_private.h"

namespace duo::ui {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

void CoreClient::Private::take(const Event& event) {
    std::visit(Overloaded{
                   [](const Hello&) {},
                   [](const Pong&) {},
                   [this](const JobFailed& failure) { takeFailure(failure); },
                   [this](const ProtocolFault& fault) { takeFault(fault); },
                   [this](const ModelsListed& listed) {
                       answered(listed.tag);
                       emit q.modelsListed(listed.tag, listed);
                   },
                   [this](const Exported& exported) {
                       answered(exported.tag);
                       emit q.exported(exported.tag, exported.bytes);
                   },
                   [this, &event](const MemorySample& sample) {
                       emit q.memorySampled(sample.memory);
                       takeJobEvent(sample.job, event);
                   },
                   [this, &event](const JobQueued& queued) {
                       if (!running || running->tag != queued.tag) return;
                       running->number = queued.job;
                       takeJobEvent(queued.job, event);
                       for (const StopWhen when : std::exchange(running->stops, {})) sendStop(when);
                   },
                   [this, &event](const auto& told) { takeJobEvent(told.job, event); },
               },
               event);
}

void CoreClient::Private::takeJobEvent(JobId number, const Event& event) {
    if (!running || running->number == 0 || running->number != number) return;
    if (!std::holds_alternative<JobDone>(event) && !std::holds_alternative<JobCancelled>(event)) {
        emit q.jobEvent(running->tag, event);
        return;
    }
    deaths.clear();
    endRunning(event);
}

void CoreClient::Private::takeFailure(const JobFailed& failure) {
    const bool unqueued = failure.job == 0 && failure.tag != 0;
    const bool ofJob = running && (unqueued ? failure.tag == running->tag
                                            : failure.job != 0 && failure.job == running->number);
    if (!ofJob) return failQuestion(failure.tag, failure);
    deaths.clear();
    endRunning(failure);
}

// A fault names no sender. Questions are answered at once, so it belongs to an open one; otherwise
// to a job that has no number yet.
void CoreClient::Private::takeFault(const ProtocolFault& fault) {
    if (fault.fatal) return;  // the core ends now; its end reports the rest
    const JobFailed failure{0, 0, ErrorKind::Protocol, fault.message, {}};
    const auto asked = std::find_if(questions.begin(), questions.end(),
                                    [](const Question& question) { return question.sent; });
    if (asked != questions.end()) return failQuestion(asked->tag, failure);
    if (running && running->number == 0) endRunning(failure);
}

}  // namespace duo::ui
