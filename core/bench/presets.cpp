#include "bench/presets.h"

#include <charconv>

#include "base/error.h"

namespace duo {
namespace {

constexpr int kMaxDepth = 64;

// "d30" -> 30; 0 for anything else
int depthOf(std::string_view text) {
    if (!text.starts_with('d')) return 0;
    int depth = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + 1, end, depth);
    return error == std::errc{} && stop == end && depth >= 1 && depth <= kMaxDepth ? depth : 0;
}

}  // namespace

VarGeometry publishedVar(int depth) {
    VarGeometry geometry;
    geometry.depth = depth;
    geometry.width = 64 * depth;
    geometry.heads = depth;
    geometry.mlpWidth = 4 * geometry.width;
    geometry.classes = 1000;
    geometry.vocabulary = 4096;
    geometry.codeChannels = 32;
    geometry.sharedAdaLn = depth == 36;
    geometry.schedule = depth == 36 ? ScaleSchedule::published512() : ScaleSchedule::published256();
    return geometry;
}

VqVaeGeometry publishedVqVae() {
    VqVaeGeometry geometry;
    geometry.vocabulary = 4096;
    geometry.codeChannels = 32;
    geometry.baseWidth = 160;
    geometry.multipliers = {1, 1, 2, 2, 4};
    return geometry;
}

BenchPreset parsePreset(const std::string& text) {
    const int depth = text.starts_with("var-") ? depthOf(std::string_view(text).substr(4)) : 0;
    if (depth > 0) return {publishedVar(depth), {}};
    throw Error(ErrorKind::Usage, "There is no preset '" + text + "'.",
                "Presets are var-d16, var-d20, var-d24, var-d30 and var-d36, or another depth from "
                "1 to " +
                    std::to_string(kMaxDepth) + ".");
}

BenchPreset parsePair(const std::string& text) {
    const std::string_view all = text;
    const std::size_t plus = all.find('+');
    const int drafter = plus == all.npos ? 0 : depthOf(all.substr(0, plus));
    const int refiner = plus == all.npos ? 0 : depthOf(all.substr(plus + 1));
    if (drafter == 0 || refiner == 0) {
        throw Error(ErrorKind::Usage, "'" + text + "' names no pair of models.",
                    "Write the drafter's depth and the refiner's with a plus: d30+d16.");
    }
    const BenchPreset pair{publishedVar(drafter), publishedVar(refiner)};
    if (pair.drafter.schedule == pair.refiner.schedule) return pair;
    throw Error(ErrorKind::Usage,
                "The models of the pair '" + text +
                    "' have different scales: " + pair.drafter.schedule.toString() + " and " +
                    pair.refiner.schedule.toString() + ".",
                "d36 draws 512 x 512 pixels and pairs with no other depth.");
}

}  // namespace duo
