#include "protocol/codec.h"

#include <string_view>

#include "protocol/cbor_check.h"
#include "protocol/json_fields.h"

namespace duo {
namespace {

using wire::Json;

// The "type" of each message, in the order of the variants.
constexpr std::string_view kEventTypes[] = {
    "hello",        "jobQueued",     "jobStarted",  "loadProgress",    "modelsLoaded",
    "scaleDone",    "handOver",      "pictureDone", "sweepSplitDone",  "memorySample",
    "modelsListed", "exported",      "jobDone",     "jobFailed",       "jobCancelled",
    "pong",         "protocolFault", "batchCut",    "catalogueListed", "gettingModels",
    "modelsGot"};
constexpr std::string_view kCommandTypes[] = {
    "hello",  "load", "generate", "sweep",         "cancel",    "listModels", "export",
    "memory", "ping", "shutdown", "listCatalogue", "getModels", "stopGetting"};
static_assert(std::size(kEventTypes) == std::variant_size_v<Event>);
static_assert(std::size(kCommandTypes) == std::variant_size_v<Command>);

template <class Variant>
std::vector<std::uint8_t> encodeMessage(const Variant& message, std::string_view type) {
    Json json{{"type", type}};
    json.update(std::visit([](const auto& value) { return wire::Writer::value_(value); }, message));
    return Json::to_cbor(json);
}

template <class Variant, std::size_t I = 0>
Variant readMessage(const Json& json, std::span<const std::string_view> types,
                    const std::string& type) {
    if constexpr (I == std::variant_size_v<Variant>) {
        throw Error(ErrorKind::Protocol, "A message has the unknown type '" + type + "'.");
    } else {
        if (types[I] != type) return readMessage<Variant, I + 1>(json, types, type);
        std::variant_alternative_t<I, Variant> value;
        wire::Reader::read(json, value, type);
        return value;
    }
}

template <class Variant>
Variant decodeMessage(std::span<const std::uint8_t> cbor, std::span<const std::string_view> types) {
    wire::checkCbor(cbor);
    try {
        const Json json = Json::from_cbor(cbor.begin(), cbor.end());
        if (!json.is_object() || !json.contains("type") || !json["type"].is_string()) {
            throw Error(ErrorKind::Protocol, "A message must be a map with a text named 'type'.");
        }
        return readMessage<Variant>(json, types, json["type"].get<std::string>());
    } catch (const nlohmann::json::exception& e) {
        throw Error(ErrorKind::Protocol, std::string("A message cannot be read: ") + e.what());
    }
}

template <class T>
std::string textOf(const T& value) {
    // File names may be invalid UTF-8; replacement characters keep the report readable.
    return wire::Writer::value_(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::vector<std::uint8_t> encode(const Event& event) {
    return encodeMessage(event, kEventTypes[event.index()]);
}
std::vector<std::uint8_t> encode(const Command& command) {
    return encodeMessage(command, kCommandTypes[command.index()]);
}
Event decodeEvent(std::span<const std::uint8_t> cbor) {
    return decodeMessage<Event>(cbor, kEventTypes);
}
Command decodeCommand(std::span<const std::uint8_t> cbor) {
    return decodeMessage<Command>(cbor, kCommandTypes);
}

std::string jsonText(const JobReport& report) {
    return textOf(report);
}
std::string jsonText(const ModelsLoaded& loaded) {
    return textOf(loaded);
}

}  // namespace duo
