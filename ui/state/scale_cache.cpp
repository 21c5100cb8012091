#include "state/scale_cache.h"

#include <algorithm>

#include "protocol/scale_schedule.h"

namespace duo::ui {
namespace {

constexpr std::size_t kMaxEntries = 24;  // as many splits of two or three seeds

bool canShare(const GenerationRequest& request) {
    return request.rng == RngKind::Counter && !request.smooth && !request.wantTrace &&
           request.endScale == 0 && request.prefix.scales == 0;
}

// The draws of both are the same: picture for picture, whatever their plans are.
bool drawAlike(const GenerationRequest& a, const GenerationRequest& b) {
    return a.labels == b.labels && a.seed == b.seed && a.firstImage == b.firstImage &&
           a.batch == b.batch && a.plan.scales.size() == b.plan.scales.size();
}

const std::string& fileOf(const ModelFiles& files, ModelRole role) {
    return role == ModelRole::Drafter ? files.drafter : files.refiner;
}

}  // namespace

void ScaleCache::take(const Run& run) {
    if (run.state != RunState::Done || run.kind != RunKind::Generate || run.pictures.empty())
        return;
    if (!canShare(run.request)) return;
    Entry entry{run.files,
                run.compute,
                run.request,
                {},
                run.pictures.front()->sides,
                run.pictures.front()->provenance};
    for (const PicturePtr& picture : run.pictures) {
        entry.tokens.push_back(picture->allTokens());
        if (entry.tokens.back().empty()) return;
    }
    std::erase_if(entries_, [&entry](const Entry& old) {
        return old.request == entry.request && old.files == entry.files &&
               old.compute == entry.compute;
    });
    entries_.push_front(std::move(entry));
    if (entries_.size() > kMaxEntries) entries_.pop_back();
}

int ScaleCache::shared(const Entry& entry, const Run& run) {
    const GenerationRequest &mine = entry.request, &wanted = run.request;
    if (entry.compute != run.compute || entry.files.vqvae != run.files.vqvae) return 0;
    if (!drawAlike(mine, wanted)) return 0;
    const int last = static_cast<int>(wanted.plan.scales.size()) - 1;
    int scale = 0;
    while (scale < last) {
        const ScalePlan& plan = wanted.plan.scales[static_cast<std::size_t>(scale)];
        if (mine.plan.scales[static_cast<std::size_t>(scale)] != plan) break;
        if (fileOf(entry.files, plan.model) != fileOf(run.files, plan.model)) break;
        ++scale;
    }
    return scale;
}

void ScaleCache::lend(Run& run) const {
    if (run.kind != RunKind::Generate || !canShare(run.request)) return;
    const Entry* best = nullptr;
    int scales = 0;
    for (const Entry& entry : entries_) {
        const int common = shared(entry, run);
        if (common <= scales) continue;
        best = &entry;
        scales = common;
    }
    if (best == nullptr) return;
    const auto length = ScaleSchedule(best->sides).offset(scales);
    run.takenOver = {{scales, best->sides, {}, {}}, best->provenance};
    for (const std::vector<std::int32_t>& tokens : best->tokens) {
        run.takenOver.prefix.tokens.emplace_back(tokens.begin(), tokens.begin() + length);
    }
}

}  // namespace duo::ui
