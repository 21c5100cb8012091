// The window's side of the protocol: starts the core as a child process, queues jobs, sends them
// one at a time, and restarts the core when it dies. GUI thread only; never blocks.
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

// The client's number of a job or question. Unique in one window, even if the core restarts and
// numbers its jobs from 1 again.
using Tag = quint64;

enum class CoreState {
    Starting,    // the process runs and has not answered Hello
    Ready,       // accepts commands
    Restarting,  // it died and will be started again soon
    Down         // it cannot be started or died too often; restart() tries again
};

using JobCommand = std::variant<LoadCommand, GenerateCommand, SweepCommand>;

class CoreClient : public QObject {
    Q_OBJECT
  public:
    // command: program and arguments that speak `serve` over standard input and output.
    explicit CoreClient(QStringList command, QObject* parent = nullptr);
    // Asks the core to end and kills it if it does not within a second.
    ~CoreClient() override;

    // Jobs may be queued before start() and while the core is not running.
    void start();
    void restart();  // ends the running core (its job fails) and starts another
    CoreState state() const;
    const QString& stateText()
        const;                 // one sentence for people, such as why it is Restarting or Down
    qint64 processId() const;  // of the child process, 0 if none runs

    // Puts a job at the end of the queue, or before all waiting jobs, and sets the command's tag.
    Tag enqueue(JobCommand command, bool first = false);
    // Drops a waiting job (jobEnded with Cancelled); asks the core to stop a running one.
    void stop(Tag tag, StopWhen when = StopWhen::Now);
    void clearWaiting();
    void hold(bool on);                // while on, no waiting job is sent
    bool moveUp(Tag tag);              // before the previous waiting job; false if there is none
    std::vector<Tag> waiting() const;  // in queue order
    std::optional<Tag> running() const;

    // Questions: the core answers at once, also during a job -> listed / exported / questionFailed.
    Tag listModels(const QString& folder);
    Tag exportFile(ExportCommand command);
    Tag listCatalogue(const QString& folder);
    // Downloads -> gettingModels while it lasts, then modelsGot / questionFailed.
    Tag getModels(GetModelsCommand command);
    void stopGetting(Tag tag);

  signals:
    void stateChanged(duo::ui::CoreState state, const QString& sentence);
    void queueChanged();
    // All events of the running job except its end; they contain the core's job numbers.
    void jobEvent(duo::ui::Tag tag, const duo::Event& event);
    // Exactly one per job. Holds JobDone, JobFailed or JobCancelled. If the core dies, its job ends
    // as JobFailed of kind Internal with the reason.
    void jobEnded(duo::ui::Tag tag, const duo::Event& end);
    void modelsListed(duo::ui::Tag tag, const duo::ModelsListed& models);
    void exported(duo::ui::Tag tag, const std::vector<std::uint8_t>& bytes);
    void catalogueListed(duo::ui::Tag tag, const duo::CatalogueListed& catalogue);
    void gettingModels(const duo::GettingModels& progress);
    void modelsGot(duo::ui::Tag tag, const duo::ModelsGot& got);
    void questionFailed(duo::ui::Tag tag, const duo::JobFailed& failure);

  private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace duo::ui
