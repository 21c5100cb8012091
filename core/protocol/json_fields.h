// Structs to JSON values and back. `fields` names each field of a struct once; both archives use
// that list. Internal to the protocol's sources (it includes the JSON library).
#pragma once

#include <array>
#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "protocol/commands.h"
#include "protocol/events.h"
#include "protocol/json_enums.h"
#include "protocol/json_fields_downloads.h"
#include "protocol/provenance.h"

namespace duo::wire {

using Json = nlohmann::ordered_json;

// ---- Fields of the structs ---------------------------------------------------------------------

void fields(auto& a, Is<Pixels> auto& v) {
    a("width", v.width), a("height", v.height), a("rgb", v.rgb);
}
void fields(auto& a, Is<MemorySnapshot> auto& v) {
    a("bytes", v.bytes), a("peakBytes", v.peakBytes);
    a("allocatorBytes", v.allocatorBytes), a("allocatorPeakBytes", v.allocatorPeakBytes);
    a("deviceTotalBytes", v.deviceTotalBytes), a("deviceFreeBytes", v.deviceFreeBytes);
}
void fields(auto& a, Is<ModelFacts> auto& v) {
    a("owner", v.owner), a("file", v.file), a("digest", v.digest);
    a("weightBytes", v.weightBytes), a("parameters", v.parameters);
    a("depth", v.depth), a("width", v.width);
}
void fields(auto& a, Is<FamilyFacts> auto& v) {
    a("sides", v.sides), a("classes", v.classes), a("vocabulary", v.vocabulary);
    a("codeChannels", v.codeChannels), a("pictureSide", v.pictureSide), a("device", v.device);
    a("classNames", v.classNames), a("wordNetIds", v.wordNetIds);
}
void fields(auto& a, Is<ScalePlan> auto& v) {
    a("model", v.model), a("guidance", v.guidance), a("topK", v.topK), a("topP", v.topP);
    a("temperature", v.temperature);
}
void fields(auto& a, Is<DecodePlan> auto& v) {
    a("scales", v.scales);
}
void fields(auto& a, Is<ModelFiles> auto& v) {
    a("vqvae", v.vqvae), a("drafter", v.drafter), a("refiner", v.refiner);
}
void fields(auto& a, Is<ComputeOptions> auto& v) {
    a("precision", v.precision), a("device", v.device), a("threads", v.threads);
    a("offload", v.offload), a("overlapPrefill", v.overlapPrefill);
    a("cudaGraphs", v.cudaGraphs);
}
void fields(auto& a, Is<TokenPrefix> auto& v) {
    a("scales", v.scales), a("sides", v.sides), a("tokens", v.tokens);
    a("vqvaeDigest", v.vqvaeDigest);
}
void fields(auto& a, Is<ParentPicture> auto& v) {
    a("file", v.file), a("id", v.id);
}
void fields(auto& a, Is<ScaleClass> auto& v) {
    a("label", v.label), a("second", v.second), a("weight", v.weight);
}
void fields(auto& a, Is<PictureMask> auto& v) {
    a("width", v.width), a("height", v.height), a("runs", v.runs);
}
void fields(auto& a, Is<PictureEdit> auto& v) {
    a("mix", v.mix), a("mask", v.mask), a("source", v.source), a("vqvaeDigest", v.vqvaeDigest);
    a("original", v.original), a("feather", v.feather), a("finished", v.finished);
}
void fields(auto& a, Is<EditMade> auto& v) {
    a("mix", v.mix), a("mask", v.mask), a("source", v.source), a("feather", v.feather);
}
void fields(auto& a, Is<PackedTokens> auto& v) {
    a("version", v.version), a("scales", v.scales), a("bits", v.bits), a("codes", v.codes);
}
void fields(auto& a, Is<GenerationRequest> auto& v) {
    a("labels", v.labels), a("seed", v.seed), a("firstImage", v.firstImage), a("batch", v.batch);
    a("plan", v.plan), a("rng", v.rng), a("smooth", v.smooth), a("previews", v.previews);
    a("wantTrace", v.wantTrace), a("insight", v.insight);
    a.optional("prefix", v.prefix), a.optional("endScale", v.endScale);
    a.optional("parent", v.parent), a.optional("edit", v.edit);
    a.optional("classes", v.classes);
}
void fields(auto& a, Is<ScaleTotals> auto& v) {
    a("scale", v.scale), a("side", v.side), a("model", v.model), a("tokens", v.tokens);
    a("transformerMs", v.transformerMs), a("samplingMs", v.samplingMs);
    a("pyramidMs", v.pyramidMs), a("prefill", v.prefill);
}
void fields(auto& a, Is<JobReport> auto& v) {
    a("pictures", v.pictures), a("batches", v.batches), a("scales", v.scales);
    a("loadMs", v.loadMs), a("handOverMs", v.handOverMs), a("prefillMs", v.prefillMs);
    a("handOverFreedBytes", v.handOverFreedBytes), a("vqvaeMs", v.vqvaeMs);
    a("previewMs", v.previewMs), a("decodeMs", v.decodeMs), a("totalMs", v.totalMs);
    a("memory", v.memory);
}
void fields(auto& a, Is<WeightsUsed> auto& v) {
    a("file", v.file), a("digest", v.digest);
}
void fields(auto& a, Is<Provenance> auto& v) {
    a("version", v.version), a("program", v.program);
    a("label", v.label), a("labelName", v.labelName), a("seed", v.seed), a("image", v.image);
    a("batchLabels", v.batchLabels), a("batchPosition", v.batchPosition);
    a("sides", v.sides), a("plan", v.plan), a("rng", v.rng), a("smooth", v.smooth);
    a("precision", v.precision), a("device", v.device), a("width", v.width), a("height", v.height);
    a("vqvae", v.vqvae), a("drafter", v.drafter), a("refiner", v.refiner);
    a.optional("tokens", v.tokens), a.optional("prefix", v.prefix);
    a.optional("endScale", v.endScale), a.optional("parent", v.parent);
    a.optional("edit", v.edit), a.optional("classes", v.classes);
}

void fields(auto& a, Is<Hello> auto& v) {
    a("protocolVersion", v.protocolVersion), a("program", v.program);
}
void fields(auto& a, Is<JobQueued> auto& v) {
    a("job", v.job), a("tag", v.tag), a("ahead", v.ahead);
}
void fields(auto& a, Is<JobStarted> auto& v) {
    a("job", v.job), a("pictures", v.pictures), a("batches", v.batches);
}
void fields(auto& a, Is<LoadProgress> auto& v) {
    a("job", v.job), a("owner", v.owner), a("file", v.file), a("fraction", v.fraction);
}
void fields(auto& a, Is<ModelsLoaded> auto& v) {
    a("job", v.job), a("family", v.family), a("models", v.models);
    a("milliseconds", v.milliseconds);
}
void fields(auto& a, Is<BatchCut> auto& v) {
    a("job", v.job), a("asked", v.asked), a("pictures", v.pictures), a("batches", v.batches);
    a("pictureBytes", v.pictureBytes), a("freeBytes", v.freeBytes);
}
void fields(auto& a, Is<TokenInsight> auto& v) {
    a("alternatives", v.alternatives), a("probability", v.probability), a("entropy", v.entropy);
    a("topCodes", v.topCodes), a("topProbabilities", v.topProbabilities);
}
void fields(auto& a, Is<ScaleDone> auto& v) {
    a("job", v.job), a("firstImage", v.firstImage), a("pictures", v.pictures);
    a("scale", v.scale), a("side", v.side), a("model", v.model), a("tokens", v.tokens);
    a("transformerMs", v.transformerMs), a("samplingMs", v.samplingMs);
    a("pyramidMs", v.pyramidMs), a("prefill", v.prefill), a("previewMs", v.previewMs);
    a("memory", v.memory), a("previews", v.previews), a("drawn", v.drawn);
    a("insight", v.insight), a("sweepSplit", v.sweepSplit), a.optional("kept", v.kept);
}
void fields(auto& a, Is<HandOver> auto& v) {
    a("job", v.job), a("firstImage", v.firstImage), a("nextScale", v.nextScale);
    a("from", v.from), a("to", v.to), a("freedBytes", v.freedBytes);
    a("milliseconds", v.milliseconds), a("memory", v.memory);
}
void fields(auto& a, Is<PictureDone> auto& v) {
    a("job", v.job), a("index", v.index), a("image", v.image), a("label", v.label);
    a("labelName", v.labelName), a("pixels", v.pixels), a("tokens", v.tokens);
    a("provenance", v.provenance), a("parameters", v.parameters), a("sweepSplit", v.sweepSplit);
}
void fields(auto& a, Is<SweepSplitDone> auto& v) {
    a("job", v.job), a("split", v.split), a("pictures", v.pictures), a("decodeMs", v.decodeMs);
    a("vqvaeMs", v.vqvaeMs), a("peakBytes", v.peakBytes);
}
void fields(auto& a, Is<ModelListing> auto& v) {
    a("file", v.file), a("vqvae", v.vqvae), a("description", v.description), a("bytes", v.bytes);
    a("parameters", v.parameters), a("depth", v.depth);
    a.optional("sides", v.sides), a.optional("classes", v.classes);
    a.optional("vocabulary", v.vocabulary), a.optional("codeChannels", v.codeChannels);
}
void fields(auto& a, Is<SpecialisedPair> auto& v) {
    a("split", v.split), a("drafter", v.drafter), a("refiner", v.refiner);
}
void fields(auto& a, Is<ModelsListed> auto& v) {
    a("tag", v.tag), a("folder", v.folder), a("suggested", v.suggested), a("files", v.files);
    a("specialised", v.specialised);
}
void fields(auto& a, Is<Exported> auto& v) {
    a("tag", v.tag), a("bytes", v.bytes);
}
void fields(auto& a, Is<MemorySample> auto& v) {
    a("job", v.job), a("memory", v.memory);
}
void fields(auto& a, Is<JobDone> auto& v) {
    a("job", v.job), a("report", v.report);
}
void fields(auto& a, Is<JobFailed> auto& v) {
    a("job", v.job), a("tag", v.tag), a("kind", v.kind), a("message", v.message);
    a("hint", v.hint);
}
void fields(auto& a, Is<JobCancelled> auto& v) {
    a("job", v.job), a("finishedPictures", v.finishedPictures);
}
void fields(auto& a, Is<Pong> auto& v) {
    a("tag", v.tag);
}
void fields(auto& a, Is<ProtocolFault> auto& v) {
    a("message", v.message), a("fatal", v.fatal);
}

void fields(auto& a, Is<LoadCommand> auto& v) {
    a("tag", v.tag), a("files", v.files), a("compute", v.compute);
}
void fields(auto& a, Is<GenerateCommand> auto& v) {
    a("tag", v.tag), a("files", v.files), a("compute", v.compute), a("request", v.request);
}
void fields(auto& a, Is<SweepCommand> auto& v) {
    a("tag", v.tag), a("files", v.files), a("compute", v.compute), a("request", v.request);
    a("splits", v.splits);
}
void fields(auto& a, Is<CancelCommand> auto& v) {
    a("tag", v.tag), a("job", v.job), a("when", v.when);
}
void fields(auto& a, Is<ListModelsCommand> auto& v) {
    a("tag", v.tag), a("folder", v.folder);
}
void fields(auto& a, Is<ExportCommand> auto& v) {
    a("tag", v.tag), a("kind", v.kind), a("pictures", v.pictures), a("tokens", v.tokens);
    a("frameMs", v.frameMs);
}
void fields(auto&, Is<MemoryCommand> auto&) {}
void fields(auto& a, Is<PingCommand> auto& v) {
    a("tag", v.tag);
}
void fields(auto&, Is<ShutdownCommand> auto&) {}

// ---- Archives ----------------------------------------------------------------------------------

using OwnerTable = decltype(MemorySnapshot::bytes);

class Writer {
  public:
    template <class T>
    void operator()(const char* name, const T& value) {
        json_[name] = value_(value);
    }
    // Left out where it has its default, so that older readers see what they know.
    template <class T>
    void optional(const char* name, const T& value) {
        if (!(value == T{})) (*this)(name, value);
    }
    Json take() { return std::move(json_); }

    template <class T>
    static Json value_(const T& value) {
        if constexpr (std::is_enum_v<T>) {
            for (const auto& [entry, name] : enumNames<T>()) {
                if (entry == value) return name;
            }
            throw Error(ErrorKind::Internal, "Tried to write an enum value without a name.");
        } else if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::string>) {
            return value;
        } else if constexpr (std::same_as<T, std::vector<std::uint8_t>>) {
            return Json::binary(value);
        } else if constexpr (std::same_as<T, OwnerTable>) {
            return owners(value);
        } else if constexpr (requires { typename T::value_type; }) {
            Json list = Json::array();
            for (const auto& item : value) list.push_back(value_(item));
            return list;
        } else {
            Writer writer;
            fields(writer, value);
            return writer.take();
        }
    }

  private:
    static Json owners(const OwnerTable& table) {
        Json json = Json::object();
        for (const auto& [owner, ownerName] : enumNames<MemoryOwner>()) {
            for (const auto& [kind, kindName] : enumNames<MemoryKind>()) {
                json[std::string(ownerName)][std::string(kindName)] =
                    table[static_cast<int>(owner)][static_cast<int>(kind)];
            }
        }
        return json;
    }

    Json json_ = Json::object();
};

// Throws Error(Protocol) naming the field: "generate: request.labels[3]".
class Reader {
  public:
    Reader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
        if (!json_.is_object()) wrong(where_, "a map", json_);
    }

    template <class T>
    void operator()(const char* name, T& value) {
        const auto found = json_.find(name);
        const std::string where = where_ + "." + name;
        if (found == json_.end()) {
            throw Error(ErrorKind::Protocol, "The message lacks the field " + where + ".");
        }
        read(*found, value, where);
    }

    template <class T>
    void optional(const char* name, T& value) {
        if (json_.contains(name)) (*this)(name, value);
    }

    template <class T>
    static void read(const Json& json, T& value, const std::string& where) {
        if constexpr (std::is_enum_v<T>) {
            readEnum(json, value, where);
        } else if constexpr (std::same_as<T, bool>) {
            if (!json.is_boolean()) wrong(where, "true or false", json);
            value = json.get<bool>();
        } else if constexpr (std::is_integral_v<T>) {
            readInteger(json, value, where);
        } else if constexpr (std::is_floating_point_v<T>) {
            if (!json.is_number()) wrong(where, "a number", json);
            value = json.get<T>();
        } else if constexpr (std::same_as<T, std::string>) {
            if (!json.is_string()) wrong(where, "a text", json);
            value = json.get<std::string>();
        } else if constexpr (std::same_as<T, std::vector<std::uint8_t>>) {
            if (!json.is_binary()) wrong(where, "a byte string", json);
            value = json.get_binary();
        } else if constexpr (std::same_as<T, OwnerTable>) {
            readOwners(json, value, where);
        } else if constexpr (requires { typename T::value_type; }) {
            readList(json, value, where);
        } else {
            Reader reader(json, where);
            fields(reader, value);
        }
    }

  private:
    [[noreturn]] static void wrong(const std::string& where, const std::string& expected,
                                   const Json& found) {
        throw Error(ErrorKind::Protocol, "The field " + where + " must be " + expected +
                                             "; found " + found.type_name() + ".");
    }

    template <class E>
    static void readEnum(const Json& json, E& value, const std::string& where) {
        std::string known;
        for (const auto& [entry, name] : enumNames<E>()) {
            if (json.is_string() && json.get_ref<const std::string&>() == name) {
                value = entry;
                return;
            }
            known += (known.empty() ? "" : ", ") + std::string(name);
        }
        wrong(where, "one of " + known, json);
    }

    template <class T>
    static void readInteger(const Json& json, T& value, const std::string& where) {
        const bool fits =
            json.is_number_unsigned()
                ? std::in_range<T>(json.get<std::uint64_t>())
                : json.is_number_integer() && std::in_range<T>(json.get<std::int64_t>());
        if (!fits) {
            wrong(where,
                  "an integer from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
                      std::to_string(std::numeric_limits<T>::max()),
                  json);
        }
        value = json.get<T>();
    }

    template <class T>
    static void readList(const Json& json, T& value, const std::string& where) {
        if (!json.is_array()) wrong(where, "a list", json);
        value.clear();
        value.reserve(json.size());
        for (const Json& item : json) {
            const std::string itemWhere = where + "[" + std::to_string(value.size()) + "]";
            read(item, value.emplace_back(), itemWhere);
        }
    }

    static void readOwners(const Json& json, OwnerTable& table, const std::string& where) {
        Reader owners(json, where);
        for (const auto& [owner, ownerName] : enumNames<MemoryOwner>()) {
            const std::string name(ownerName);
            if (!json.contains(name)) wrong(where, "a map with " + name, json);
            Reader kinds(json[name], where + "." + name);
            for (const auto& [kind, kindName] : enumNames<MemoryKind>()) {
                kinds(kindName.data(), table[static_cast<int>(owner)][static_cast<int>(kind)]);
            }
        }
    }

    const Json& json_;
    std::string where_;
};

}  // namespace duo::wire
