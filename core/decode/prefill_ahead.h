// The next model's session, opened while another model still decodes. A thread of its own takes in
// the maps of finished scales, keys and values alone, so that the hand-over finds only the entry
// scale's tokens left to do.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/Event.h>
#include <c10/core/Stream.h>

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "decode/decode_errors.h"
#include "model/session.h"

namespace duo {

class PrefillAhead {
  public:
    // open: makes the fresh session, on the thread. entry: where it takes over, with its scale at
    // least 1; its words are those of an error.
    PrefillAhead(std::function<Session()> open, const DecodePlace& entry, at::Device device,
                 std::stop_token stop);

    int entryScale() const { return entry_.scale; }

    // The input maps [B, l, D] of scales 1 … entry - 1, one after the other. Does not wait. Throws
    // what went wrong on the thread.
    void feed(const at::Tensor& map_BlD);

    // Waits until scales 0 … entry - 1 are in the session, which goes on with step(). Throws what
    // went wrong on the thread; Error(Cancelled) once stop is requested.
    Session take();

  private:
    // What a GPU's stream has to do before another may go on; nothing on the processor.
    using StreamEvent = std::optional<c10::Event>;

    void work(const std::stop_token& stop);
    void absorb(const std::stop_token& stop);
    bool worthAPass() const;
    std::vector<at::Tensor> nextMaps(const std::stop_token& stop);
    StreamEvent done() const;

    std::function<Session()> open_;
    DecodePlace entry_;
    std::optional<c10::Stream> stream_;  // of the model at work, on a GPU

    std::mutex mutex_;
    std::condition_variable_any changed_;
    int scales_ = 1;  // that may be taken in: the first needs no map
    std::vector<at::Tensor> waiting_;
    StreamEvent made_;  // after the last of the maps that wait
    std::exception_ptr failure_;
    std::optional<Session> session_;
    std::jthread worker_;  // ends before all above
    std::stop_callback<std::function<void()>> passOn_;
};

}  // namespace duo
