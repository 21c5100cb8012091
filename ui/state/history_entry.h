// The facts of a picture that the history knows without opening its file, and a choice by them.
#pragma once

#include <QDateTime>
#include <QString>
#include <optional>

#include "protocol/generation_request.h"

namespace duo::ui {

// Settings that made a picture; the filter chooses by them.
struct PictureFacts {
    int label = kNoClass;
    QString labelName;  // the short one; empty if the family has no names
    int split = -1;     // N; -1 where models alternate
    quint64 seed = 0;
    bool operator==(const PictureFacts&) const = default;
};

// Nothing if these are no settings of ours.
std::optional<PictureFacts> factsOf(const QString& provenance);
// "golden retriever"; "class 207" if it has no name.
QString classWords(const PictureFacts& facts);

struct HistoryEntry {
    QString file;  // absolute
    QDateTime made;
    QString title;         // "sunflower, N = 8, seed 7"
    QString provenance{};  // JSON; for earlier sessions read from the file on demand
    bool starred = false;
    std::optional<PictureFacts> facts{};  // indexes of older versions have none
};

// All parts must hold; an empty part asks for nothing.
struct HistoryQuery {
    QString text{};  // words, each of them somewhere in the title
    QString className{};
    std::optional<int> split{};
    std::optional<quint64> seed{};
    bool starred = false;
    bool operator==(const HistoryQuery&) const = default;

    bool isEmpty() const { return *this == HistoryQuery(); }
    bool asksForFacts() const { return !className.isEmpty() || split || seed; }
    bool matches(const HistoryEntry& entry) const;
};

}  // namespace duo::ui
