// Sessions' work that is kept after they end: each scale is recorded once as a CUDA graph and
// replayed for later batches of the same shape. Bounded in number and memory: the least recently
// used work is dropped first, and work that is too large is not recorded. Letters as in
// var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <mutex>
#include <vector>

#include "device/graph_recorder.h"
#include "model/session_work.h"

namespace duo {

// Fixed-address tensors and the CUDA graphs captured on them.
class GraphedWork {
  public:
    GraphedWork(const VarTransformer& model, const SessionShape& shape,
                std::shared_ptr<GraphRecorder> recorder);

    SessionWork& work() { return work_; }
    // maps: the input map [B, l, D] of the scale; empty for scale 0 -> logits as Session::step
    at::Tensor step(int scale, const std::vector<at::Tensor>& maps_BlD);

    int graphs() const { return static_cast<int>(scales_.size()); }  // once all are recorded
    std::int64_t bytes() const;
    // Bytes of new work, before anything is recorded.
    static std::int64_t bytes(const VarTransformer& model, const SessionShape& shape);

  private:
    at::Tensor mapOf(int scale) const;     // [B, l, D]
    at::Tensor logitsOf(int scale) const;  // [R, l, V], as SessionWork::logits
    void compute(int scale);

    std::shared_ptr<GraphRecorder> recorder_;  // null after a scale could not be recorded
    std::int64_t ownBytes_;
    SessionWork work_;
    MemoryLedger::Charge charge_;
    at::Tensor maps_, logits_;  // flat, for the largest scale
    std::vector<std::unique_ptr<RecordedWork>> scales_;
};

class GraphCache {
  public:
    struct Bound {
        std::int64_t bytes = 0;
        int graphs = 0;
    };
    GraphCache(std::shared_ptr<GraphRecorder> recorder, Bound bound);

    // Lends work to one session until it releases the pointer. Null if the bound leaves no room
    // beside the lent work, or if another session has this work: the session then runs without
    // graphs. Thread-safe.
    std::shared_ptr<GraphedWork> lend(const std::shared_ptr<const VarTransformer>& model,
                                      const SessionShape& shape);
    // Drops everything that is not lent.
    void clear();
    // Drops work of models that no longer exist.
    void dropOrphans();

    std::int64_t bytes() const;
    int graphs() const;

  private:
    struct Entry {
        std::weak_ptr<const VarTransformer> model;
        std::shared_ptr<GraphedWork> work;
        bool lent() const { return work.use_count() > 1; }
    };
    bool makeRoom(std::int64_t bytes, int graphs);

    std::shared_ptr<GraphRecorder> recorder_;
    Bound bound_;
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;  // most recently used first
};

}  // namespace duo
