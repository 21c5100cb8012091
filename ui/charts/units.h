// Bytes and milliseconds in the unit that suits them, for axes and for sentences.
#pragma once

#include <QString>

#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"

namespace duo::ui {

struct Unit {
    double factor = 1;  // of the base unit in one of these
    QString name;
};

Unit byteUnit(double mostBytes);      // B, kB, MB, GB in steps of 1024
Unit millisecondUnit(double mostMs);  // ms, s

QString bytesWords(double bytes);          // "312 MB"
QString millisecondsWords(double ms);      // "41.3 ms", "2.41 s"
QString figure(double value, int digits);  // significant digits, in the language's writing

QString modelName(ModelRole role);                       // "drafter"
QString memoryOwnerName(MemoryOwner owner);              // "Drafter"
QString memoryName(MemoryOwner owner, MemoryKind kind);  // "Drafter weights"

}  // namespace duo::ui
