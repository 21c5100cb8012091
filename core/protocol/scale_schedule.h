// The sides of a pyramid's token maps, coarse to fine. All token counts and offsets are derived
// here.
#pragma once

#include <string>
#include <vector>

namespace duo {

class ScaleSchedule {
  public:
    ScaleSchedule() = default;
    // sides: at least one, positive, strictly increasing. Throws Error(Usage) otherwise.
    explicit ScaleSchedule(std::vector<int> sides);

    static ScaleSchedule published256();  // 1,2,3,4,5,6,8,10,13,16
    static ScaleSchedule published512();  // 1,2,3,4,6,9,13,18,24,32

    int count() const { return static_cast<int>(sides_.size()); }  // K
    int side(int scale) const { return sides_[scale]; }            // 0 <= scale < K
    int tokens(int scale) const { return sides_[scale] * sides_[scale]; }
    int offset(int scale) const { return offsets_[scale]; }  // tokens before it; offset(K) == L
    int totalTokens() const { return offsets_.back(); }      // L
    int latentSide() const { return sides_.back(); }         // S
    const std::vector<int>& sides() const { return sides_; }
    std::string toString() const;  // "1,2,3"
    bool operator==(const ScaleSchedule&) const = default;

  private:
    std::vector<int> sides_;
    std::vector<int> offsets_{0};
};

}  // namespace duo
