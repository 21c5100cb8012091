#include "base/version.h"

namespace duo {

std::string_view version() {
    return DUOSCALE_VERSION;
}
std::string programName() {
    return "Duoscale " + std::string(version());
}

}  // namespace duo
