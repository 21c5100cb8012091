#include "bridge/core_client.h"

#include <QTimer>
#include <algorithm>

#include "bridge/core_process.h"
#include "bridge/restart_policy.h"

namespace duo::ui {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

struct CoreClient::Private {
    struct Job {
        Tag tag = 0;
        JobCommand command;
        JobId number = 0;             // the core's number, 0 until JobQueued
        std::vector<StopWhen> stops;  // requested before the number was known
    };
    struct Question {
        Tag tag = 0;
        Command command;
        bool sent = false;
    };

    Private(CoreClient& client, QStringList program) : q(client), command(std::move(program)) {}

    void launch();
    void become(CoreState next, const QString& text);
    void greeted(const QString& program);
    void died(const CoreEnd& end);
    void scheduleRestart(const CoreEnd& end);
    QString downText(const CoreEnd& end) const;
    void failLostJob(const CoreEnd& end, bool asked);
    JobFailed lostJob(const CoreEnd& end, bool asked) const;
    void failQuestions(const QString& why, bool includeUnsent);

    void advance();
    void sendStop(StopWhen when);
    void endRunning(const Event& end);
    void ask(Tag tag, Command question);
    template <class Question>
    Tag question(Question question) {
        question.tag = ++lastTag;
        ask(question.tag, std::move(question));
        return lastTag;
    }
    void answered(Tag tag);
    template <class Answer>
    void tell(const Answer& answer, void (CoreClient::*signal)(Tag, const Answer&)) {
        answered(answer.tag);
        emit(q.*signal)(answer.tag, answer);
    }

    void take(const Event& event);
    void takeJobEvent(JobId number, const Event& event);
    void takeFailure(const JobFailed& failure);
    void takeFault(const ProtocolFault& fault);
    void failQuestion(Tag tag, const JobFailed& failure);
    std::deque<Job>::iterator find(Tag tag);

    CoreClient& q;
    QStringList command;
    CoreState state = CoreState::Starting;
    QString text = CoreClient::tr("The core has not been started yet.");
    CoreProcess* process = nullptr;  // child of q
    QTimer restartTimer;
    bool restartAsked = false, held = false;
    RestartPolicy restarts;

    Tag lastTag = 0;
    std::deque<Job> waiting;
    std::optional<Job> running;
    std::deque<Question> questions;
};

// ---- The process -------------------------------------------------------------------------------

void CoreClient::Private::launch() {
    process = new CoreProcess(command, &q);
    QObject::connect(process, &CoreProcess::greeted, &q,
                     [this](const QString& program) { greeted(program); });
    QObject::connect(process, &CoreProcess::told, &q, [this](const Event& event) { take(event); });
    QObject::connect(process, &CoreProcess::unsendable, &q,
                     [this](quint64 tag, const QString& why) {
                         failQuestion(tag, {0, tag, ErrorKind::Usage, why.toStdString(), {}});
                     });
    QObject::connect(process, &CoreProcess::ended, &q, [this](const CoreEnd& end) { died(end); });
    process->start();
    become(CoreState::Starting, CoreClient::tr("The core is starting."));
}

void CoreClient::Private::become(CoreState next, const QString& sentence) {
    state = next;
    text = sentence;
    emit q.stateChanged(next, sentence);
}

void CoreClient::Private::greeted(const QString& program) {
    become(CoreState::Ready, CoreClient::tr("%1 is ready.").arg(program));
    for (Question& question : questions) {
        if (std::exchange(question.sent, true)) continue;
        process->send(question.command);
    }
    advance();
}

void CoreClient::Private::died(const CoreEnd& end) {
    std::exchange(process, nullptr)->deleteLater();
    const bool asked = std::exchange(restartAsked, false);
    if (asked) {
        restarts.forgive();
        launch();
    } else {
        scheduleRestart(end);
    }
    failLostJob(end, asked);
    failQuestions(end.sentence, state == CoreState::Down);
}

void CoreClient::Private::scheduleRestart(const CoreEnd& end) {
    const std::optional<int> delay = restarts.afterDeath(end.permanent);
    if (!delay) return become(CoreState::Down, downText(end));
    restartTimer.start(*delay);
    become(CoreState::Restarting, CoreClient::tr("%1 It is restarting.").arg(end.sentence));
}

QString CoreClient::Private::downText(const CoreEnd& end) const {
    QString sentence =
        end.permanent
            ? end.sentence
            : CoreClient::tr("The core ended %n times in a row (%1) and was not restarted.",
                             nullptr, restarts.deaths())
                  .arg(end.cause);
    if (end.lastOutput.isEmpty()) return sentence;
    return sentence + "\n" + CoreClient::tr("Its last output: %1").arg(end.lastOutput);
}

// A job that the core had not accepted yet is not lost: it goes to the front of the queue.
void CoreClient::Private::failLostJob(const CoreEnd& end, bool asked) {
    if (!running) return;
    if (running->number != 0) return endRunning(lostJob(end, asked));
    if (!running->stops.empty()) return endRunning(JobCancelled{});
    waiting.push_front(std::move(*running));
    running.reset();
    emit q.queueChanged();
}

JobFailed CoreClient::Private::lostJob(const CoreEnd& end, bool asked) const {
    const auto failure = [this](const QString& sentence, const QString& hint) {
        return JobFailed{running->number, running->tag, ErrorKind::Internal, sentence.toStdString(),
                         hint.toStdString()};
    };
    if (asked) {
        return failure(CoreClient::tr("The core was restarted during this run."),
                       CoreClient::tr("Run again."));
    }
    const QString next = state == CoreState::Down
                             ? CoreClient::tr("it was not restarted. Waiting runs are kept.")
                             : CoreClient::tr("it is restarting. Waiting runs will continue.");
    const QString hint =
        end.cause.endsWith(" 9")
            ? CoreClient::tr(
                  "The system may have run out of memory. Run again, with a "
                  "smaller batch if this happens again.")
            : CoreClient::tr("Run again. If this happens again, please report it.");
    return failure(
        CoreClient::tr("The core ended unexpectedly (%1) during this run; %2").arg(end.cause, next),
        hint);
}

void CoreClient::Private::failQuestions(const QString& why, bool includeUnsent) {
    const std::deque<Question> asked = questions;
    for (const Question& question : asked) {
        if (!question.sent && !includeUnsent) continue;
        failQuestion(question.tag, {0, question.tag, ErrorKind::Internal, why.toStdString(), {}});
    }
}

// ---- Jobs and questions ------------------------------------------------------------------------

void CoreClient::Private::advance() {
    if (state != CoreState::Ready || held || running || waiting.empty()) return;
    running = std::move(waiting.front());
    waiting.pop_front();
    std::visit([this](const auto& job) { process->send(job); }, running->command);
    emit q.queueChanged();
}

void CoreClient::Private::sendStop(StopWhen when) {
    if (running->number == 0) {
        running->stops.push_back(when);
    } else if (process != nullptr) {
        process->send(CancelCommand{0, running->number, when});
    }
}

void CoreClient::Private::endRunning(const Event& end) {
    const Tag tag = running->tag;
    running.reset();
    emit q.jobEnded(tag, end);
    emit q.queueChanged();
    advance();
}

void CoreClient::Private::ask(Tag tag, Command question) {
    if (state == CoreState::Down) {
        const JobFailed failure{0, tag, ErrorKind::Internal, text.toStdString(), {}};
        questions.push_back({tag, {}, true});
        // Queued, because the caller needs the tag before the answer.
        QTimer::singleShot(0, &q, [this, tag, failure] { failQuestion(tag, failure); });
        return;
    }
    const bool now = state == CoreState::Ready;
    if (now) process->send(question);
    questions.push_back({tag, now ? Command{} : std::move(question), now});
}

void CoreClient::Private::answered(Tag tag) {
    std::erase_if(questions, [tag](const Question& question) { return question.tag == tag; });
}

void CoreClient::Private::failQuestion(Tag tag, const JobFailed& failure) {
    const auto same = [tag](const Question& question) { return question.tag == tag; };
    if (std::none_of(questions.begin(), questions.end(), same)) return;
    answered(tag);
    emit q.questionFailed(tag, failure);
}

std::deque<CoreClient::Private::Job>::iterator CoreClient::Private::find(Tag tag) {
    return std::find_if(waiting.begin(), waiting.end(),
                        [tag](const Job& job) { return job.tag == tag; });
}

// ---- Events ------------------------------------------------------------------------------------

void CoreClient::Private::take(const Event& event) {
    std::visit(
        Overloaded{
            [](const Hello&) {},
            [](const Pong&) {},
            [this](const JobFailed& failure) { takeFailure(failure); },
            [this](const ProtocolFault& fault) { takeFault(fault); },
            [this](const ModelsListed& listed) { tell(listed, &CoreClient::modelsListed); },
            [this](const CatalogueListed& listed) { tell(listed, &CoreClient::catalogueListed); },
            [this](const ModelsGot& got) { tell(got, &CoreClient::modelsGot); },
            [this](const Exported& exported) {
                answered(exported.tag);
                emit q.exported(exported.tag, exported.bytes);
            },
            [this](const GettingModels& getting) { emit q.gettingModels(getting); },
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
    restarts.forgive();
    endRunning(event);
}

void CoreClient::Private::takeFailure(const JobFailed& failure) {
    const bool unqueued = failure.job == 0 && failure.tag != 0;
    const bool ofJob = running && (unqueued ? failure.tag == running->tag
                                            : failure.job != 0 && failure.job == running->number);
    if (!ofJob) return failQuestion(failure.tag, failure);
    restarts.forgive();
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

// ---- The client --------------------------------------------------------------------------------

CoreClient::CoreClient(QStringList command, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(command))) {
    d->restartTimer.setSingleShot(true);
    connect(&d->restartTimer, &QTimer::timeout, this, [this] { d->launch(); });
}

CoreClient::~CoreClient() {
    // Its signals would reach a half-destroyed client.
    if (d->process != nullptr) d->process->disconnect(this);
    delete d->process;
}

void CoreClient::start() {
    if (d->process == nullptr && !d->restartTimer.isActive()) d->launch();
}

void CoreClient::restart() {
    d->restartTimer.stop();
    d->restarts.forgive();
    if (d->process == nullptr) return d->launch();
    if (d->process->processId() == 0) return;  // about to start
    d->restartAsked = true;
    d->process->kill();
}

CoreState CoreClient::state() const {
    return d->state;
}
const QString& CoreClient::stateText() const {
    return d->text;
}
qint64 CoreClient::processId() const {
    return d->process == nullptr ? 0 : d->process->processId();
}

Tag CoreClient::enqueue(JobCommand command, bool first) {
    const Tag tag = ++d->lastTag;
    std::visit([tag](auto& job) { job.tag = tag; }, command);
    d->waiting.insert(first ? d->waiting.begin() : d->waiting.end(),
                      {tag, std::move(command), 0, {}});
    emit queueChanged();
    d->advance();
    return tag;
}

void CoreClient::stop(Tag tag, StopWhen when) {
    if (d->running && d->running->tag == tag) return d->sendStop(when);
    const auto job = d->find(tag);
    if (job == d->waiting.end()) return;
    d->waiting.erase(job);
    emit jobEnded(tag, JobCancelled{});
    emit queueChanged();
}

void CoreClient::clearWaiting() {
    for (const Tag tag : waiting()) stop(tag);
}

void CoreClient::hold(bool on) {
    d->held = on;
    d->advance();
}

bool CoreClient::moveUp(Tag tag) {
    const auto job = d->find(tag);
    if (job == d->waiting.end() || job == d->waiting.begin()) return false;
    std::iter_swap(job, job - 1);
    emit queueChanged();
    return true;
}

std::vector<Tag> CoreClient::waiting() const {
    std::vector<Tag> tags;
    for (const auto& job : d->waiting) tags.push_back(job.tag);
    return tags;
}

std::optional<Tag> CoreClient::running() const {
    return d->running ? std::optional(d->running->tag) : std::nullopt;
}

Tag CoreClient::listModels(const QString& folder) {
    return d->question(ListModelsCommand{0, folder.toStdString()});
}
Tag CoreClient::exportFile(ExportCommand command) {
    return d->question(std::move(command));
}
Tag CoreClient::listCatalogue(const QString& folder) {
    return d->question(ListCatalogueCommand{0, folder.toStdString()});
}
Tag CoreClient::getModels(GetModelsCommand command) {
    return d->question(std::move(command));
}
void CoreClient::stopGetting(Tag tag) {
    if (d->process != nullptr) d->process->send(StopGettingCommand{tag});
}

}  // namespace duo::ui
