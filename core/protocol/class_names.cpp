#include "protocol/class_names.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>
#include <tuple>

#include "base/error.h"
#include "protocol/generation_request.h"

namespace duo {

std::string_view imagenetClassTable();  // generated

namespace {

std::vector<std::string> parts(std::string_view text, char separator) {
    std::vector<std::string> result;
    std::istringstream stream{std::string(text)};
    for (std::string part; std::getline(stream, part, separator);) {
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(" \r") + 1);
        result.push_back(part);
    }
    return result;
}

// Lower case, with _ and - replaced by spaces.
std::string folded(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c == '_' || c == '-' ? ' '
                                 : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

// Levenshtein distance
int distance(const std::string& a, const std::string& b) {
    std::vector<int> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const int replaced = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

std::string listed(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
    return text;
}

}  // namespace

std::string classNamesMetadata(const std::vector<std::string>& folders) {
    // A folder's name may be no valid UTF-8.
    return nlohmann::json(folders).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

ClassNames ClassNames::parse(std::string_view table, const std::string& source) {
    ClassNames result;
    int number = 0;
    for (const std::string& line : parts(table, '\n')) {
        ++number;
        if (line.empty() || line[0] == '#') continue;
        const std::vector<std::string> columns = parts(line, '\t');
        if (columns.size() != 3 || columns[0] != std::to_string(result.count()) ||
            columns[2].empty()) {
            throw Error(ErrorKind::File, source + ", line " + std::to_string(number) +
                                             ": expected '" + std::to_string(result.count()) +
                                             " <tab> WordNet id or nothing <tab> names'; found '" +
                                             line + "'.");
        }
        result.classes_.push_back({columns[1], parts(columns[2], ',')});
    }
    return result;
}

ClassNames ClassNames::read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (file) text << file.rdbuf();
    if (!file) throw Error(ErrorKind::File, "The class list " + path + " cannot be read.");
    return parse(text.str(), path);
}

const ClassNames& ClassNames::imagenet1k() {
    static const ClassNames names = parse(imagenetClassTable(), "the built-in class list");
    return names;
}

ClassNames ClassNames::ofFolders(const std::vector<std::string>& folders) {
    ClassNames result;
    for (const std::string& folder : folders) {
        const auto& known = imagenet1k().classes_;
        const auto found = std::find_if(known.begin(), known.end(), [&](const ClassName& name) {
            return name.wordNetId == folder;
        });
        if (found != known.end()) {
            result.classes_.push_back(*found);
            continue;
        }
        std::string name = folder;
        std::replace_if(
            name.begin(), name.end(), [](unsigned char c) { return c < ' '; }, ' ');
        std::vector<std::string> names = parts(name, ',');
        std::erase(names, std::string());
        if (names.empty()) names.push_back("class " + std::to_string(result.count()));
        result.classes_.push_back({{}, std::move(names)});
    }
    return result;
}

ClassNames ClassNames::ofMetadata(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!json.is_array()) return {};
    std::vector<std::string> folders;
    for (const auto& name : json) {
        if (!name.is_string()) return {};
        folders.push_back(name);
    }
    return ofFolders(folders);
}

std::string ClassNames::table() const {
    std::string text;
    for (int label = 0; label < count(); ++label) {
        text += std::to_string(label) + '\t' + classes_[label].wordNetId + '\t' +
                listed(classes_[label].names) + '\n';
    }
    return text;
}

std::string ClassNames::shown(int label) const {
    if (label == kNoClass) return "no class";
    return label >= 0 && label < count() ? classes_[label].names.front() : std::string();
}

int ClassNames::find(const std::string& text, int classes) const {
    const std::string wanted = folded(text);
    if (wanted == "none" || wanted == "no class") return kNoClass;
    int index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error == std::errc{} && end == text.data() + text.size()) {
        if (index >= 0 && index < classes) return index;
        throw Error(ErrorKind::Usage, "There is no class " + text + "; the model knows 0 to " +
                                          std::to_string(classes - 1) + ".");
    }
    std::vector<std::string> matches;
    for (int label = 0; label < std::min(count(), classes); ++label) {
        const auto same = [&](const std::string& name) { return folded(name) == wanted; };
        if (wanted.empty()) break;  // an empty text would match every empty WordNet id
        if (folded(classes_[label].wordNetId) == wanted ||
            folded(listed(classes_[label].names)) == wanted ||
            std::any_of(classes_[label].names.begin(), classes_[label].names.end(), same)) {
            matches.push_back(std::to_string(label));
        }
    }
    if (matches.size() == 1) return std::stoi(matches[0]);
    if (matches.size() > 1) {
        throw Error(ErrorKind::Usage,
                    "'" + text + "' means several classes: " + listed(matches) + ".",
                    "Give the number of the class.");
    }
    if (count() == 0) {
        throw Error(ErrorKind::Usage, "The model's classes have no names; found '" + text + "'.",
                    "Give a number from 0 to " + std::to_string(classes - 1) + ".");
    }
    throw Error(ErrorKind::Usage, "No class is called '" + text + "'.",
                "Did you mean: " + listed(suggestions(text, 5)) + "?");
}

std::vector<std::string> ClassNames::suggestions(const std::string& text, int count) const {
    const std::string wanted = folded(text);
    using Ranked = std::tuple<int, int, std::string>;  // distance, label, name
    std::vector<Ranked> ranked;
    for (int label = 0; label < this->count(); ++label) {
        Ranked best{1 << 20, label, {}};
        for (const std::string& name : classes_[label].names) {
            const std::string known = folded(name);
            const bool inside = wanted.size() > 2 && known.find(wanted) != std::string::npos;
            // A name that contains the text ranks high, and higher the less other text it has.
            const int rank = inside ? static_cast<int>(known.size() - wanted.size()) / 8
                                    : distance(known, wanted);
            best = std::min(best, Ranked{rank, label, name});
        }
        ranked.push_back(best);
    }
    const auto kept = std::min<std::size_t>(ranked.size(), static_cast<std::size_t>(count));
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                      ranked.end());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kept; ++i) names.push_back(std::get<2>(ranked[i]));
    return names;
}

}  // namespace duo
