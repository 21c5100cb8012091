#include "bridge/codec_thread.h"

#include <QElapsedTimer>

#include "base/error.h"
#include "protocol/codec.h"

namespace duo::ui {
namespace {

// Longest delivery in one go; between two the window draws and handles input.
constexpr qint64 kHelpingMs = 8;

bool newestWins(const Event& event) {
    return std::holds_alternative<MemorySample>(event) ||
           std::holds_alternative<LoadProgress>(event);
}

quint64 tagOf(const Command& command) {
    return std::visit(
        [](const auto& value) -> quint64 {
            if constexpr (requires { value.tag; }) {
                return value.tag;
            } else {
                return 0;
            }
        },
        command);
}

}  // namespace

CodecThread::CodecThread(QObject* parent) : QObject(parent), worker_(new QObject) {
    worker_->moveToThread(&thread_);
    thread_.setObjectName("core-codec");
    thread_.start();
}

CodecThread::~CodecThread() {
    thread_.quit();
    thread_.wait();
}

void CodecThread::feed(const QByteArray& bytes) {
    QMetaObject::invokeMethod(worker_.get(), [this, bytes] { decode(bytes); });
}

void CodecThread::finish() {
    QMetaObject::invokeMethod(worker_.get(), [this] { endStream(); });
}

void CodecThread::encode(Command command) {
    QMetaObject::invokeMethod(worker_.get(),
                              [this, command = std::move(command)] { encodeNow(command); });
}

void CodecThread::decode(const QByteArray& bytes) {
    if (broken_) return;
    try {
        reader_.feed({reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                      static_cast<std::size_t>(bytes.size())});
        while (const auto payload = reader_.next()) post(decodeEvent(*payload));
    } catch (const Error& error) {
        broken_ = true;
        post(Broken{QString::fromUtf8(error.what())});
    }
}

void CodecThread::endStream() {
    try {
        if (!broken_) reader_.finish();
    } catch (const Error& error) {
        broken_ = true;
        post(Broken{QString::fromUtf8(error.what())});
    }
    post(Drained{});
}

void CodecThread::encodeNow(const Command& command) {
    try {
        const std::vector<std::uint8_t> bytes = frame(duo::encode(command));
        post(Encoded{QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                static_cast<qsizetype>(bytes.size()))});
    } catch (const Error& error) {
        post(Unsendable{tagOf(command), QString::fromUtf8(error.what())});
    }
}

void CodecThread::post(Item item) {
    const std::lock_guard lock(mutex_);
    const Event* event = std::get_if<Event>(&item);
    if (event != nullptr && newestWins(*event)) {
        std::erase_if(inbox_, [&](const Item& waiting) {
            const Event* older = std::get_if<Event>(&waiting);
            return older != nullptr && older->index() == event->index();
        });
    }
    inbox_.push_back(std::move(item));
    if (called_) return;
    called_ = true;
    QMetaObject::invokeMethod(
        this, [this] { deliver(); }, Qt::QueuedConnection);
}

void CodecThread::deliver() {
    QElapsedTimer helping;
    helping.start();
    do {
        std::unique_lock lock(mutex_);
        if (inbox_.empty()) {
            called_ = false;
            return;
        }
        const Item item = std::move(inbox_.front());
        inbox_.pop_front();
        lock.unlock();
        deliver(item);
    } while (helping.elapsed() < kHelpingMs);
    QMetaObject::invokeMethod(
        this, [this] { deliver(); }, Qt::QueuedConnection);
}

void CodecThread::deliver(const Item& item) {
    if (const auto* event = std::get_if<Event>(&item)) emit decoded(*event);
    if (const auto* end = std::get_if<Broken>(&item)) emit broken(end->why);
    if (std::holds_alternative<Drained>(item)) emit drained();
    if (const auto* made = std::get_if<Encoded>(&item)) emit encoded(made->frame);
    if (const auto* failed = std::get_if<Unsendable>(&item)) {
        emit unsendable(failed->tag, failed->why);
    }
}

}  // namespace duo::ui
