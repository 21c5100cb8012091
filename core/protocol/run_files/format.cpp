#include "protocol/run_files/format.h"

#include <charconv>

namespace duo::run_files {

Json parseJson(std::string_view text, const std::string& file) {
    try {
        return Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error& error) {
        const std::string byte = std::to_string(error.byte);
        throw RunFileError(
            RunFileFault::NotJson, byte,
            "The file '" + file + "' is not JSON: parsing stopped at byte " + byte + ".",
            "It was changed or cut off. Take another folder.");
    }
}

int versionOf(const Json& json, const std::string& kind, int newest, const std::string& file) {
    const std::string format = textAt(json, "format"), start = "duoscale " + kind + " ";
    if (!format.starts_with(start)) return 0;
    int version = 0;
    const char* const end = format.data() + format.size();
    const auto [stop, problem] = std::from_chars(format.data() + start.size(), end, version);
    if (problem != std::errc() || stop != end || version < 1) return 0;
    if (version <= newest) return version;
    const std::string program = textAt(json, "program");
    throw RunFileError(RunFileFault::NewerVersion, program.empty() ? "a newer program" : program,
                       "The file '" + file + "' has version " + std::to_string(version) +
                           " of its format, from " +
                           (program.empty() ? "a newer program" : program) +
                           "; this program reads versions 1 to " + std::to_string(newest) + ".",
                       "Use the program that wrote it, or another folder.");
}

std::string formatText(const std::string& kind, int version) {
    return "duoscale " + kind + " " + std::to_string(version);
}

std::string textAt(const Json& json, const char* key) {
    if (!json.is_object()) return {};
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace duo::run_files
