#include "protocol/scale_schedule.h"

#include "base/error.h"

namespace duo {

ScaleSchedule::ScaleSchedule(std::vector<int> sides) : sides_(std::move(sides)) {
    if (sides_.empty()) throw Error(ErrorKind::Usage, "A scale schedule needs at least one scale.");
    int previous = 0;
    for (const int side : sides_) {
        if (side <= previous || side > 4096) {
            throw Error(ErrorKind::Usage,
                        "The sides of a scale schedule must increase from at least 1 "
                        "to at most 4096; found " +
                            toString() + ".");
        }
        previous = side;
        offsets_.push_back(offsets_.back() + side * side);
    }
}

ScaleSchedule ScaleSchedule::published256() {
    return ScaleSchedule({1, 2, 3, 4, 5, 6, 8, 10, 13, 16});
}
ScaleSchedule ScaleSchedule::published512() {
    return ScaleSchedule({1, 2, 3, 4, 6, 9, 13, 18, 24, 32});
}

std::string ScaleSchedule::toString() const {
    std::string text;
    for (const int side : sides_) {
        if (!text.empty()) text += ',';
        text += std::to_string(side);
    }
    return text;
}

}  // namespace duo
