#include "widgets/units.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace duo::ui {
namespace {

QString words(const char* text) {
    return QCoreApplication::translate("units", text);
}

constexpr double kMinutesFrom = 90, kHoursFrom = 90 * 60;  // seconds

// seconds: below kMinutesFrom.
QString shortDuration(double seconds, int digits) {
    const Unit unit = millisecondUnit(seconds * 1000);
    return figure(seconds * 1000 / unit.factor, digits) + QChar(0xa0) + unit.name;
}

// In whole minutes.
QString longDuration(double seconds) {
    const qlonglong minutes = std::llround(seconds / 60);
    return seconds < kHoursFrom ? words(QT_TRANSLATE_NOOP("units", "%1 min")).arg(minutes)
                                : words(QT_TRANSLATE_NOOP("units", "%1 h %2 min"))
                                      .arg(minutes / 60)
                                      .arg(minutes % 60);
}

}  // namespace

Unit byteUnit(double maxBytes) {
    constexpr double kStep = 1024;
    const char* const names[] = {QT_TRANSLATE_NOOP("units", "B"), QT_TRANSLATE_NOOP("units", "KiB"),
                                 QT_TRANSLATE_NOOP("units", "MiB"),
                                 QT_TRANSLATE_NOOP("units", "GiB")};
    Unit unit{1, words(names[0])};
    for (int i = 1; i < 4 && maxBytes >= unit.factor * kStep; ++i) {
        unit = {unit.factor * kStep, words(names[i])};
    }
    return unit;
}

Unit millisecondUnit(double maxMs) {
    if (maxMs < 1000) return {1, words(QT_TRANSLATE_NOOP("units", "ms"))};
    return {1000, words(QT_TRANSLATE_NOOP("units", "s"))};
}

QString figure(double value, int digits) {
    const double size = std::abs(value);
    const int whole = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    return QLocale().toString(value, 'f', std::max(0, digits - whole));
}

QString bytesWords(double bytes) {
    const Unit unit = byteUnit(std::abs(bytes));
    return figure(bytes / unit.factor, unit.factor == 1 ? 0 : 3) + QChar(0xa0) + unit.name;
}

QString durationWords(double seconds) {
    if (seconds < kMinutesFrom) return shortDuration(seconds, 3);
    const qlonglong whole = std::llround(seconds);
    return seconds < kHoursFrom
               ? words(QT_TRANSLATE_NOOP("units", "%1 min %2 s")).arg(whole / 60).arg(whole % 60)
               : longDuration(seconds);
}

QString roughDurationWords(double seconds) {
    return seconds < kMinutesFrom ? shortDuration(seconds, 2) : longDuration(seconds);
}

QString modelName(ModelRole role) {
    return role == ModelRole::Drafter ? words(QT_TRANSLATE_NOOP("units", "drafter"))
                                      : words(QT_TRANSLATE_NOOP("units", "refiner"));
}

QString memoryOwnerName(MemoryOwner owner) {
    static const char* const names[kMemoryOwners] = {QT_TRANSLATE_NOOP("units", "Drafter"),
                                                     QT_TRANSLATE_NOOP("units", "Refiner"),
                                                     QT_TRANSLATE_NOOP("units", "VQ-VAE")};
    return words(names[static_cast<int>(owner)]);
}

QString memoryName(MemoryOwner owner, MemoryKind kind) {
    // Whole phrases, because languages combine owner and kind differently.
    static const char* const names[kMemoryOwners][kMemoryKinds] = {
        {QT_TRANSLATE_NOOP("units", "Drafter weights"), QT_TRANSLATE_NOOP("units", "Drafter cache"),
         QT_TRANSLATE_NOOP("units", "Drafter activations")},
        {QT_TRANSLATE_NOOP("units", "Refiner weights"), QT_TRANSLATE_NOOP("units", "Refiner cache"),
         QT_TRANSLATE_NOOP("units", "Refiner activations")},
        {QT_TRANSLATE_NOOP("units", "VQ-VAE weights"), QT_TRANSLATE_NOOP("units", "VQ-VAE cache"),
         QT_TRANSLATE_NOOP("units", "VQ-VAE activations")}};
    return words(names[static_cast<int>(owner)][static_cast<int>(kind)]);
}

}  // namespace duo::ui
