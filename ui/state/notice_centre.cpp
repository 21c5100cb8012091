#include "state/notice_centre.h"

#include <QDir>
#include <QRegularExpression>

namespace duo::ui {
namespace {

QString withoutOptions(const QString& hint) {
    static const QRegularExpression sentenceEnd(QStringLiteral("(?<=[.!?])\\s+"));
    static const QRegularExpression option(QStringLiteral("(^|[\\s('\"])--?[a-z]"));
    QStringList kept = hint.split(sentenceEnd, Qt::SkipEmptyParts);
    kept.removeIf([](const QString& sentence) { return sentence.contains(option); });
    return kept.join(' ');
}

}  // namespace

void NoticeCentre::tell(Notice notice) {
    notice.hint = withoutOptions(notice.hint);
    emit noticed(notice);
}

void NoticeCentre::tellSaved(const QString& file) {
    tell({Notice::Place::Export,
          false,
          tr("Saved %1.").arg(QDir::toNativeSeparators(file)),
          {},
          Notice::Remedy::OpenFolder,
          0,
          file});
}

void NoticeCentre::tellCoreState(CoreState state, const QString& sentence) {
    switch (state) {
        case CoreState::Starting:
            return;
        case CoreState::Ready:
            return clear(Notice::Place::Core);
        case CoreState::Restarting:
            return tell({Notice::Place::Core, false, sentence, {}, Notice::Remedy::None, 0});
        case CoreState::Down:
            return tell({Notice::Place::Core, true, sentence.section('\n', 0, 0),
                         sentence.section('\n', 1), Notice::Remedy::RestartCore, 0});
    }
}

}  // namespace duo::ui
