// One core from its start to its end: the child process, its frames, and its last words. It says
// hello and checks the answer; who starts another one is CoreClient's affair. GUI thread only.
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
    bool hopeless = false;  // another try would end the same
    QString sentence;       // for people: what happened, and what to do where it is hopeless
    QString cause;          // a few words, e.g. "signal 9"
    QString lastWords;      // the tail of standard error
};

class CoreProcess : public QObject {
    Q_OBJECT
  public:
    explicit CoreProcess(const QStringList& command, QObject* parent = nullptr);
    // Asks the core to end, and kills it where it does not within a second.
    ~CoreProcess() override;

    void start();
    void kill();
    // Nothing waits: bytes that the core does not take at once are kept and written as it reads.
    void send(const Command& command);
    bool ready() const { return greeted_; }
    qint64 processId() const { return process_.processId(); }

  signals:
    void greeted(const QString& program);
    void told(const duo::Event& event);
    void unsendable(quint64 tag, const QString& why);
    // Once, after everything the core told. The object is of no use then.
    void ended(const duo::ui::CoreEnd& end);

  private:
    void connectProcess();
    void connectCodec();
    void keepLastWords();
    void take(const Event& event);
    void takeHello(const Hello& hello);
    void giveUp(const QString& sentence);  // hopeless: it is no core of ours
    void drained();
    void finishWith(CoreEnd end);
    CoreEnd describeEnd() const;
    QString name() const;

    QStringList command_;
    QProcess process_;
    CodecThread codec_;
    QTimer silence_;
    QString lastWords_, broken_, verdict_;
    bool greeted_ = false, ended_ = false;
};

}  // namespace duo::ui
