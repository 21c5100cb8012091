// Working memory that a thread's kernels keep between calls.
#pragma once

#include <cstdint>
#include <vector>

namespace duo::kernels::cpu {
namespace {

// -> space for this many numbers; it grows and is kept
template <typename Cell>
Cell* roomFor(std::vector<Cell>& room, std::int64_t count) {
    if (room.size() < static_cast<std::size_t>(count)) room.resize(count);
    return room.data();
}

}  // namespace
}  // namespace duo::kernels::cpu
