// The client's private state: the running core, the waiting jobs, the open questions.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "bridge/core_client.h"
#include "bridge/core_process.h"

namespace duo::ui {

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
    void answered(Tag tag);

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
    QElapsedTimer clock;
    std::vector<qint64> deaths;  // times, on the clock

    Tag lastTag = 0;
    std::deque<Job> waiting;
    std::optional<Job> running;
    std::deque<Question> questions;
};

}  // namespace duo::ui
