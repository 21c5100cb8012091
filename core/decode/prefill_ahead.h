// Prefills the next model's session while another model still decodes. A thread of its own computes
// keys and values of the finished scales, so that only the entry scale is left at the hand-over.
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
    // open: makes the new session, on that thread. entry: where the session takes over, scale 1 or
    // later; also the place that an error names.
    PrefillAhead(std::function<Session()> open, const DecodePlace& entry, at::Device device,
                 std::stop_token stop);

    int entryScale() const { return entry_.scale; }

    // Adds the input map [B, l, D] of the next scale: 1 … entry - 1 in order. Does not wait.
    // Rethrows an exception of the thread.
    void feed(const at::Tensor& map_BlD);

    // Waits until the session has scales 0 … entry - 1; its next call is step(). Rethrows an
    // exception of the thread; Error(Cancelled) once stop is requested.
    Session take();

  private:
    // Marks the work that one GPU stream must finish before another may go on; none on the CPU.
    using StreamEvent = std::optional<c10::Event>;

    void work(const std::stop_token& stop);
    void absorb(const std::stop_token& stop);
    bool worthAPass() const;
    std::vector<at::Tensor> nextMaps(const std::stop_token& stop);
    StreamEvent done() const;

    std::function<Session()> open_;
    DecodePlace entry_;
    std::optional<c10::Stream> stream_;  // of the decoding model, on a GPU

    std::mutex mutex_;
    std::condition_variable_any changed_;
    int scales_ = 1;  // that are ready to be read; scale 0 needs no map
    std::vector<at::Tensor> waiting_;
    StreamEvent made_;  // after the last waiting map
    std::exception_ptr failure_;
    std::optional<Session> session_;
    std::jthread worker_;  // after all members that it uses
    std::stop_callback<std::function<void()>> passOn_;
};

}  // namespace duo
