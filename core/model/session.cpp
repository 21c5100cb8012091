#include "model/session.h"

#include <algorithm>

#include "base/error.h"
#include "kernels/attention.h"
#include "model/adaln_table.h"
#include "model/decode_block.h"
#include "model/kv_cache.h"
#include "model/var_blocks.h"

namespace duo {

struct Session::State {
    State(std::shared_ptr<const VarTransformer> owner, const at::Tensor& labels_B, bool guided,
          int end);

    const ScaleSchedule& schedule() const { return model->geometry().schedule; }
    // Tokens without their positions, for all rows: of scale 0 [R, l0, C], of a map [R, l, C]
    at::Tensor start() const { return startTokens(*weights, adaLn.condition()); }
    at::Tensor rows(const at::Tensor& map_BlD) const;
    at::Tensor tokens(int endOfRun, const std::vector<at::Tensor>& maps_BlD) const;
    enum class Wanted { Tokens, KeysAndValues };
    at::Tensor run(at::Tensor x_RlC, int endOfRun, Wanted wanted = Wanted::Tokens);
    at::Tensor attendCached(int layer, const at::Tensor& q_RHlh, int endOfRun);

    std::shared_ptr<const VarTransformer> model;
    std::shared_ptr<const VarWeights> weights;
    bool guided;
    int endScale;
    int nextScale = 0;
    std::stop_token stop;
    MemoryLedger::Charge cacheCharge, tableCharge;  // before what they count: given back after it
    AdaLnTable adaLn;
    std::vector<kernels::HeadSplit> splits;  // a layer
    at::Tensor positions_1EC;
    KvCache cache;
};

namespace {

// labels: [B] -> [R]: with guidance the unconditional rows follow the conditional ones.
at::Tensor rowLabels(const VarGeometry& geometry, const at::Tensor& labels_B, bool guided) {
    if (!guided) return labels_B;
    return at::cat({labels_B, at::full_like(labels_B, geometry.classes)});
}

std::vector<std::int64_t> cacheShape(const VarGeometry& geometry, std::int64_t rows, int endScale) {
    return {rows, geometry.heads, geometry.schedule.offset(endScale),
            geometry.width / geometry.heads};
}

}  // namespace

Session::State::State(std::shared_ptr<const VarTransformer> owner, const at::Tensor& labels_B,
                      bool withGuidance, int end)
    : model(std::move(owner)),
      weights(model->weightsAtWork()),
      guided(withGuidance),
      endScale(end),
      adaLn(*weights, rowLabels(model->geometry(), labels_B, guided)),
      splits(headSplits(*weights)),
      positions_1EC(scalePositions(*weights, endScale)),
      cache(model->geometry().depth,
            cacheShape(model->geometry(), labels_B.size(0) * (guided ? 2 : 1), endScale),
            at::device(model->device()).dtype(weights->computeType())) {}

// map: [B, l, D] -> tokens of all rows [R, l, C]
at::Tensor Session::State::rows(const at::Tensor& map_BlD) const {
    const at::Tensor x_BlC = mapTokens(*weights, map_BlD);
    return guided ? x_BlC.repeat({2, 1, 1}) : x_BlC;
}

// Tokens of scales nextScale..endOfRun-1, without their positions. maps: of these scales, save
// scale 0, which has none. -> [R, l, C]
at::Tensor Session::State::tokens(int endOfRun, const std::vector<at::Tensor>& maps_BlD) const {
    const int first = std::max(nextScale, 1);
    TORCH_CHECK(nextScale < endOfRun && endOfRun <= endScale &&
                    static_cast<int>(maps_BlD.size()) == endOfRun - first,
                "scales ", nextScale, " to ", endOfRun - 1, " of a session of ", endScale,
                " scales do not go with ", maps_BlD.size(), " maps");
    if (maps_BlD.empty()) return start();
    const at::Tensor x_RlC = rows(at::cat(maps_BlD, 1));
    return nextScale == 0 ? at::cat({start(), x_RlC}, 1) : x_RlC;
}

// Queries of the fresh tokens against the cache, which holds their keys and values already: each
// scale sees itself and all before it. -> [R, l, C]
at::Tensor Session::State::attendCached(int layer, const at::Tensor& q_RHlh, int endOfRun) {
    const at::Tensor mixed_RlC = at::empty(
        {q_RHlh.size(0), q_RHlh.size(2), q_RHlh.size(1) * q_RHlh.size(3)}, q_RHlh.options());
    for (int scale = nextScale; scale < endOfRun; ++scale) {
        const std::int64_t first = schedule().offset(scale) - cache.held();
        const std::int64_t fresh = schedule().tokens(scale);
        const KvCache::View seen =
            cache.first(layer, schedule().offset(scale + 1));  // [R, H, n, h]
        kernels::attend(q_RHlh.narrow(2, first, fresh), seen.k, seen.v,
                        mixed_RlC.narrow(1, first, fresh));
    }
    return mixed_RlC;
}

// x: [R, l, C] tokens of scales nextScale..endOfRun-1, without positions -> the same after all
// blocks; where keys and values alone are wanted, what follows those of the last block is left out
at::Tensor Session::State::run(at::Tensor x_RlC, int endOfRun, Wanted wanted) {
    const VarWeights& w = *weights;
    x_RlC = (x_RlC + positions_1EC.narrow(1, cache.held(), x_RlC.size(1))).contiguous();
    for (int layer = 0; layer < w.geometry.depth; ++layer) {
        if (stop.stop_requested()) {
            throw Error(ErrorKind::Cancelled, "Decoding was stopped on request.");
        }
        const auto [k, v] = cache.room(layer);
        const CacheRoom room{k, v, cache.held()};
        if (wanted == Wanted::KeysAndValues && layer + 1 == w.geometry.depth) {
            cacheHeads(w.blocks[layer], splits[layer], adaLn.block(layer), x_RlC, room);
            break;
        }
        decodeBlock(
            w.blocks[layer], splits[layer], adaLn.block(layer), x_RlC, room,
            [&](const at::Tensor& q_RHlh) { return attendCached(layer, q_RHlh, endOfRun); });
    }
    cache.advance(x_RlC.size(1));
    nextScale = endOfRun;
    return x_RlC;
}

std::int64_t VarTransformer::cacheBytes(std::int64_t rows, int endScale) const {
    return KvCache::bytes(geometry().depth, cacheShape(geometry(), rows, endScale),
                          weights_->computeType());
}

Session VarTransformer::open(const at::Tensor& labels_B, bool guided, int endScale) const {
    TORCH_CHECK(endScale >= 1 && endScale <= geometry().schedule.count(), "endScale ", endScale);
    auto state = std::make_unique<Session::State>(shared_from_this(), labels_B.to(device()), guided,
                                                  endScale);
    if (ledger_ != nullptr) {
        state->cacheCharge = ledger_->charge(owner_, MemoryKind::KvCache, state->cache.bytes());
        const auto positionBytes = static_cast<std::int64_t>(state->positions_1EC.nbytes());
        state->tableCharge =
            ledger_->charge(owner_, MemoryKind::Activations, state->adaLn.bytes() + positionBytes);
    }
    return Session(std::move(state));
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

at::Tensor Session::step(const at::Tensor& map_BlD) {
    State& s = *state_;
    const int end = s.nextScale + 1;
    std::vector<at::Tensor> maps_BlD;
    if (s.nextScale > 0) maps_BlD.push_back(map_BlD);
    const at::Tensor x_RlC = s.run(s.tokens(end, maps_BlD), end);
    return decodeHead(*s.weights, s.adaLn.head(), x_RlC);  // [R, l, V]
}

at::Tensor Session::prefill(int scale, const std::vector<at::Tensor>& maps_BlD, bool wholePrefix) {
    State& s = *state_;
    TORCH_CHECK(
        s.nextScale == 0 && scale < s.endScale && static_cast<int>(maps_BlD.size()) == scale,
        "prefill needs a fresh session and the maps of scales 1..", scale);
    const at::Tensor x_RlC =
        s.run(s.tokens(scale + 1, maps_BlD), scale + 1);  // [R, offset(scale + 1), C]
    const int first = wholePrefix ? 0 : s.schedule().offset(scale);
    const at::Tensor wanted_RlC = x_RlC.narrow(1, first, x_RlC.size(1) - first);
    return decodeHead(*s.weights, s.adaLn.head(), wanted_RlC);  // [R, l, V]
}

void Session::absorb(const std::vector<at::Tensor>& maps_BlD) {
    State& s = *state_;
    const int end = std::max(s.nextScale, 1) + static_cast<int>(maps_BlD.size());
    s.run(s.tokens(end, maps_BlD), end, State::Wanted::KeysAndValues);
}

void Session::stopWith(std::stop_token stop) {
    state_->stop = std::move(stop);
}

int Session::nextScale() const {
    return state_->nextScale;
}

std::int64_t Session::cacheBytes() const {
    return state_->cache.bytes();
}

}  // namespace duo
