#include "base/memory_ledger.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/error.h"
#include "base/stopwatch.h"
#include "base/version.h"

namespace duo {
namespace {

using enum MemoryKind;

TEST(MemoryLedger, ChargeEndsWithItsScope) {
    MemoryLedger ledger;
    {
        const auto charge = ledger.charge(MemoryOwner::Drafter, KvCache, 100);
        EXPECT_EQ(ledger.balance(MemoryOwner::Drafter, KvCache).bytes, 100);
        EXPECT_EQ(ledger.balance(MemoryOwner::Refiner, KvCache).bytes, 0);
        EXPECT_EQ(ledger.totalBytes(), 100);
    }
    EXPECT_EQ(ledger.balance(MemoryOwner::Drafter, KvCache).bytes, 0);
    EXPECT_EQ(ledger.balance(MemoryOwner::Drafter, KvCache).peakBytes, 100);
}

TEST(MemoryLedger, MovedChargeIsHeldOnce) {
    MemoryLedger ledger;
    auto first = ledger.charge(MemoryOwner::VqVae, Weights, 7);
    MemoryLedger::Charge second = std::move(first);
    EXPECT_EQ(ledger.totalBytes(), 7);
    EXPECT_EQ(first.bytes(), 0);
    EXPECT_EQ(second.bytes(), 7);
    std::vector<MemoryLedger::Charge> charges;
    for (int i = 0; i < 5; ++i) charges.push_back(ledger.charge(MemoryOwner::VqVae, Weights, 1));
    EXPECT_EQ(ledger.totalBytes(), 12);
    charges.clear();
    second = {};
    EXPECT_EQ(ledger.totalBytes(), 0);
}

TEST(MemoryLedger, TellsWhatLiesInFiles) {
    MemoryLedger ledger;
    auto pages = ledger.charge(MemoryOwner::Drafter, Weights, 30, MemoryPlace::File);
    const auto cache = ledger.charge(MemoryOwner::Drafter, KvCache, 5);
    EXPECT_EQ(ledger.totalBytes(), 35);
    EXPECT_EQ(ledger.fileBytes(), 30);
    const MemoryLedger::Charge moved = std::move(pages);
    EXPECT_EQ(ledger.fileBytes(), 30);
    pages = {};
    EXPECT_EQ(ledger.fileBytes(), 30);
}

TEST(MemoryLedger, PeakIsOfTheSumAndResetsToWhatIsHeld) {
    MemoryLedger ledger;
    const auto kept = ledger.charge(MemoryOwner::Refiner, Activations, 10);
    { const auto passing = ledger.charge(MemoryOwner::Refiner, Activations, 90); }
    EXPECT_EQ(ledger.balance(MemoryOwner::Refiner, Activations).peakBytes, 100);
    ledger.resetPeaks();
    EXPECT_EQ(ledger.balance(MemoryOwner::Refiner, Activations).peakBytes, 10);
}

TEST(Error, CarriesKindHintAndExitStatus) {
    const Error error(ErrorKind::Checkpoint, "The file is short.", "Fetch it again.");
    EXPECT_STREQ(error.what(), "The file is short.");
    EXPECT_EQ(error.hint(), "Fetch it again.");
    EXPECT_EQ(error.exitStatus(), 4);
    EXPECT_EQ(Error(ErrorKind::Cancelled, "").exitStatus(), 130);
}

TEST(Stopwatch, LapsStartAgain) {
    Stopwatch watch;
    EXPECT_GE(watch.lapMilliseconds(), 0.0);
    EXPECT_GE(watch.milliseconds(), 0.0);
}

TEST(Version, IsThreeNumbers) {
    int dots = 0;
    for (const char c : version()) dots += c == '.';
    EXPECT_EQ(dots, 2);
    EXPECT_EQ(programName(), "Duoscale " + std::string(version()));
}

}  // namespace
}  // namespace duo
