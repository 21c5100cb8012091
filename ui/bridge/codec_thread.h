// Decodes the core's bytes into events, and encodes large commands into frames, on a separate
// thread: a batch of pictures takes tens of milliseconds, and the window must not wait for it.
// Create and use it on the GUI thread, where all signals arrive in the order of the bytes.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QThread>
#include <deque>
#include <memory>
#include <mutex>
#include <variant>

#include "protocol/commands.h"
#include "protocol/events.h"
#include "protocol/frame.h"

namespace duo::ui {

class CodecThread : public QObject {
    Q_OBJECT
  public:
    explicit CodecThread(QObject* parent = nullptr);
    ~CodecThread() override;  // undelivered events are dropped

    void feed(const QByteArray& bytes);
    void finish();  // no more bytes -> drained() after the last event
    void encode(Command command);

  signals:
    void decoded(const duo::Event& event);
    // The rest of the stream cannot be read; no event follows.
    void broken(const QString& why);
    void drained();
    void encoded(const QByteArray& frame);
    void unsendable(quint64 tag, const QString& why);

  private:
    struct Broken {
        QString why;
    };
    struct Drained {};
    struct Encoded {
        QByteArray frame;
    };
    struct Unsendable {
        quint64 tag;
        QString why;
    };
    using Item = std::variant<Event, Broken, Drained, Encoded, Unsendable>;

    // On the codec thread:
    void decode(const QByteArray& bytes);
    void endStream();
    void encodeNow(const Command& command);
    void post(Item item);

    // On the GUI thread:
    void deliver();
    void deliver(const Item& item);

    QThread thread_;
    std::unique_ptr<QObject> worker_;  // lives on thread_; calls on it run there
    FrameReader reader_;               // used on thread_
    bool broken_ = false;              // used on thread_
    std::mutex mutex_;
    std::deque<Item> inbox_;  // guarded by the mutex
    bool called_ = false;     // a deliver() is queued; guarded by the mutex
};

}  // namespace duo::ui
