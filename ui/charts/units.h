// Bytes and milliseconds in suitable units, for axes and sentences.
#pragma once

#include <QString>

#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"

namespace duo::ui {

struct Unit {
    double factor = 1;  // base units per unit
    QString name;
};

Unit byteUnit(double maxBytes);      // B, kB, MB, GB in steps of 1024
Unit millisecondUnit(double maxMs);  // ms, s

QString bytesWords(double bytes);          // "312 MB"
QString millisecondsWords(double ms);      // "41.3 ms", "2.41 s"
QString figure(double value, int digits);  // to significant digits, in the current locale

QString modelName(ModelRole role);                       // "drafter"
QString memoryOwnerName(MemoryOwner owner);              // "Drafter"
QString memoryName(MemoryOwner owner, MemoryKind kind);  // "Drafter weights"

}  // namespace duo::ui
