#include "core_session.h"

#include "base/error.h"

namespace duo::cli {
namespace {

constexpr std::chrono::milliseconds kLook{50};  // delay before an interrupt is passed on

[[noreturn]] void throwCancelled(const JobCancelled& cancelled) {
    const int finished = cancelled.finishedPictures;
    std::string text = "Stopped on request.";
    if (finished == 1) text += " One picture was finished before.";
    if (finished > 1) {
        text.append(" ").append(std::to_string(finished)).append(" pictures were finished before.");
    }
    throw Error(ErrorKind::Cancelled, text);
}

}  // namespace

CoreSession::CoreSession(std::stop_token stop)
    : stop_(std::move(stop)), engine_([this](const Event& event) { queue_.push(event); }) {}

JobReport CoreSession::generate(const GenerateCommand& command, const Listener& listener,
                                TraceSink trace) {
    return follow(engine_.generate(command, std::move(trace)), listener);
}

JobReport CoreSession::sweep(const SweepCommand& command, const Listener& listener) {
    return follow(engine_.sweep(command), listener);
}

JobReport CoreSession::follow(JobId job, const Listener& listener) {
    bool asked = false;
    while (true) {
        if (!asked && stop_.stop_requested()) {
            engine_.cancel(job);
            asked = true;
        }
        const std::optional<Event> event = queue_.pop(kLook);
        if (!event) continue;
        if (const auto* failed = std::get_if<JobFailed>(&*event)) {
            throw Error(failed->kind, failed->message, failed->hint);
        }
        if (const auto* cancelled = std::get_if<JobCancelled>(&*event)) throwCancelled(*cancelled);
        if (const auto* done = std::get_if<JobDone>(&*event)) return done->report;
        listener(*event);
    }
}

}  // namespace duo::cli
