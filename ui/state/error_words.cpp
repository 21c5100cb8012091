#include "state/error_words.h"

#include <QCoreApplication>
#include <QLocale>

namespace duo::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::ErrorWords)
};

QString sentence(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Usage:
            return Words::tr("These settings cannot be used together.");
        case ErrorKind::File:
            return Words::tr("A file cannot be read or written.");
        case ErrorKind::Checkpoint:
            return Words::tr("A model file is damaged or of another kind.");
        case ErrorKind::Memory:
            return Words::tr("There is not enough memory.");
        case ErrorKind::Numeric:
            return Words::tr("The results hold numbers that are not finite.");
        case ErrorKind::Device:
            return Words::tr("The device is missing or failed.");
        case ErrorKind::Protocol:
            return Words::tr("The window and the core do not understand each other.");
        case ErrorKind::Internal:
            return Words::tr("An error in Duoscale stopped the run.");
        case ErrorKind::Cancelled:
            break;
    }
    return Words::tr("The run was stopped.");
}

}  // namespace

ErrorWords errorWords(ErrorKind kind, const std::string& message, const std::string& hint) {
    const QString text = QString::fromStdString(message), advice = QString::fromStdString(hint);
    const QLocale::Language here = QLocale().language();
    const bool english = here == QLocale::English || here == QLocale::C;
    if (english || text.isEmpty()) return {text, advice};
    return {sentence(kind), (text + ' ' + advice).trimmed()};
}

}  // namespace duo::ui
