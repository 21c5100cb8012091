#include "base/memory_ledger.h"

#include <algorithm>

namespace duo {

MemoryLedger::Charge MemoryLedger::charge(MemoryOwner owner, MemoryKind kind, std::int64_t bytes,
                                          MemoryPlace place) {
    return Charge(*this, owner, kind, bytes, place);
}

void MemoryLedger::add(const Charge& charge, std::int64_t bytes) {
    const std::lock_guard lock(mutex_);
    Balance& balance = balances_[static_cast<int>(charge.owner_)][static_cast<int>(charge.kind_)];
    if (charge.place_ == MemoryPlace::File) fileBytes_ += bytes;
    balance.bytes += bytes;
    balance.peakBytes = std::max(balance.peakBytes, balance.bytes);
}

MemoryLedger::Balance MemoryLedger::balance(MemoryOwner owner, MemoryKind kind) const {
    const std::lock_guard lock(mutex_);
    return balances_[static_cast<int>(owner)][static_cast<int>(kind)];
}

std::int64_t MemoryLedger::totalBytes() const {
    const std::lock_guard lock(mutex_);
    std::int64_t total = 0;
    for (const auto& kinds : balances_)
        for (const Balance& balance : kinds) total += balance.bytes;
    return total;
}

std::int64_t MemoryLedger::fileBytes() const {
    const std::lock_guard lock(mutex_);
    return fileBytes_;
}

void MemoryLedger::resetPeaks() {
    const std::lock_guard lock(mutex_);
    for (auto& kinds : balances_)
        for (Balance& balance : kinds) balance.peakBytes = balance.bytes;
}

}  // namespace duo
