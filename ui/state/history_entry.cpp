#include "state/history_entry.h"

#include <QCoreApplication>
#include <algorithm>

#include "base/error.h"
#include "protocol/provenance.h"
#include "state/class_words.h"

namespace duo::ui {
namespace {

struct HistoryWords {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::HistoryWords)
};

// "N=8" finds "N = 8".
bool holds(const QString& title, const QString& word) {
    if (title.contains(word, Qt::CaseInsensitive)) return true;
    return word.contains('=') && QString(title).remove(' ').contains(word, Qt::CaseInsensitive);
}

}  // namespace

std::optional<PictureFacts> factsOf(const QString& provenance) {
    if (provenance.isEmpty()) return std::nullopt;
    try {
        const Provenance made = parseProvenance(provenance.toStdString());
        return PictureFacts{made.label, QString::fromStdString(made.labelName).section(',', 0, 0),
                            made.plan.split(), made.seed};
    } catch (const Error&) {
        return std::nullopt;
    }
}

QString classWords(const PictureFacts& facts) {
    if (!facts.labelName.isEmpty()) return classNameHere(facts.labelName);
    return facts.label == kNoClass ? HistoryWords::tr("no class")
                                   : HistoryWords::tr("class %1").arg(facts.label);
}

bool HistoryQuery::matches(const HistoryEntry& entry) const {
    if (starred && !entry.starred) return false;
    if (asksForFacts()) {
        if (!entry.facts) return false;
        if (split && *split != entry.facts->split) return false;
        if (seed && *seed != entry.facts->seed) return false;
        if (!className.isEmpty() && className != classWords(*entry.facts)) return false;
    }
    const QStringList words = text.split(' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(words,
                               [&entry](const QString& word) { return holds(entry.title, word); });
}

}  // namespace duo::ui
