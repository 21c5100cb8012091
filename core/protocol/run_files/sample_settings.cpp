// The settings of a run by key, and the words that sentences and version 1 of sample.json use.
#include "protocol/run_files/sample_settings.h"

#include <array>

#include "protocol/run_files.h"

namespace duo {
namespace {

struct Setting {
    std::string_view key, words;
};

constexpr std::array<Setting, 18> kSettings{{{"command", "the command"},
                                             {"classes", "the classes"},
                                             {"per_class", "--per-class"},
                                             {"seed", "the seed"},
                                             {"split", "the split"},
                                             {"recipe", "the recipe"},
                                             {"guidance", "the guidance"},
                                             {"top_k", "top-k"},
                                             {"top_p", "top-p"},
                                             {"temperature", "the temperature"},
                                             {"smooth", "--smooth"},
                                             {"precision", "the precision"},
                                             {"vqvae", "the VQ-VAE"},
                                             {"drafter", "the drafter"},
                                             {"refiner", "the refiner"},
                                             {"splits", "--splits"},
                                             {"batch", "--batch"},
                                             {"features", "the features"}}};

constexpr std::string_view kSpecialised = "specialised:", kSpecialisedWords = "the specialised ";

}  // namespace

std::string settingWords(std::string_view key) {
    for (const Setting& setting : kSettings) {
        if (setting.key == key) return std::string(setting.words);
    }
    const std::size_t at = key.rfind('@');
    if (!key.starts_with(kSpecialised) || at == std::string_view::npos) return std::string(key);
    return std::string(kSpecialisedWords)
        .append(key.substr(kSpecialised.size(), at - kSpecialised.size()))
        .append(" at ")
        .append(key.substr(at + 1));
}

std::string specialisedKey(std::string_view model, int split) {
    return std::string(kSpecialised).append(model).append("@").append(std::to_string(split));
}

std::string settingKey(std::string_view words) {
    for (const Setting& setting : kSettings) {
        if (setting.words == words) return std::string(setting.key);
    }
    const std::size_t at = words.rfind(" at ");
    if (!words.starts_with(kSpecialisedWords) || at == std::string_view::npos) {
        return std::string(words);
    }
    return std::string(kSpecialised)
        .append(words.substr(kSpecialisedWords.size(), at - kSpecialisedWords.size()))
        .append("@")
        .append(words.substr(at + 4));
}

}  // namespace duo
