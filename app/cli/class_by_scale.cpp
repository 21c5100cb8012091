#include "class_by_scale.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "protocol/split_list.h"

namespace duo::cli {
namespace {

constexpr const char* kOption = "--class-by-scale";

[[noreturn]] void refuse(const char* option, const std::string& text, const std::string& why) {
    throw Error(ErrorKind::Usage, std::string(option) + " cannot be '" + text + "': " + why + ".",
                "Write scales, counted from 0, with their classes, as 0-3:lighthouse,4-9:2; mix "
                "classes as 2+9@0.3.");
}

// "sea@0.3" -> sea, 0.3
void readMix(ScaleClass& scale, std::string_view text, const char* option,
             const FamilyOutline& family) {
    const std::size_t at = text.rfind('@');
    const std::string_view number = at == std::string_view::npos ? "" : text.substr(at + 1);
    const char* const end = number.data() + number.size();
    const auto [stop, problem] = std::from_chars(number.data(), end, scale.weight);
    if (number.empty() || problem != std::errc() || stop != end || !(scale.weight >= 0) ||
        scale.weight > 1) {
        refuse(option, std::string(text), "a mix is a class, @ and a weight from 0 to 1");
    }
    scale.second = family.names.find(std::string(text.substr(0, at)), family.classes);
}

// "castle" or "castle+sea@0.3"
ScaleClass readClass(std::string_view text, const FamilyOutline& family) {
    ScaleClass scale;
    const std::size_t plus = text.find('+');
    scale.label = family.names.find(std::string(text.substr(0, plus)), family.classes);
    if (plus != std::string_view::npos) {
        readMix(scale, text.substr(plus + 1), kOption, family);
    }
    return scale;
}

}  // namespace

std::vector<ScaleClass> parseScaleClasses(const std::string& byScale, const std::string& mix,
                                          const FamilyOutline& family) {
    const int count = family.schedule.count();
    std::vector<std::optional<ScaleClass>> given(count);
    for (std::string_view rest = byScale; !rest.empty();) {
        const std::size_t comma = rest.find(',');
        const std::string_view item = rest.substr(0, comma);
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        const std::size_t colon = item.find(':');
        if (colon == std::string_view::npos) refuse(kOption, byScale, "a part has no colon");
        const ScaleClass own = readClass(item.substr(colon + 1), family);
        for (const int scale : parseSplits(item.substr(0, colon), kOption, count - 1)) {
            if (given[scale]) {
                refuse(kOption, byScale, "scale " + std::to_string(scale) + " has two classes");
            }
            given[scale] = own;
        }
    }
    if (byScale.empty() && mix.empty()) return {};
    ScaleClass everywhere;
    if (!mix.empty()) readMix(everywhere, mix, "--class-mix", family);
    std::vector<ScaleClass> classes;
    for (int scale = 0; scale < count; ++scale) {
        if (!given[scale] && !byScale.empty()) {
            refuse(kOption, byScale, "scale " + std::to_string(scale) + " has no class");
        }
        classes.push_back(given[scale].value_or(everywhere));
        if (classes.back().weight > 0) continue;
        classes.back().second = everywhere.second;
        classes.back().weight = everywhere.weight;
    }
    return classes;
}

}  // namespace duo::cli
