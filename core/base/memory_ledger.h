// Who holds which bytes: every owner of device memory takes a Charge and its end gives the bytes
// back. The ledger says what we believe; TensorMemory (engine) says what the allocator really
// holds.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <utility>

namespace duo {

enum class MemoryOwner { Drafter, Refiner, VqVae };
enum class MemoryKind { Weights, KvCache, Activations };
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
    [[nodiscard]] Charge charge(MemoryOwner owner, MemoryKind kind, std::int64_t bytes);
    Balance balance(MemoryOwner owner, MemoryKind kind) const;
    std::int64_t totalBytes() const;
    void resetPeaks();

  private:
    friend class Charge;
    void add(MemoryOwner owner, MemoryKind kind, std::int64_t bytes);

    mutable std::mutex mutex_;
    std::array<std::array<Balance, kMemoryKinds>, kMemoryOwners> balances_{};
};

// Move-only; an empty charge (default or moved-from) holds nothing.
class MemoryLedger::Charge {
  public:
    Charge() = default;
    Charge(MemoryLedger& ledger, MemoryOwner owner, MemoryKind kind, std::int64_t bytes)
        : ledger_(&ledger), owner_(owner), kind_(kind), bytes_(bytes) {
        ledger_->add(owner_, kind_, bytes_);
    }
    Charge(Charge&& other) noexcept
        : ledger_(std::exchange(other.ledger_, nullptr)),
          owner_(other.owner_),
          kind_(other.kind_),
          bytes_(other.bytes_) {}
    Charge& operator=(Charge&& other) noexcept {
        std::swap(ledger_, other.ledger_);
        std::swap(owner_, other.owner_);
        std::swap(kind_, other.kind_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Charge() {
        if (ledger_ != nullptr) ledger_->add(owner_, kind_, -bytes_);
    }
    std::int64_t bytes() const { return ledger_ != nullptr ? bytes_ : 0; }

  private:
    MemoryLedger* ledger_ = nullptr;
    MemoryOwner owner_ = MemoryOwner::Drafter;
    MemoryKind kind_ = MemoryKind::Weights;
    std::int64_t bytes_ = 0;
};

}  // namespace duo
