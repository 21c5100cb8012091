// Settings that other image generators write into their pictures: AUTOMATIC1111 and its
// descendants, ComfyUI, InvokeAI. Of these a VAR can use the seed; the rest is told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace duo {

struct ForeignSettings {
    std::string program;  // "AUTOMATIC1111", "ComfyUI", "InvokeAI"
    std::optional<std::uint64_t> seed;
    std::optional<double> guidance;  // CFG scale
    std::optional<int> steps;
    std::string sampler, model;  // empty if unknown
    std::string prompt;          // empty if unknown

    // "seed 42, CFG scale 7, 20 steps, Euler a, model sd15"; empty if nothing is known.
    std::string words() const;
};

// texts: a picture's text chunks by keyword, and its EXIF user comment under "UserComment".
// Nothing if no program is recognised. Damaged texts count as absent.
std::optional<ForeignSettings> foreignSettings(const std::map<std::string, std::string>& texts);

}  // namespace duo
