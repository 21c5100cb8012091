#include "model/session.h"

#include <algorithm>

#include "model/graph_cache.h"
#include "model/session_work.h"

namespace duo {

struct Session::State {
    std::shared_ptr<const VarTransformer> model;
    std::shared_ptr<GraphedWork> graphs;  // null where steps are not recorded
    std::shared_ptr<SessionWork> work;
    int nextScale = 0;
    std::stop_token stop;
};

Session VarTransformer::open(const at::Tensor& labels_B, bool guided, int endScale,
                             GraphCache* graphs) const {
    TORCH_CHECK(endScale >= 1 && endScale <= geometry().schedule.count(), "endScale ", endScale);
    const SessionShape shape{labels_B.size(0), guided, endScale};
    auto state = std::make_unique<Session::State>();
    state->model = shared_from_this();
    if (graphs != nullptr && !offloaded_) state->graphs = graphs->lend(state->model, shape);
    if (state->graphs != nullptr) {
        state->work = {state->graphs, &state->graphs->work()};
        state->work->fill(labels_B);
    } else {
        state->work = std::make_shared<SessionWork>(*this, shape);
        state->work->begin(labels_B);
    }
    return Session(std::move(state));
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

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
