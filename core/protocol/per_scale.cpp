#include "protocol/per_scale.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/error.h"

namespace duo {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

[[noreturn]] void refuse(std::string_view option, int count, std::string_view text,
                         const std::string& why) {
    throw Error(ErrorKind::Usage,
                std::string(option) + " takes one value, or one for each of the " +
                    std::to_string(count) + " scales; found '" + std::string(text) + "', " + why +
                    ".",
                "Write values with commas and repeats with *, e.g. 1.1*7,1.0*3.");
}

template <class T>
bool parseWhole(std::string_view text, T& value) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end && !text.empty();
}

// Appends one item; "1.1*7" appends seven values.
void appendItem(std::vector<double>& values, std::string_view item, int count,
                std::string_view option, std::string_view text) {
    const auto star = item.find('*');
    double value = 0;
    if (!parseWhole(trimmed(item.substr(0, star)), value) || !std::isfinite(value)) {
        refuse(option, count, text, "where '" + std::string(item) + "' is not a number");
    }
    int repeat = 1;
    if (star != std::string_view::npos &&
        (!parseWhole(trimmed(item.substr(star + 1)), repeat) || repeat < 1)) {
        refuse(option, count, text, "where '" + std::string(item) + "' has no count after *");
    }
    // Checked before appending, so that a huge count cannot exhaust memory.
    if (repeat > count - static_cast<int>(values.size())) {
        refuse(option, count, text, "which is more than " + std::to_string(count) + " values");
    }
    values.insert(values.end(), repeat, value);
}

std::string numberText(double value) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end};
}

}  // namespace

std::vector<double> parsePerScale(std::string_view text, int count, std::string_view option) {
    std::vector<double> values;
    std::string_view rest = text;
    for (bool more = true; more;) {
        const auto comma = rest.find(',');
        appendItem(values, trimmed(rest.substr(0, comma)), count, option, text);
        more = comma != std::string_view::npos;
        if (more) rest.remove_prefix(comma + 1);
    }
    // A single value applies to all scales; a single "v*n" must give the full count.
    if (values.size() == 1 && text.find('*') == std::string_view::npos)
        values.resize(count, values[0]);
    if (static_cast<int>(values.size()) != count) {
        refuse(option, count, text, "which is " + std::to_string(values.size()) + " values");
    }
    return values;
}

std::vector<int> parsePerScaleInt(std::string_view text, int count, std::string_view option) {
    std::vector<int> whole;
    for (const double value : parsePerScale(text, count, option)) {
        if (value != std::floor(value) || std::abs(value) > std::numeric_limits<int>::max()) {
            refuse(option, count, text, "where " + numberText(value) + " is not an integer");
        }
        whole.push_back(static_cast<int>(value));
    }
    return whole;
}

std::string formatPerScale(const std::vector<double>& values) {
    std::string text;
    for (std::size_t i = 0; i < values.size();) {
        std::size_t end = i + 1;
        while (end < values.size() && values[end] == values[i]) ++end;
        if (i == 0 && end == values.size()) return numberText(values[0]);
        if (!text.empty()) text += ',';
        text += numberText(values[i]);
        if (end - i > 1) text += '*' + std::to_string(end - i);
        i = end;
    }
    return text;
}

}  // namespace duo
