// Sessions' work that stays when they end, with every scale recorded once (a CUDA graph) and
// replayed for later batches of the same shape. Bounded in number and memory: the ones used longest
// ago go first, and what is too large is not recorded at all. Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <mutex>
#include <vector>

#include "device/graph_recorder.h"
#include "model/session_work.h"

namespace duo {

// Tensors that stay where they are, and the graphs that know them by heart.
class GraphedWork {
  public:
    GraphedWork(const VarTransformer& model, const SessionShape& shape,
                std::shared_ptr<GraphRecorder> recorder);

    SessionWork& work() { return work_; }
    // maps: the input map [B, l, D] of the scale, none of scale 0 -> logits as of Session::step
    at::Tensor step(int scale, const std::vector<at::Tensor>& maps_BlD);

    int graphs() const { return static_cast<int>(scales_.size()); }  // at most
    std::int64_t bytes() const;
    // Before anything is recorded.
    static std::int64_t bytes(const VarTransformer& model, const SessionShape& shape);

  private:
    at::Tensor mapOf(int scale) const;     // [B, l, D]
    at::Tensor logitsOf(int scale) const;  // [R, l, V], as SessionWork::logits
    void compute(int scale);

    std::shared_ptr<GraphRecorder> recorder_;  // null once it could not record a scale
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

    // For one session, until it lets go. Null where the bound has no room for it beside what is at
    // work, or where another session has it: that one works without graphs. Thread-safe.
    std::shared_ptr<GraphedWork> lend(const std::shared_ptr<const VarTransformer>& model,
                                      const SessionShape& shape);
    // All that no session has.
    void clear();
    // Of models that are gone.
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
    std::vector<Entry> entries_;  // used last first
};

}  // namespace duo
