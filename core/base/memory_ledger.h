// Device memory by owner.
// Each allocation takes a Charge, whose destructor returns the bytes. The ledger holds our own
// figures; TensorMemory (engine) reports what the allocator holds.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <utility>

namespace duo {

enum class MemoryOwner { Drafter, Refiner, VqVae };
enum class MemoryKind { Weights, KvCache, Activations };
// Allocator: allocated memory. File: pages of a mapped file, which the allocator does not count.
enum class MemoryPlace { Allocator, File };
inline constexpr int kMemoryOwners = 3;
inline constexpr int kMemoryKinds = 3;

class MemoryLedger {
  public:
    class Charge;

    struct Balance {
        std::int64_t bytes = 0;
        std::int64_t peakBytes = 0;
    };

    // The ledger must outlive the charge.
    [[nodiscard]] Charge charge(MemoryOwner owner, MemoryKind kind, std::int64_t bytes,
                                MemoryPlace place = MemoryPlace::Allocator);
    Balance balance(MemoryOwner owner, MemoryKind kind) const;
    std::int64_t totalBytes() const;
    std::int64_t fileBytes() const;  // the part of the total that lies in mapped files
    void resetPeaks();

  private:
    friend class Charge;
    void add(const Charge& charge, std::int64_t bytes);

    mutable std::mutex mutex_;
    std::array<std::array<Balance, kMemoryKinds>, kMemoryOwners> balances_{};
    std::int64_t fileBytes_ = 0;
};

// Move-only; an empty charge (default or moved-from) holds nothing.
class MemoryLedger::Charge {
  public:
    Charge() = default;
    Charge(MemoryLedger& ledger, MemoryOwner owner, MemoryKind kind, std::int64_t bytes,
           MemoryPlace place)
        : ledger_(&ledger), owner_(owner), kind_(kind), place_(place), bytes_(bytes) {
        ledger_->add(*this, bytes_);
    }
    Charge(Charge&& other) noexcept
        : ledger_(std::exchange(other.ledger_, nullptr)),
          owner_(other.owner_),
          kind_(other.kind_),
          place_(other.place_),
          bytes_(other.bytes_) {}
    Charge& operator=(Charge&& other) noexcept {
        std::swap(ledger_, other.ledger_);
        std::swap(owner_, other.owner_);
        std::swap(kind_, other.kind_);
        std::swap(place_, other.place_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Charge() {
        if (ledger_ != nullptr) ledger_->add(*this, -bytes_);
    }
    std::int64_t bytes() const { return ledger_ != nullptr ? bytes_ : 0; }

  private:
    friend class MemoryLedger;
    MemoryLedger* ledger_ = nullptr;
    MemoryOwner owner_ = MemoryOwner::Drafter;
    MemoryKind kind_ = MemoryKind::Weights;
    MemoryPlace place_ = MemoryPlace::Allocator;
    std::int64_t bytes_ = 0;
};

}  // namespace duo
