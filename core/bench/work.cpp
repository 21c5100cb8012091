#include "bench/work.h"

namespace duo {
namespace {

Work adaLnWork(const VarGeometry& g, std::int64_t labels, int elementBytes) {
    const double width = g.width;
    const double blocks = g.sharedAdaLn ? 1 : g.depth;
    const double weights = (6 * blocks + 2) * width * width;
    return {2 * static_cast<double>(labels) * weights, weights * elementBytes};
}

Work scaleWork(const VarGeometry& g, const PlanRun& run, int scale, const WorkShape& shape) {
    const bool twoRows = shape.guidedAlways || run.guided;
    const double rows = static_cast<double>(shape.pictures) * (twoRows ? 2 : 1);
    const double width = g.width, depth = g.depth;
    const bool entering = scale == run.begin;
    // A prefill computes the tokens of all earlier scales; earlierSeen sums the keys they attend
    // to. The last block computes only their keys and values, except for the published stream,
    // which draws from the logits of every scale.
    double earlier = 0, earlierSeen = 0;
    for (int k = 0; entering && k < scale; ++k) {
        earlier += g.schedule.tokens(k);
        earlierSeen += static_cast<double>(g.schedule.tokens(k)) * g.schedule.offset(k + 1);
    }
    const double wholeBlocks = shape.guidedAlways ? depth : depth - 1;
    const double qkv = 3 * width * width, block = 4 * width * width + 2 * width * g.mlpWidth;
    const double headWeights = width * g.vocabulary;
    const double fresh = g.schedule.tokens(scale), keys = g.schedule.offset(scale + 1);
    Work work;
    work.flops = 2 * rows *
                 (fresh * depth * (block + 2 * keys * width) +
                  wholeBlocks * (earlier * block + 2 * earlierSeen * width) +
                  (depth - wholeBlocks) * earlier * qkv);
    const double headRows = scale == 0 ? static_cast<double>(shape.pictures) : rows;
    work.flops += 2 * headRows * fresh * headWeights;
    work.weightBytes = (depth * block + headWeights) * shape.elementBytes;
    if (entering) work += adaLnWork(g, shape.labels + (twoRows ? 1 : 0), shape.elementBytes);
    return work;
}

// Positions that a convolution of the decoder writes. Level 0 is the finest.
double positionsOf(const std::string& name, int levels, double latentSide) {
    const std::string up = "decoder.up.";
    int level = levels - 1;
    if (name.starts_with(up)) {
        level = std::stoi(name.substr(up.size()));
        if (name.find(".upsample.") != name.npos) --level;
    } else if (name.starts_with("decoder.conv_out")) {
        level = 0;
    }
    const double side = latentSide * static_cast<double>(1 << (levels - 1 - level));
    return side * side;
}

}  // namespace

std::vector<Work> decodeWork(const VarGeometry& drafter, const VarGeometry& refiner,
                             const DecodePlan& plan, const WorkShape& shape) {
    std::vector<Work> scales;
    for (const PlanRun& run : plan.runs()) {
        const VarGeometry& geometry = run.model == ModelRole::Drafter ? drafter : refiner;
        for (int k = run.begin; k < run.end; ++k) {
            scales.push_back(scaleWork(geometry, run, k, shape));
        }
    }
    return scales;
}

Work vqvaeWork(const VqVaeGeometry& geometry, int latentSide, const WorkShape& shape) {
    const int levels = static_cast<int>(geometry.multipliers.size());
    const auto pictures = static_cast<double>(shape.pictures);
    Work work;
    for (const TensorSpec& spec : tensorSpecs(geometry)) {
        const bool used =
            spec.name.starts_with("decoder.") || spec.name.starts_with("post_quant_conv.");
        if (!used || spec.shape.size() != 4) continue;
        double weights = 1;
        for (const std::int64_t side : spec.shape) weights *= static_cast<double>(side);
        const double positions = positionsOf(spec.name, levels, latentSide);
        work.flops += 2 * pictures * weights * positions;
        work.weightBytes += weights * shape.elementBytes;
        // Attention proper: every position with every other, twice.
        if (spec.name.ends_with(".proj_out.weight")) {
            work.flops += 4 * pictures * positions * positions * static_cast<double>(spec.shape[0]);
        }
    }
    return work;
}

}  // namespace duo
