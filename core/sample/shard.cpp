#include "sample/shard.h"

#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/error.h"

namespace duo::sample {
namespace {

std::optional<int> number(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<int> variable(const Environment& environment, const char* name) {
    const char* text = environment(name);
    if (text == nullptr || *text == '\0') return std::nullopt;
    const std::optional<int> value = number(text);
    if (value) return value;
    throw Error(ErrorKind::Usage,
                std::string("The variable ") + name + " is '" + text + "', expected a number.",
                "Unset it, or give this process's part with --shard i/n.");
}

Shard parse(const std::string& option) {
    const std::size_t slash = option.find('/');
    if (slash != std::string::npos) {
        const auto index = number(std::string_view(option).substr(0, slash));
        const auto count = number(std::string_view(option).substr(slash + 1));
        if (index && count && *count > 0 && *index >= 0 && *index < *count) {
            return {*index, *count, -1, "--shard"};
        }
    }
    throw Error(ErrorKind::Usage,
                "--shard takes i/n with i from 0 to n - 1, as 0/4 … 3/4; found '" + option + "'.");
}

Shard checked(int index, int count, const std::string& source) {
    if (count > 0 && index >= 0 && index < count) return {index, count, -1, source};
    throw Error(ErrorKind::Usage,
                source + " says that this is part " + std::to_string(index) + " of " +
                    std::to_string(count) + " parts counted from 0, which is impossible.",
                "Number the array's tasks evenly, or give the part with --shard i/n.");
}

// Task numbers may start anywhere and have gaps: --array=10-40:10 has four tasks, 10 is the first.
std::optional<Shard> slurmArray(const Environment& environment) {
    const auto id = variable(environment, "SLURM_ARRAY_TASK_ID");
    const auto count = variable(environment, "SLURM_ARRAY_TASK_COUNT");
    if (!id || !count) return std::nullopt;
    const int least = variable(environment, "SLURM_ARRAY_TASK_MIN").value_or(0);
    const int step = variable(environment, "SLURM_ARRAY_TASK_STEP").value_or(1);
    const int from = *id - least;
    const bool even = step > 0 && from % step == 0;
    return checked(even ? from / step : -1, *count, "the Slurm array");
}

std::optional<Shard> torchrun(const Environment& environment) {
    const auto rank = variable(environment, "RANK");
    const auto world = variable(environment, "WORLD_SIZE");
    if (!rank || !world) return std::nullopt;
    Shard shard = checked(*rank, *world, "torchrun");
    shard.localRank = variable(environment, "LOCAL_RANK").value_or(-1);
    return shard;
}

}  // namespace

Shard findShard(const std::string& option, const Environment& environment) {
    if (!option.empty()) {
        Shard shard = parse(option);
        shard.localRank = variable(environment, "LOCAL_RANK").value_or(-1);
        return shard;
    }
    const std::optional<Shard> array = slurmArray(environment), ranks = torchrun(environment);
    if (array && ranks) {
        return {array->index * ranks->count + ranks->index, array->count * ranks->count,
                ranks->localRank, "the Slurm array and torchrun"};
    }
    return array ? *array : ranks.value_or(Shard{});
}

}  // namespace duo::sample
