#include "views/run_words.h"

#include <QFileInfo>
#include <QLocale>

#include "widgets/units.h"

namespace duo::ui {

QStringList paceWords(const RunNews& news) {
    QStringList words;
    if (news.perSecond > 0) {
        words << RunWords::tr("%1 pictures/s").arg(figure(news.perSecond, 3));
    }
    const bool over = news.kind == RunFolderKind::Sampling && news.there >= news.wanted;
    if (news.secondsLeft >= 0 && !over) {
        words << RunWords::tr("about %1 left").arg(roughDurationWords(news.secondsLeft));
    }
    if (news.written.isValid()) {
        words << RunWords::tr("last written %1")
                     .arg(QLocale().toString(news.written,
                                             news.written.date() == QDate::currentDate()
                                                 ? QStringLiteral("HH:mm:ss")
                                                 : QStringLiteral("d MMM HH:mm")));
    }
    return words;
}

double stepOfSheet(const QString& file) {
    bool isNumber = false;
    const QString digits = QFileInfo(file).completeBaseName().section('-', 1);
    const qlonglong step = digits.toLongLong(&isNumber);
    return isNumber ? static_cast<double>(step) : -1;
}

}  // namespace duo::ui
