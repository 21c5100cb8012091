#include "train/process_place.h"

#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include "base/error.h"

namespace duo::train {
namespace {

constexpr int kMaxPort = 65535;
constexpr int kPatienceSeconds = 600;
constexpr const char* kVariables[] = {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"};

std::string text(const Environment& environment, const char* name) {
    const char* value = environment(name);
    return value == nullptr ? std::string() : value;
}

[[noreturn]] void refuse(const std::string& name, const std::string& problem) {
    throw Error(ErrorKind::Usage, "The variable " + name + " is " + problem + ".",
                "Training in several processes needs RANK, WORLD_SIZE, MASTER_ADDR and "
                "MASTER_PORT, as torchrun sets them; unset all four to train in one process.");
}

// A number from min to max; nullopt if the variable is not set.
std::optional<int> number(const Environment& environment, const char* name, int min, int max) {
    const std::string found = text(environment, name);
    if (found.empty()) return std::nullopt;
    int value = 0;
    const char* const end = found.data() + found.size();
    const auto [stop, problem] = std::from_chars(found.data(), end, value);
    if (problem == std::errc() && stop == end && value >= min && value <= max) return value;
    const bool open = max == std::numeric_limits<int>::max();
    refuse(name, "'" + found + "', expected a number " +
                     (open ? "of at least " + std::to_string(min)
                           : "from " + std::to_string(min) + " to " + std::to_string(max)));
}

bool anySet(const Environment& environment) {
    for (const char* name : kVariables)
        if (!text(environment, name).empty()) return true;
    return false;
}

void requireAll(const Environment& environment) {
    for (const char* name : kVariables)
        if (text(environment, name).empty())
            refuse(name, "not set, although other variables of the launcher are");
}

}  // namespace

ProcessPlace findPlace(const Environment& environment) {
    constexpr int kAny = std::numeric_limits<int>::max();
    ProcessPlace place;
    place.patience = std::chrono::seconds(
        number(environment, "DUOSCALE_PEER_TIMEOUT", 1, kAny).value_or(kPatienceSeconds));
    if (!anySet(environment)) return place;
    requireAll(environment);
    place.count = *number(environment, "WORLD_SIZE", 1, kAny);
    place.rank = *number(environment, "RANK", 0, place.count - 1);
    place.localRank = number(environment, "LOCAL_RANK", 0, kAny).value_or(-1);
    place.address = text(environment, "MASTER_ADDR");
    place.port = *number(environment, "MASTER_PORT", 1, kMaxPort);
    place.launcherListens = text(environment, "TORCHELASTIC_USE_AGENT_STORE") == "True";
    place.attempt = text(environment, "TORCHELASTIC_RESTART_COUNT");
    return place;
}

}  // namespace duo::train
