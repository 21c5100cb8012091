#include "widgets/letter_key.h"

#include <QKeyEvent>
#include <cstring>

namespace duo::ui {
namespace {

// X11 and Wayland number keys by position: the rows of letters begin at these codes.
struct Row {
    quint32 first;
    const char* letters;
};
constexpr Row kRows[] = {{24, "QWERTYUIOP"}, {38, "ASDFGHJKL"}, {52, "ZXCVBNM"}};

constexpr int kLastLatin1 = 0xff;
constexpr int kFirstSpecial = 0x01000000;  // Escape, Tab and other special keys start here

}  // namespace

bool isLetterKey(const QKeyEvent& event, Qt::Key letter) {
    if (event.key() == letter) return true;
    // Latin layouts count by character: AZERTY's Q is not an A.
    if (event.key() <= kLastLatin1 || event.key() >= kFirstSpecial) return false;
    for (const Row& row : kRows) {
        const char* place = std::strchr(row.letters, static_cast<char>(letter));
        if (place == nullptr) continue;
        return event.nativeScanCode() == row.first + static_cast<quint32>(place - row.letters);
    }
    return false;
}

}  // namespace duo::ui
