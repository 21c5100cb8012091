#include "model/session.h"

#include <algorithm>

#include "base/stop.h"
#include "model/graph_cache.h"
#include "model/session_work.h"

namespace duo {

struct Session::State {
    std::shared_ptr<const VarTransformer> model;
    std::shared_ptr<GraphedWork> graphs;  // null: steps are not recorded
    std::shared_ptr<SessionWork> work;
    int nextScale = 0;
    std::stop_token stop;
};

Session::Session(std::shared_ptr<const VarTransformer> model, std::shared_ptr<GraphedWork> graphs,
                 const SessionShape& shape, const at::Tensor& labels_B)
    : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.model = std::move(model);
    s.graphs = std::move(graphs);
    if (s.graphs != nullptr) {
        s.work = {s.graphs, &s.graphs->work()};
        s.work->fill({labels_B, {}, 0});
    } else {
        s.work = std::make_shared<SessionWork>(*s.model, shape);
        s.work->begin({labels_B, {}, 0});
    }
}

Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::setClass(const ClassBlend& blend) {
    State& s = *state_;
    if (s.graphs != nullptr) {
        s.work->fill(blend);
    } else {
        s.work->begin(blend);
    }
}

at::Tensor Session::step(const at::Tensor& map_BlD) {
    State& s = *state_;
    const int scale = s.nextScale;
    std::vector<at::Tensor> maps_BlD;
    if (scale > 0) maps_BlD.push_back(map_BlD);
    if (s.graphs != nullptr) {
        requireNoStop(s.stop);
        const at::Tensor logits_RlV = s.graphs->step(scale, maps_BlD);
        ++s.nextScale;
        return logits_RlV;
    }
    const at::Tensor x_RlC =
        s.work->run(s.work->tokens(scale, scale + 1, maps_BlD), scale, scale + 1, scale, s.stop);
    ++s.nextScale;
    return s.work->logits(x_RlC, scale);  // [R, l, V]
}

at::Tensor Session::prefill(int scale, const std::vector<at::Tensor>& maps_BlD, bool wholePrefix) {
    State& s = *state_;
    TORCH_CHECK(s.nextScale == 0, "prefill needs a fresh session");
    const at::Tensor x_RlC = s.work->run(s.work->tokens(0, scale + 1, maps_BlD), 0, scale + 1,
                                         wholePrefix ? 0 : scale, s.stop);
    s.nextScale = scale + 1;
    return s.work->logits(x_RlC, scale);
}

void Session::absorb(const std::vector<at::Tensor>& maps_BlD) {
    State& s = *state_;
    const int end = std::max(s.nextScale, 1) + static_cast<int>(maps_BlD.size());
    s.work->run(s.work->tokens(s.nextScale, end, maps_BlD), s.nextScale, end, /*wanted=*/end,
                s.stop);
    s.nextScale = end;
}

void Session::stopWith(std::stop_token stop) {
    state_->stop = std::move(stop);
}

int Session::nextScale() const {
    return state_->nextScale;
}

std::int64_t Session::cacheBytes() const {
    return state_->work->cacheBytes();
}

std::int64_t Session::bytesFreedAtEnd() const {
    return state_->graphs != nullptr ? 0 : cacheBytes();
}

}  // namespace duo
