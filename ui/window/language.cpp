#include "window/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace duo::ui {

void speak(const QString& code) {
    // Children of the application, which ends before static objects do.
    static auto* texts = new QTranslator(qApp);
    static auto* qtTexts = new QTranslator(qApp);
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    qApp->removeTranslator(texts);
    qApp->removeTranslator(qtTexts);
    if (qtTexts->load(locale, "qtbase", "_", QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        qApp->installTranslator(qtTexts);
    // English is a translation too, of plurals alone: other languages fall back to it.
    if (texts->load(locale, "duoscale", "_", ":/i18n") || texts->load(":/i18n/duoscale_en.qm"))
        qApp->installTranslator(texts);
}

}  // namespace duo::ui
