#include "engine/output_queue.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "base/stopwatch.h"
#include "protocol/codec.h"
#include "protocol/frame.h"

namespace duo {
namespace {

template <class T, class... Ts>
constexpr std::size_t indexOf(const std::variant<Ts...>*) {
    constexpr bool same[] = {std::same_as<T, Ts>...};
    return static_cast<std::size_t>(std::find(std::begin(same), std::end(same), true) - same);
}
constexpr const Event* kEvent = nullptr;

bool newestWins(std::size_t kind) {
    return kind == indexOf<MemorySample>(kEvent) || kind == indexOf<LoadProgress>(kEvent) ||
           kind == indexOf<GettingModels>(kEvent);
}

}  // namespace

OutputQueue::OutputQueue(int fd, std::size_t maxBytes, std::function<void()> onBroken)
    : fd_(fd), maxBytes_(maxBytes), onBroken_(std::move(onBroken)), thread_([this] { write(); }) {}

OutputQueue::~OutputQueue() {
    finish();
}

void OutputQueue::push(const Event& event) {
    if (broken_) return;
    Item item{event.index(), frame(encode(event))};
    std::unique_lock lock(mutex_);
    if (newestWins(item.kind)) {
        const auto older = std::find_if(items_.begin(), items_.end(),
                                        [&](const Item& i) { return i.kind == item.kind; });
        if (older != items_.end()) {
            bytes_ -= older->bytes.size();
            items_.erase(older);
        }
    } else {
        changed_.wait(lock, [this] { return bytes_ < maxBytes_ || broken_; });
    }
    if (broken_) return;
    bytes_ += item.bytes.size();
    items_.push_back(std::move(item));
    changed_.notify_all();
}

void OutputQueue::hurry(std::chrono::milliseconds patience) {
    patienceMs_ = patience.count();
}

void OutputQueue::finish() {
    {
        const std::lock_guard lock(mutex_);
        finishing_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void OutputQueue::write() {
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !items_.empty() || finishing_; });
        if (items_.empty()) return;
        const Item item = std::move(items_.front());
        items_.pop_front();
        lock.unlock();
        const bool written = writeAll(item.bytes);
        lock.lock();
        bytes_ -= item.bytes.size();
        changed_.notify_all();
        lock.unlock();
        if (!written) return breakOff();
    }
}

// Writes at most PIPE_BUF bytes at a time: a pipe that is ready takes them without blocking, so
// that the thread can check the time.
bool OutputQueue::writeAll(const std::vector<std::uint8_t>& bytes) {
    Stopwatch idle;
    for (std::size_t done = 0; done < bytes.size();) {
        pollfd waiting{fd_, POLLOUT, 0};
        if (poll(&waiting, 1, 100) <= 0 || (waiting.revents & POLLOUT) == 0) {
            if ((waiting.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) return false;
            const std::int64_t patience = patienceMs_;
            if (patience >= 0 && idle.milliseconds() > static_cast<double>(patience)) return false;
            continue;
        }
        const std::size_t size = std::min<std::size_t>(bytes.size() - done, PIPE_BUF);
        const ssize_t count = ::write(fd_, bytes.data() + done, size);
        if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (count > 0) {
            done += static_cast<std::size_t>(count);
            idle = {};
        }
    }
    return true;
}

void OutputQueue::breakOff() {
    {
        const std::lock_guard lock(mutex_);
        broken_ = true;
        items_.clear();
        changed_.notify_all();
    }
    if (onBroken_) onBroken_();
}

}  // namespace duo
