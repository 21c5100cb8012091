#include "protocol/foreign_settings.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>

namespace duo {
namespace {

using nlohmann::json;

template <class Number>
std::optional<Number> numberOf(std::string_view text) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end == text.data()) return {};
    return value;
}

std::string textOrEmpty(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// The value behind "Key: " up to the next comma of the line; empty if the key is not there.
std::string_view field(std::string_view line, std::string_view key) {
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) return {};
    std::string_view rest = line.substr(at + key.size());
    rest = rest.substr(0, rest.find_first_of(",\n"));
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    return rest;
}

// "prompt\nNegative prompt: …\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, …"
std::optional<ForeignSettings> ofAutomatic(std::string_view text) {
    const std::size_t line = text.rfind("Steps: ");
    if (line == std::string_view::npos) return {};
    const std::string_view last = text.substr(line);
    if (last.find("Seed: ") == std::string_view::npos) return {};
    ForeignSettings found{.program = "AUTOMATIC1111"};
    found.steps = numberOf<int>(field(last, "Steps: "));
    found.seed = numberOf<std::uint64_t>(field(last, "Seed: "));
    found.guidance = numberOf<double>(field(last, "CFG scale: "));
    found.sampler = field(last, "Sampler: ");
    found.model = field(last, "Model: ");
    std::string_view prompt = text.substr(0, line);
    prompt = prompt.substr(0, prompt.find("\nNegative prompt:"));
    while (!prompt.empty() && (prompt.back() == '\n' || prompt.back() == ' ')) {
        prompt.remove_suffix(1);
    }
    found.prompt = prompt;
    return found;
}

json parsed(const std::string& text) {
    return json::parse(text, nullptr, false);
}

// ComfyUI's "prompt": nodes by number, each with class_type and inputs.
std::optional<ForeignSettings> ofComfy(const std::string& text) {
    const json nodes = parsed(text);
    if (!nodes.is_object()) return {};
    ForeignSettings found{.program = "ComfyUI"};
    bool sampled = false;
    for (const json& node : nodes) {
        if (!node.is_object() || !node.contains("inputs") || !node["inputs"].is_object()) continue;
        const json& inputs = node["inputs"];
        const std::string kind = textOrEmpty(node, "class_type");
        for (const char* key : {"seed", "noise_seed"}) {
            if (inputs.contains(key) && inputs[key].is_number_unsigned()) {
                found.seed = inputs[key].get<std::uint64_t>();
                sampled = true;
            }
        }
        if (inputs.contains("cfg") && inputs["cfg"].is_number()) found.guidance = inputs["cfg"];
        if (inputs.contains("steps") && inputs["steps"].is_number_integer()) {
            found.steps = inputs["steps"].get<int>();
        }
        if (const std::string name = textOrEmpty(inputs, "sampler_name"); !name.empty()) {
            found.sampler = name;
        }
        if (const std::string name = textOrEmpty(inputs, "ckpt_name"); !name.empty()) {
            found.model = name;
        }
        if (kind == "CLIPTextEncode" && found.prompt.empty()) {
            found.prompt = textOrEmpty(inputs, "text");
        }
    }
    return sampled ? std::optional(found) : std::nullopt;
}

std::optional<ForeignSettings> ofInvoke(const std::string& text) {
    const json object = parsed(text);
    if (!object.is_object() || !object.contains("seed")) return {};
    ForeignSettings found{.program = "InvokeAI"};
    if (object["seed"].is_number_unsigned()) found.seed = object["seed"].get<std::uint64_t>();
    if (object.contains("cfg_scale") && object["cfg_scale"].is_number()) {
        found.guidance = object["cfg_scale"];
    }
    if (object.contains("steps") && object["steps"].is_number_integer()) {
        found.steps = object["steps"].get<int>();
    }
    found.sampler = textOrEmpty(object, "scheduler");
    found.prompt = textOrEmpty(object, "positive_prompt");
    if (object.contains("model") && object["model"].is_object()) {
        found.model = textOrEmpty(object["model"], "name");
    }
    return found;
}

std::string shortNumber(double value) {
    std::string text(32, '\0');
    const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), value);
    text.resize(failure == std::errc() ? static_cast<std::size_t>(end - text.data()) : 0);
    return text;
}

}  // namespace

std::string ForeignSettings::words() const {
    std::string all;
    const auto add = [&all](const std::string& part) { all += (all.empty() ? "" : ", ") + part; };
    if (seed) add("seed " + std::to_string(*seed));
    if (guidance) add("CFG scale " + shortNumber(*guidance));
    if (steps) add(std::to_string(*steps) + " steps");
    if (!sampler.empty()) add(sampler);
    if (!model.empty()) add("model " + model);
    return all;
}

std::optional<ForeignSettings> foreignSettings(const std::map<std::string, std::string>& texts) {
    const auto read = [&texts](const char* key, auto reader) -> std::optional<ForeignSettings> {
        const auto found = texts.find(key);
        return found == texts.end() ? std::nullopt : reader(found->second);
    };
    if (auto found = read("prompt", ofComfy)) return found;
    if (auto found = read("invokeai_metadata", ofInvoke)) return found;
    if (auto found = read("parameters", ofAutomatic)) return found;
    return read("UserComment", ofAutomatic);
}

}  // namespace duo
