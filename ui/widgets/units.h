// Bytes and durations in suitable units, for axes and sentences.
#pragma once

#include <QString>

#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"

namespace duo::ui {

struct Unit {
    double factor = 1;  // base units per unit
    QString name;
};

Unit byteUnit(double maxBytes);      // B, KiB, MiB, GiB
Unit millisecondUnit(double maxMs);  // ms, s

// digits: significant digits, in the current locale.
QString figure(double value, int digits);
QString bytesWords(double bytes);  // "312 MiB"

// Measured: "41.3 ms", "2.41 s", "3 min 12 s", "1 h 20 min".
QString durationWords(double seconds);
// Estimated, so in fewer digits: "41 ms", "2.4 s", "3 min", "1 h 20 min".
QString roughDurationWords(double seconds);

QString modelName(ModelRole role);                       // "drafter"
QString memoryOwnerName(MemoryOwner owner);              // "Drafter"
QString memoryName(MemoryOwner owner, MemoryKind kind);  // "Drafter weights"

}  // namespace duo::ui
