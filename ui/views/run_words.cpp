#include "views/run_words.h"

#include <QFileInfo>
#include <QLocale>
#include <cmath>

#include "charts/units.h"

namespace duo::ui {

QString timeWords(double seconds) {
    const auto whole = static_cast<qlonglong>(std::llround(seconds));
    if (whole < 90) return RunWords::tr("%1 s").arg(whole);
    const qlonglong minutes = (whole + 30) / 60;
    if (minutes < 90) return RunWords::tr("%1 min").arg(minutes);
    return RunWords::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QStringList paceWords(const RunNews& news) {
    QStringList words;
    if (news.perSecond > 0) {
        words << RunWords::tr("%1 pictures/s").arg(figure(news.perSecond, 3));
    }
    const bool over = news.kind == RunFolderKind::Sampling && news.there >= news.wanted;
    if (news.secondsLeft >= 0 && !over) {
        words << RunWords::tr("about %1 left").arg(timeWords(news.secondsLeft));
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
