// The window's end of the wire: starts the core as a child process, queues jobs, sends them one at
// a time, and starts the core again when it dies. GUI thread only; nothing here waits.
#pragma once

#include <QObject>
#include <QStringList>
#include <QVariant>
#include <deque>
#include <memory>
#include <optional>
#include <variant>

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo::ui {

class CoreProcess;

// The sender's number of a job or a question. Never used twice in one window, whatever the core's
// own job numbers do over its restarts.
using Tag = quint64;

enum class CoreState {
    Starting,    // the process runs and has not said hello
    Ready,       // it takes commands
    Restarting,  // it died and is about to be started again
    Down         // it cannot be started, or died too often: restart() tries anew
};

using JobCommand = std::variant<LoadCommand, GenerateCommand, SweepCommand>;

class CoreClient : public QObject {
    Q_OBJECT
  public:
    // command: program and arguments that speak `serve` over standard input and output.
    explicit CoreClient(QStringList command, QObject* parent = nullptr);
    // Asks the core to end, and kills it where it does not within a second.
    ~CoreClient() override;

    // Jobs may be queued before start() and while the core is away.
    void start();
    void restart();  // ends the core at work (its job fails) and starts another
    CoreState state() const;
    const QString& stateText() const;  // one sentence for people: why Restarting or Down
    qint64 processId() const;          // of the child, 0 where none runs

    // Puts a job at the end of the queue, or before all waiting ones. Its command's tag is set
    // here.
    Tag enqueue(JobCommand command, bool first = false);
    // A waiting job is dropped (jobEnded Cancelled); a running one is told to stop.
    void stop(Tag tag, StopWhen when = StopWhen::Now);
    void clearWaiting();
    void hold(bool on);    // while on, no waiting job is sent
    bool moveUp(Tag tag);  // before the waiting job ahead of it; false where there is none
    std::vector<Tag> waiting() const;  // in order
    std::optional<Tag> running() const;

    // Questions: answered at once by the core, beside the jobs. -> listed / exported /
    // questionFailed
    Tag listModels(const QString& folder);
    Tag exportFile(ExportCommand command);
    void askMemory();

  signals:
    void stateChanged(duo::ui::CoreState state, const QString& sentence);
    void queueChanged();
    // Everything the running job tells but its end; job numbers inside are the core's own.
    void jobEvent(duo::ui::Tag tag, const duo::Event& event);
    // Exactly one a job. The variant holds JobDone, JobFailed or JobCancelled. A job whose core
    // died ends as JobFailed of kind Internal that says so.
    void jobEnded(duo::ui::Tag tag, const duo::Event& end);
    void memorySampled(const duo::MemorySnapshot& memory);
    void modelsListed(duo::ui::Tag tag, const duo::ModelsListed& models);
    void exported(duo::ui::Tag tag, const std::vector<std::uint8_t>& bytes);
    void questionFailed(duo::ui::Tag tag, const duo::JobFailed& failure);

  private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace duo::ui
