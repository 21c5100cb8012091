#include "protocol/provenance.h"

#include "base/error.h"
#include "protocol/json_fields.h"
#include "protocol/per_scale.h"

namespace duo {
namespace {

using wire::Json;

template <class Member>
std::string perScale(const DecodePlan& plan, Member member) {
    std::vector<double> values;
    for (const ScalePlan& s : plan.scales) values.push_back(static_cast<double>(s.*member));
    return formatPerScale(values);
}

// "CoDe 8+2", "VAR" for one model, "CoDe DDRDRR" for any other plan
std::string samplerText(const DecodePlan& plan) {
    const int split = plan.split();
    const int count = static_cast<int>(plan.scales.size());
    if (split == 0 || split == count) return "VAR";
    if (split > 0) return "CoDe " + std::to_string(split) + "+" + std::to_string(count - split);
    std::string models;
    for (const ScalePlan& s : plan.scales) models += s.model == ModelRole::Drafter ? 'D' : 'R';
    return "CoDe " + models;
}

std::string quoted(const std::string& text) {
    return text.find_first_of(",:") == std::string::npos ? text : '"' + text + '"';
}

// "2*4,14*6", a mix as "2+0.3*14"; the picture's own class as "own"
std::string classesText(const std::vector<ScaleClass>& classes) {
    std::string text;
    for (std::size_t k = 0; k < classes.size();) {
        std::size_t end = k;
        while (end < classes.size() && classes[end] == classes[k]) ++end;
        const ScaleClass& scale = classes[k];
        if (k > 0) text += ',';
        text += scale.label == kOwnClass ? "own" : std::to_string(scale.label);
        if (scale.weight > 0) {
            text += "+" + formatPerScale({scale.weight}) + "*" + std::to_string(scale.second);
        }
        text += "*" + std::to_string(end - k);
        k = end;
    }
    return text;
}

std::string modelText(const Provenance& p) {
    std::string text;
    for (const WeightsUsed& w : {p.drafter, p.refiner}) {
        if (w.file.empty()) continue;
        text += (text.empty() ? "" : " + ") + w.file;
    }
    return text;
}

}  // namespace

std::string provenanceText(const Provenance& provenance) {
    return wire::Writer::value_(provenance).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Provenance parseProvenance(const std::string& text) {
    // Our values have few levels; a deeper text is foreign and could exhaust the parser's stack.
    const auto tooDeep = [](int depth, Json::parse_event_t, Json&) {
        if (depth > 16)
            throw Error(ErrorKind::File, "The picture's settings are nested too deeply.");
        return true;
    };
    Provenance provenance;
    try {
        const Json json = Json::parse(text, tooDeep);
        if (json.is_object() && json.contains("version") && json["version"].is_number_integer() &&
            json["version"] != kProvenanceVersion) {
            throw Error(ErrorKind::File,
                        "The picture's settings have version " + json["version"].dump() +
                            "; this program reads version " + std::to_string(kProvenanceVersion) +
                            ".",
                        "Use the program that made the picture, or a newer one.");
        }
        wire::Reader::read(json, provenance, "settings");
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorKind::File, "The picture's settings are not JSON.");
    } catch (const Error& e) {
        if (e.kind() != ErrorKind::Protocol) throw;
        throw Error(ErrorKind::File,
                    std::string("The picture's settings cannot be read. ") + e.what());
    }
    const auto batch = static_cast<int>(provenance.batchLabels.size());
    if (provenance.batchPosition < 0 || provenance.batchPosition >= batch ||
        provenance.image < static_cast<std::uint32_t>(provenance.batchPosition)) {
        throw Error(ErrorKind::File, "The picture's settings name picture " +
                                         std::to_string(provenance.batchPosition) +
                                         " of a batch of " + std::to_string(batch) + ".");
    }
    return provenance;
}

GenerationRequest requestOf(const Provenance& provenance) {
    GenerationRequest request;
    request.labels = provenance.batchLabels;
    request.seed = provenance.seed;
    request.firstImage = provenance.image - static_cast<std::uint32_t>(provenance.batchPosition);
    request.batch = static_cast<int>(provenance.batchLabels.size());
    request.plan = provenance.plan;
    request.rng = provenance.rng;
    request.smooth = provenance.smooth;
    request.endScale = provenance.endScale;
    request.parent = provenance.parent;
    request.classes = provenance.classes;
    for (const PackedTokens& packed : provenance.prefix) {
        request.prefix.tokens.push_back(unpackTokens(packed, ScaleSchedule(provenance.sides)));
        request.prefix.scales = packed.scales;
    }
    if (const EditMade& made = provenance.edit; made.mask.width > 0) {
        request.edit.mix = made.mix;
        request.edit.mask = made.mask;
        request.edit.source = unpackTokens(made.source, ScaleSchedule(provenance.sides));
        request.edit.vqvaeDigest = provenance.vqvae.digest;
        request.edit.feather = made.feather;
    }
    if (request.prefix.scales > 0) {
        request.prefix.sides = provenance.sides;
        request.prefix.vqvaeDigest = provenance.vqvae.digest;
    }
    return request;
}

std::vector<std::int32_t> tokensOf(const Provenance& provenance) {
    if (provenance.tokens.scales == 0) return {};
    return unpackTokens(provenance.tokens, ScaleSchedule(provenance.sides));
}

TokenPrefix prefixOf(const Provenance& provenance, int scales) {
    const int there = provenance.tokens.scales;
    if (there == 0) {
        throw Error(ErrorKind::File,
                    provenance.smooth
                        ? "The picture is smooth: its codes are mixtures, so it has no token maps."
                    : provenance.edit.mask.width > 0
                        ? "The picture is an edit that mixed the latent, so it has no token maps."
                        : "The picture's settings hold no token maps.",
                    "Make the picture again with this program, which keeps them.");
    }
    if (scales < 1 || scales > there) {
        throw Error(ErrorKind::Usage, "The picture has " + std::to_string(there) +
                                          " scales, so 1 to " + std::to_string(there) +
                                          " of them can be kept; found " + std::to_string(scales) +
                                          ".");
    }
    const ScaleSchedule schedule(provenance.sides);
    std::vector<std::int32_t> tokens = tokensOf(provenance);
    tokens.resize(schedule.offset(scales));
    return {scales, provenance.sides, {std::move(tokens)}, provenance.vqvae.digest};
}

std::string pictureId(const std::string& provenanceText) {
    std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
    for (const unsigned char byte : provenanceText) hash = (hash ^ byte) * 0x100000001B3U;
    std::string id;
    for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
    return id;
}

std::string parametersText(const Provenance& p) {
    const std::string name = !p.labelName.empty()  ? p.labelName
                             : p.label == kNoClass ? "no class"
                                                   : "class " + std::to_string(p.label);
    std::string text = name + "\nSteps: " + std::to_string(p.plan.scales.size());
    const auto add = [&text](const char* key, const std::string& value) {
        if (!value.empty()) text += std::string(", ") + key + ": " + quoted(value);
    };
    add("Sampler", samplerText(p.plan));
    add("CFG scale", perScale(p.plan, &ScalePlan::guidance));
    add("Seed", std::to_string(p.seed));
    add("Size", std::to_string(p.width) + "x" + std::to_string(p.height));
    add("Model hash",
        p.drafter.digest.empty() ? p.refiner.digest.substr(0, 10) : p.drafter.digest.substr(0, 10));
    add("Model", modelText(p));
    add("VAE", p.vqvae.file);
    add("Class", std::to_string(p.label));
    add("Image", std::to_string(p.image));
    add("Top-k", perScale(p.plan, &ScalePlan::topK));
    add("Top-p", perScale(p.plan, &ScalePlan::topP));
    add("Temperature", perScale(p.plan, &ScalePlan::temperature));
    add("RNG", p.rng == RngKind::Counter ? "counter" : "reference");
    if (p.smooth) add("Smooth", "true");
    if (!p.prefix.empty()) add("Kept scales", std::to_string(p.prefix.front().scales));
    if (p.edit.mask.width > 0) {
        add("Edit", p.edit.mix == EditMix::Codes ? "codes mixed" : "latent mixed");
    }
    if (!p.classes.empty()) add("Classes", classesText(p.classes));
    if (p.endScale > 0) add("Draft scales", std::to_string(p.endScale));
    add("Version", p.program);
    return text;
}

}  // namespace duo
