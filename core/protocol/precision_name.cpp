#include "protocol/precision_name.h"

#include "protocol/json_enums.h"

namespace duo {

std::string precisionName(Precision precision) {
    for (const auto& [value, name] : wire::enumNames<Precision>()) {
        if (value == precision) return std::string(name);
    }
    return {};
}

}  // namespace duo
