// Version 1 of sample.json keyed its settings by words. Internal to the codec.
#pragma once

#include <string>
#include <string_view>

namespace duo {

// "the seed" -> "seed": the inverse of settingWords. Unknown words stay as they are.
std::string settingKey(std::string_view words);

}  // namespace duo
