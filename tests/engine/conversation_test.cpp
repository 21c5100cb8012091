// tests/data/conversation.jsonl against the real serve loop: every command of the file is sent and
// every event of the file must come, in this order. core/protocol/protocol.md explains them.
//
// A line is {"to": command} or {"from": event}. "{family}" stands for the folder of the tiny
// family, {"hex": "0a0b"} for a byte string. Values of an event that change from run to run, or
// from machine to machine, are marked: "<number>", "<text>", "<map>", "<3 numbers>", "<48 bytes>".
//
// With DUO_RECORD_CONVERSATION=1 in the environment the test writes the file anew from its
// commands.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "engine/serve_client.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFile = DUO_TEST_DATA "/conversation.jsonl";
constexpr const char* kFamily = "{family}";

std::vector<Json> readLines() {
    std::ifstream file(kFile);
    std::vector<Json> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(Json::parse(line));
    return lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

// A command of the file as it is sent.
Json sendable(const Json& value, const std::string& folder) {
    if (value.is_string()) return replaced(value.get<std::string>(), kFamily, folder);
    if (value.is_object() && value.contains("hex")) {
        const auto digits = value["hex"].get<std::string>();
        std::vector<std::uint8_t> bytes;
        for (std::size_t i = 0; i < digits.size(); i += 2) {
            bytes.push_back(static_cast<std::uint8_t>(std::stoi(digits.substr(i, 2), nullptr, 16)));
        }
        return Json::binary(bytes);
    }
    Json result = value;
    if (value.is_structured()) {
        for (auto& [key, item] : result.items()) item = sendable(item, folder);
    }
    return result;
}

std::string marker(const Json& value) {
    if (value.is_number()) return "<number>";
    if (value.is_string()) return "<text>";
    if (value.is_binary()) return "<" + std::to_string(value.get_binary().size()) + " bytes>";
    if (value.is_array()) return "<" + std::to_string(value.size()) + " numbers>";
    return "<map>";
}

// Whether a field's value depends on the run or on the machine.
bool changes(const std::string& name, const Json& value) {
    static const std::set<std::string> names{
        "program",     "milliseconds", "digest",      "provenance",      "parameters",
        "message",     "hint",         "description", "drawn",           "tokens",
        "probability", "entropy",      "topCodes",    "topProbabilities"};
    if (name == "ahead") return true;  // a job that has just ended can still be counted
    if (value.is_binary() || (name == "memory" && value.is_object())) return true;
    if (names.contains(name)) return !(value.is_number_integer() && name != "milliseconds");
    const auto ends = [&name](std::string_view end) {
        return name.size() >= end.size() &&
               name.compare(name.size() - end.size(), end.size(), end) == 0;
    };
    return value.is_number() && (ends("Ms") || ends("Bytes") || name == "bytes");
}

// An event as the file has it: what changes is marked.
Json recorded(const Json& value, const std::string& folder) {
    if (value.is_string()) return replaced(value.get<std::string>(), folder, kFamily);
    Json result = value;
    if (value.is_array()) {
        for (Json& item : result) item = recorded(item, folder);
    } else if (value.is_object()) {
        for (auto& [name, item] : result.items()) {
            item = changes(name, item) ? Json(marker(item)) : recorded(item, folder);
        }
    }
    return result;
}

// The next event but for those that the core may drop, as the file has it; null at the end.
Json nextEvent(test::ServeClient& client, const std::string& folder) {
    while (const auto payload = client.nextPayload()) {
        decodeEvent(*payload);  // throws on what the codec would not read
        const Json event = Json::from_cbor(*payload);
        if (event["type"] != "loadProgress") return recorded(event, folder);
    }
    return nullptr;
}

// Event types that end the answer to a command.
bool endsAnswer(const Json& event) {
    static const std::set<std::string> types{"hello",        "pong",         "modelsListed",
                                             "exported",     "jobDone",      "jobFailed",
                                             "jobCancelled", "memorySample", "protocolFault"};
    return types.contains(event["type"].get<std::string>());
}

// Sends every command of the file, each once the one before it is answered, and writes down what
// comes.
void record(test::ServeClient& client, const std::string& folder) {
    std::string file;
    for (const Json& line : readLines()) {
        if (!line.contains("to")) continue;
        file += line.dump() + "\n";
        client.sendRaw(frame(Json::to_cbor(sendable(line["to"], folder))));
        Json event = nextEvent(client, folder);
        for (; !event.is_null(); event = nextEvent(client, folder)) {
            file += Json{{"from", event}}.dump() + "\n";
            if (endsAnswer(event)) break;
        }
    }
    std::ofstream(kFile) << file;
}

void replay(test::ServeClient& client, const std::string& folder) {
    const std::vector<Json> lines = readLines();
    ASSERT_GT(lines.size(), 30u);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].contains("to")) {
            client.sendRaw(frame(Json::to_cbor(sendable(lines[i]["to"], folder))));
            continue;
        }
        const Json event = nextEvent(client, folder);
        ASSERT_FALSE(event.is_null()) << "no event for line " << i + 1;
        EXPECT_EQ(event.dump(), lines[i]["from"].dump()) << "line " << i + 1;
    }
    EXPECT_TRUE(nextEvent(client, folder).is_null());
    EXPECT_EQ(client.status(), 0);
}

TEST(Conversation, GoesAsItWasRecorded) {
    const test::TinyFamily family;
    ServeOptions options;
    options.memoryIntervalMs = 0;  // the only memory sample is the one that is asked for
    test::ServeClient client(options);
    if (std::getenv("DUO_RECORD_CONVERSATION") != nullptr) {
        record(client, family.folder());
        GTEST_SKIP() << "recorded " << kFile;
    }
    replay(client, family.folder());
}

}  // namespace
}  // namespace duo
