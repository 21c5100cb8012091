#include "charts/memory_layers.h"

#include <algorithm>
#include <map>

namespace duo::ui {
namespace {

constexpr MemoryOwner kOwners[] = {MemoryOwner::Drafter, MemoryOwner::Refiner, MemoryOwner::VqVae};
constexpr MemoryKind kKinds[] = {MemoryKind::Weights, MemoryKind::KvCache, MemoryKind::Activations};

bool endsScale(const MemoryPoint& point) {
    return point.scale >= 0 && !point.handOver;
}

std::int64_t cacheBytes(const MemorySnapshot& memory) {
    std::int64_t bytes = 0;
    for (const MemoryOwner owner : kOwners) bytes += memory.of(owner, MemoryKind::KvCache);
    return bytes;
}

}  // namespace

std::vector<MemoryPoint> memoryByTime(const Run& run) {
    std::vector<MemoryPoint> points = run.memory;
    std::stable_sort(points.begin(), points.end(),
                     [](const MemoryPoint& a, const MemoryPoint& b) { return a.ms < b.ms; });
    // A sweep decodes pictures throughout, so samples between its scales may include them.
    const bool decoded =
        run.kind == RunKind::Generate && run.state == RunState::Done && run.report.vqvaeMs > 0;
    if (!points.empty() && decoded && endsScale(points.back())) {
        const double share = run.report.vqvaeMs / std::max(1, run.report.batches);
        points.push_back({points.back().ms + share, -1, false, run.report.memory});
    }
    return points;
}

std::vector<MemoryPoint> memoryByScale(const std::vector<MemoryPoint>& byTime) {
    std::map<int, MemoryPoint> newest;
    for (const MemoryPoint& point : byTime) {
        if (endsScale(point)) newest[point.scale] = point;
    }
    std::vector<MemoryPoint> points;
    for (const auto& [scale, point] : newest) points.push_back(point);
    return points;
}

std::vector<MemoryLayer> memoryLayers(const std::vector<MemoryPoint>& points) {
    std::vector<MemoryLayer> layers;
    for (const MemoryKind kind : kKinds) {
        for (const MemoryOwner owner : kOwners) {
            const bool used = std::any_of(points.begin(), points.end(), [&](const auto& point) {
                return point.memory.of(owner, kind) > 0;
            });
            if (used) layers.push_back({owner, kind});
        }
    }
    return layers;
}

std::vector<HandOverMark> handOvers(const std::vector<MemoryPoint>& byTime) {
    std::vector<HandOverMark> marks;
    const MemoryPoint* before = nullptr;  // the previous sample that ended a scale
    for (const MemoryPoint& point : byTime) {
        if (point.handOver) {
            const std::int64_t held = before == nullptr ? 0 : cacheBytes(before->memory);
            const int last = point.scale >= 0 || before == nullptr ? point.scale : before->scale;
            marks.push_back(
                {point.ms, last + 1, std::max<std::int64_t>(0, held - cacheBytes(point.memory))});
        } else if (endsScale(point)) {
            before = &point;
        }
    }
    return marks;
}

}  // namespace duo::ui
