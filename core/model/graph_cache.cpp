#include "model/graph_cache.h"

#include <algorithm>

#include "model/var_weights.h"

namespace duo {
namespace {

constexpr std::int64_t kFloat = sizeof(float);

std::int64_t maxTokens(const VarTransformer& model, const SessionShape& shape) {
    std::int64_t most = 0;
    for (int scale = 0; scale < shape.endScale; ++scale) {
        most = std::max<std::int64_t>(most, model.geometry().schedule.tokens(scale));
    }
    return most;
}

std::int64_t mapElements(const VarTransformer& model, const SessionShape& shape) {
    return shape.pictures * maxTokens(model, shape) * model.geometry().codeChannels;
}

std::int64_t logitElements(const VarTransformer& model, const SessionShape& shape) {
    return shape.rows() * maxTokens(model, shape) * model.geometry().vocabulary;
}

at::Tensor part(const at::Tensor& flat, std::int64_t rows, std::int64_t tokens,
                std::int64_t width) {
    return flat.narrow(0, 0, rows * tokens * width).view({rows, tokens, width});
}

}  // namespace

GraphedWork::GraphedWork(const VarTransformer& model, const SessionShape& shape,
                         std::shared_ptr<GraphRecorder> recorder)
    : recorder_(std::move(recorder)),
      ownBytes_(bytes(model, shape)),
      work_(model, shape),
      maps_(at::empty({mapElements(model, shape)}, at::device(model.device()).dtype(at::kFloat))),
      logits_(at::empty({logitElements(model, shape)}, maps_.options())),
      scales_(shape.endScale) {
    charge_ = model.charge(MemoryKind::Activations,
                           static_cast<std::int64_t>(maps_.nbytes() + logits_.nbytes()));
}

std::int64_t GraphedWork::bytes(const VarTransformer& model, const SessionShape& shape) {
    const VarGeometry& g = model.geometry();
    const std::int64_t vectors = shape.rows() * (6 * std::int64_t{g.depth} + 3);  // of the labels
    const std::int64_t positions = g.schedule.offset(shape.endScale);
    return model.cacheBytes(shape.rows(), shape.endScale) +
           kFloat * ((vectors + positions) * g.width + mapElements(model, shape) +
                     logitElements(model, shape));
}

std::int64_t GraphedWork::bytes() const {
    std::int64_t sum = ownBytes_;
    for (const auto& scale : scales_) sum += scale != nullptr ? scale->bytes() : 0;
    return sum;
}

at::Tensor GraphedWork::mapOf(int scale) const {
    const std::int64_t tokens = work_.schedule().tokens(scale);
    return part(maps_, work_.shape().pictures, tokens, work_.codeChannels());
}

at::Tensor GraphedWork::logitsOf(int scale) const {
    const std::int64_t tokens = work_.schedule().tokens(scale);
    return part(logits_, work_.logitRows(scale), tokens, work_.vocabulary());
}

at::Tensor GraphedWork::step(int scale, const std::vector<at::Tensor>& maps_BlD) {
    TORCH_CHECK(scale < graphs(), "the session ends at scale ", graphs());
    if (scale > 0) mapOf(scale).copy_(maps_BlD.front());
    std::unique_ptr<RecordedWork>& recorded = scales_[scale];
    if (recorded != nullptr) {
        recorded->replay();
    } else if (recorder_ != nullptr) {
        recorded = recorder_->record([this, scale] { compute(scale); });
        if (recorded == nullptr) recorder_ = nullptr;  // do not try again at every step
    } else {
        compute(scale);
    }
    return logitsOf(scale).clone();  // the next step overwrites the original
}

// Runs on the device only: nothing here may wait for a result or stop halfway.
void GraphedWork::compute(int scale) {
    std::vector<at::Tensor> maps_BlD;
    if (scale > 0) maps_BlD.push_back(mapOf(scale));
    const at::Tensor x_RlC =
        work_.run(work_.tokens(scale, scale + 1, maps_BlD), scale, scale + 1, scale, {});
    logitsOf(scale).copy_(work_.logits(x_RlC, scale));
}

GraphCache::GraphCache(std::shared_ptr<GraphRecorder> recorder, Bound bound)
    : recorder_(std::move(recorder)), bound_(bound) {}

std::shared_ptr<GraphedWork> GraphCache::lend(const std::shared_ptr<const VarTransformer>& model,
                                              const SessionShape& shape) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.model.lock() == model && entry.work->work().shape() == shape;
    });
    if (found != entries_.end()) {
        if (found->lent()) return nullptr;
        std::rotate(entries_.begin(), found, found + 1);
        return entries_.front().work;
    }
    if (!makeRoom(GraphedWork::bytes(*model, shape), shape.endScale)) return nullptr;
    auto work = std::make_shared<GraphedWork>(*model, shape, recorder_);
    entries_.insert(entries_.begin(), {model, work});
    return work;
}

// Drops work from the end until this much fits. -> false, with nothing dropped, if it cannot fit
bool GraphCache::makeRoom(std::int64_t bytes, int graphs) {
    for (const Entry& entry : entries_) {
        if (!entry.lent()) continue;
        bytes += entry.work->bytes();
        graphs += entry.work->graphs();
    }
    if (bytes > bound_.bytes || graphs > bound_.graphs) return false;
    for (const Entry& entry : entries_) {
        if (entry.lent()) continue;
        bytes += entry.work->bytes();
        graphs += entry.work->graphs();
    }
    for (std::size_t i = entries_.size(); i-- > 0;) {
        if (bytes <= bound_.bytes && graphs <= bound_.graphs) break;
        if (entries_[i].lent()) continue;
        bytes -= entries_[i].work->bytes();
        graphs -= entries_[i].work->graphs();
        entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return true;
}

void GraphCache::clear() {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [](const Entry& entry) { return !entry.lent(); });
}

void GraphCache::dropOrphans() {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [](const Entry& entry) { return entry.model.expired(); });
}

std::int64_t GraphCache::bytes() const {
    const std::lock_guard lock(mutex_);
    std::int64_t sum = 0;
    for (const Entry& entry : entries_) sum += entry.work->bytes();
    return sum;
}

int GraphCache::graphs() const {
    const std::lock_guard lock(mutex_);
    int sum = 0;
    for (const Entry& entry : entries_) sum += entry.work->graphs();
    return sum;
}

}  // namespace duo
