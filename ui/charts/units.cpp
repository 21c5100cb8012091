#include "charts/units.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace duo::ui {
namespace {

QString words(const char* text) {
    return QCoreApplication::translate("units", text);
}

}  // namespace

Unit byteUnit(double maxBytes) {
    constexpr double kStep = 1024;
    const char* const names[] = {QT_TRANSLATE_NOOP("units", "B"), QT_TRANSLATE_NOOP("units", "kB"),
                                 QT_TRANSLATE_NOOP("units", "MB"),
                                 QT_TRANSLATE_NOOP("units", "GB")};
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

QString millisecondsWords(double ms) {
    const Unit unit = millisecondUnit(ms);
    return figure(ms / unit.factor, 3) + QChar(0xa0) + unit.name;
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
