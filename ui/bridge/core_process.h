// One run of the core: the child process, its frames and its last output. Sends Hello and checks
// the answer; CoreClient decides about a restart. GUI thread only.
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "bridge/codec_thread.h"
#include "protocol/commands.h"

namespace duo::ui {

// How a core ended.
struct CoreEnd {
    bool permanent = false;  // a restart would fail the same way
    QString sentence;        // for people: what happened and, if permanent, what to do
    QString cause;           // a few words, for example "signal 9"
    QString lastOutput;      // the tail of standard error
};

class CoreProcess : public QObject {
    Q_OBJECT
  public:
    explicit CoreProcess(const QStringList& command, QObject* parent = nullptr);
    // Asks the core to end and kills it if it does not within a second.
    ~CoreProcess() override;

    void start();
    void kill();
    // Never blocks: bytes that the core does not accept yet are buffered.
    void send(const Command& command);
    bool ready() const { return greeted_; }
    qint64 processId() const { return process_.processId(); }

  signals:
    void greeted(const QString& program);
    void told(const duo::Event& event);
    void unsendable(quint64 tag, const QString& why);
    // Emitted once, after all events of the core. The object is then unusable.
    void ended(const duo::ui::CoreEnd& end);

  private:
    void connectProcess();
    void connectCodec();
    void keepLastWords();
    void take(const Event& event);
    void takeHello(const Hello& hello);
    void giveUp(const QString& sentence);  // permanent: the program is not our core
    void drained();
    void finishWith(CoreEnd end);
    CoreEnd describeEnd() const;
    QString name() const;

    QStringList command_;
    QProcess process_;
    CodecThread codec_;
    QTimer silence_;
    QString lastOutput_, broken_, verdict_;
    bool greeted_ = false, ended_ = false;
};

}  // namespace duo::ui
