#include "checkpoint/inspect.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "checkpoint/digest.h"
#include "checkpoint/weight_policy.h"

namespace duo {
namespace {

using Json = nlohmann::json;
using Rows = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kMaxShownMetadata = 40;
constexpr std::size_t kLongestShownText = 200;

const char* sharingName(VqVaeGeometry::PhiSharing sharing) {
    switch (sharing) {
        case VqVaeGeometry::PhiSharing::Shared:
            return "shared";
        case VqVaeGeometry::PhiSharing::Partial:
            return "partial";
        case VqVaeGeometry::PhiSharing::PerScale:
            return "per scale";
    }
    return "";
}

std::string withSpaces(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(text.size()) - 3; i > 0; i -= 3) {
        text.insert(static_cast<std::size_t>(i), 1, ' ');
    }
    return text;
}

Rows rowsOf(const VarGeometry& geometry) {
    return {{"depth", std::to_string(geometry.depth)},
            {"width", std::to_string(geometry.width)},
            {"heads", std::to_string(geometry.heads)},
            {"MLP width", std::to_string(geometry.mlpWidth)},
            {"classes", std::to_string(geometry.classes)},
            {"vocabulary", std::to_string(geometry.vocabulary)},
            {"code channels", std::to_string(geometry.codeChannels)},
            {"shared AdaLN", geometry.sharedAdaLn ? "yes" : "no"},
            {"normalised q and k", geometry.qkNormalised ? "yes" : "no"},
            {"scales", geometry.schedule.toString()},
            {"tokens", std::to_string(geometry.schedule.totalTokens())}};
}

Rows rowsOf(const VqVaeGeometry& geometry) {
    std::string multipliers;
    for (const int multiplier : geometry.multipliers) {
        if (!multipliers.empty()) multipliers += ',';
        multipliers += std::to_string(multiplier);
    }
    return {{"vocabulary", std::to_string(geometry.vocabulary)},
            {"code channels", std::to_string(geometry.codeChannels)},
            {"base width", std::to_string(geometry.baseWidth)},
            {"multipliers", multipliers},
            {"encoder blocks a level", std::to_string(geometry.encoderBlocks)},
            {"attention", geometry.attention ? "yes" : "no"},
            {"pixels a token", std::to_string(geometry.downsample())},
            {"quantiser convolutions",
             std::to_string(geometry.phiCount) + ", " + sharingName(geometry.phiSharing)}};
}

Json jsonOf(const VarGeometry& geometry) {
    return {{"kind", "var"},
            {"depth", geometry.depth},
            {"width", geometry.width},
            {"heads", geometry.heads},
            {"mlpWidth", geometry.mlpWidth},
            {"classes", geometry.classes},
            {"vocabulary", geometry.vocabulary},
            {"codeChannels", geometry.codeChannels},
            {"sharedAdaLn", geometry.sharedAdaLn},
            {"qkNormalised", geometry.qkNormalised},
            {"schedule", geometry.schedule.sides()},
            {"tokens", geometry.schedule.totalTokens()}};
}

Json jsonOf(const VqVaeGeometry& geometry) {
    return {{"kind", "vqvae"},
            {"vocabulary", geometry.vocabulary},
            {"codeChannels", geometry.codeChannels},
            {"baseWidth", geometry.baseWidth},
            {"multipliers", geometry.multipliers},
            {"encoderBlocks", geometry.encoderBlocks},
            {"attention", geometry.attention},
            {"quantConvKernel", geometry.quantConvKernel},
            {"downsample", geometry.downsample()},
            {"phiSharing", sharingName(geometry.phiSharing)},
            {"phiCount", geometry.phiCount}};
}

std::optional<Geometry> detect(const CheckpointFile& checkpoint, std::string& problem) {
    try {
        if (modelKind(checkpoint) == ModelKind::Var) return detectVar(checkpoint);
        return detectVqVae(checkpoint);
    } catch (const Error& error) {
        problem = error.what();
        return std::nullopt;
    }
}

}  // namespace

Inspection inspectFile(const std::string& path, const InspectOptions& options) {
    const CheckpointFile checkpoint = openCheckpoint(path, options.want, options.weights);
    Inspection found;
    found.path = path;
    found.format = checkpoint.file.format;
    found.unwrapped = checkpoint.unwrapped;
    found.metadata = checkpoint.file.metadata;
    found.bytes = checkpoint.file.bytes();
    found.tensors = static_cast<std::int64_t>(checkpoint.file.tensors.size());
    for (const auto& [name, tensor] : checkpoint.file.tensors) {
        found.dtypes[io::dtypeName(tensor.dtype)] += tensor.elements();
        if (!isWeightlessBuffer(name) && !isRowScale(name)) found.parameters += tensor.elements();
    }
    found.geometry = detect(checkpoint, found.problem);
    found.holdsBothKinds = checkpoint.holdsBothKinds;
    found.weights = weightsNote(checkpoint);
    found.joinedLayers = checkpoint.joinedLayers;
    found.description = found.geometry ? describe(path, *found.geometry) : "no usable model";
    if (options.digest) found.digest = weightDigest(checkpoint);
    return found;
}

std::string toText(const Inspection& inspection) {
    Rows rows{
        {"file", inspection.path}, {"what", inspection.description}, {"format", inspection.format}};
    if (!inspection.problem.empty()) rows.push_back({"problem", inspection.problem});
    if (!inspection.unwrapped.empty()) rows.push_back({"taken out of", inspection.unwrapped});
    if (!inspection.weights.empty()) rows.push_back({"weights", inspection.weights});
    if (inspection.holdsBothKinds) rows.push_back({"also holds", "a model of the other kind"});
    if (inspection.joinedLayers > 0) {
        rows.push_back({"layers with q, k, v of another layout",
                        std::to_string(inspection.joinedLayers) + ", joined when loaded"});
    }
    if (inspection.geometry) {
        const Rows more = std::visit([](const auto& g) { return rowsOf(g); }, *inspection.geometry);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    rows.push_back({"tensors", withSpaces(inspection.tensors)});
    rows.push_back({"parameters", withSpaces(inspection.parameters)});
    rows.push_back({"bytes", withSpaces(inspection.bytes)});
    for (const auto& [dtype, count] : inspection.dtypes) {
        rows.push_back({"numbers of " + dtype, withSpaces(count)});
    }
    if (inspection.digest) rows.push_back({"digest", *inspection.digest});
    std::size_t shown = 0;
    for (const auto& [key, text] : inspection.metadata) {
        if (++shown > kMaxShownMetadata) {
            const std::size_t rest = inspection.metadata.size() - kMaxShownMetadata;
            rows.push_back({"more metadata", std::to_string(rest) + " entries"});
            break;
        }
        rows.push_back({"metadata " + key, text.substr(0, kLongestShownText)});
    }
    std::string text;
    for (const auto& [name, value] : rows) text += name + ": " + value + "\n";
    return text;
}

Json toJson(const Inspection& inspection) {
    Json json{{"file", inspection.path},        {"description", inspection.description},
              {"format", inspection.format},    {"unwrapped", inspection.unwrapped},
              {"weights", inspection.weights},  {"holdsBothKinds", inspection.holdsBothKinds},
              {"tensors", inspection.tensors},  {"parameters", inspection.parameters},
              {"bytes", inspection.bytes},      {"dtypes", inspection.dtypes},
              {"metadata", inspection.metadata}};
    json["problem"] = inspection.problem.empty() ? Json() : Json(inspection.problem);
    json["digest"] = inspection.digest ? Json(*inspection.digest) : Json();
    json["geometry"] = inspection.geometry ? std::visit([](const auto& g) { return jsonOf(g); },
                                                        *inspection.geometry)
                                           : Json();
    // Texts from a pickle may be invalid UTF-8; replaced here, so that any dump() of the result
    // works.
    return Json::parse(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace duo
