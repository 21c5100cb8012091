#include "decode/prefill_ahead.h"

#include <ATen/Parallel.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <omp.h>

#include <algorithm>
#include <utility>

#include "base/stop.h"

namespace duo {
namespace {

// Least tokens over all rows for which a pass over the weights pays. Fewer wait for the next scale.
constexpr std::int64_t kTokensOfPass = 64;

// Leaves most of the processor to the decoding model. omp_set_num_threads holds for this thread
// alone; at::set_num_threads would hold for all.
void takeFewThreads() {
    const int all = at::get_num_threads();
    omp_set_num_threads(std::max(1, all / 4));
}

// Makes a second GPU stream current while this lives. The destructor waits for the stream, so that
// nothing it still reads is freed. Does nothing on the CPU.
class SideStream {
  public:
    explicit SideStream(const std::optional<c10::Stream>& beside) {
        if (!beside) return;
        const c10::impl::VirtualGuardImpl device(beside->device_type());
        guard_.emplace(device.getStreamFromGlobalPool(beside->device()));
    }
    ~SideStream() {
        if (!guard_) return;
        try {
            guard_->current_stream().synchronize();
        } catch (const c10::Error&) {  // the next use of the device throws it again
        }
    }
    SideStream(const SideStream&) = delete;
    SideStream& operator=(const SideStream&) = delete;

    void waitFor(const std::optional<c10::Event>& event) const {
        if (event) event->block(guard_->current_stream());
    }

  private:
    std::optional<c10::StreamGuard> guard_;
};

std::optional<c10::Stream> streamAtWork(at::Device device) {
    if (!device.is_cuda()) return {};
    return c10::impl::VirtualGuardImpl(device.type()).getStream(device);
}

}  // namespace

PrefillAhead::PrefillAhead(std::function<Session()> open, const DecodePlace& entry,
                           at::Device device, std::stop_token stop)
    : open_(std::move(open)),
      entry_(entry),
      stream_(streamAtWork(device)),
      worker_([this](const std::stop_token& own) { work(own); }),
      passOn_(std::move(stop), [this] { worker_.request_stop(); }) {}

void PrefillAhead::feed(const at::Tensor& map_BlD) {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
    waiting_.push_back(map_BlD);
    made_ = done();
    ++scales_;
    changed_.notify_all();
}

Session PrefillAhead::take() {
    worker_.join();
    if (failure_) std::rethrow_exception(failure_);
    return std::move(*session_);
}

void PrefillAhead::work(const std::stop_token& stop) {
    try {
        explainingMemory(entry_, [&] { absorb(stop); });
    } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
    }
}

void PrefillAhead::absorb(const std::stop_token& stop) {
    const c10::InferenceMode inference;
    takeFewThreads();
    // Opened on the decoding stream, which owns its memory and runs the later steps.
    const c10::OptionalStreamGuard atWork(stream_);
    Session session = open_();
    session.stopWith(stop);
    const StreamEvent opened = done();
    const SideStream side(stream_);
    side.waitFor(opened);
    while (session.nextScale() < entry_.scale) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return worthAPass(); })) throwStopped();
        const std::vector<at::Tensor> maps = std::exchange(waiting_, {});
        side.waitFor(made_);
        lock.unlock();
        session.absorb(maps);
    }
    session_.emplace(std::move(session));
}

bool PrefillAhead::worthAPass() const {
    if (scales_ == entry_.scale) return true;  // no more scales follow
    std::int64_t tokens = 0;
    for (const at::Tensor& map_BlD : waiting_) tokens += map_BlD.size(1);
    return tokens * entry_.rows >= kTokensOfPass;
}

PrefillAhead::StreamEvent PrefillAhead::done() const {
    if (!stream_) return {};
    StreamEvent event(std::in_place, stream_->device_type());
    event->record(*stream_);
    return event;
}

}  // namespace duo
