#include "state/history_index.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSet>
#include <algorithm>

namespace duo::ui {
namespace {

constexpr int kDeadLines = 256;  // up to this many, the index is not rewritten

QString indexFile(const QDir& dir) {
    return dir.absoluteFilePath("history.jsonl");
}

// Starts with the line break, so that a line cut short by a crash damages no other.
QByteArray lineOf(const HistoryEntry& entry) {
    QJsonObject json{{"file", QFileInfo(entry.file).fileName()},
                     {"made", entry.made.toUTC().toString(Qt::ISODateWithMs)},
                     {"title", entry.title}};
    if (entry.starred) json["star"] = true;
    if (entry.facts) {
        json["label"] = entry.facts->label;
        json["class"] = entry.facts->labelName;
        json["split"] = entry.facts->split;
        json["seed"] = QString::number(entry.facts->seed);  // a number of JSON has 53 bits
    }
    return '\n' + QJsonDocument(json).toJson(QJsonDocument::Compact);
}

// file: the name alone.
HistoryEntry entryOf(const QJsonObject& json) {
    HistoryEntry entry{json["file"].toString(),
                       QDateTime::fromString(json["made"].toString(), Qt::ISODateWithMs),
                       json["title"].toString()};
    entry.starred = json["star"].toBool();
    if (json.contains("seed")) {
        entry.facts = {json["label"].toInt(kNoClass), json["class"].toString(),
                       json["split"].toInt(-1), json["seed"].toString().toULongLong()};
    }
    return entry;
}

std::vector<HistoryEntry> linesOf(const QDir& dir) {
    std::vector<HistoryEntry> entries;
    QFile file(indexFile(dir));
    if (!file.open(QIODevice::ReadOnly)) return entries;
    for (const QByteArray& line : file.readAll().split('\n')) {
        HistoryEntry entry = entryOf(QJsonDocument::fromJson(line).object());
        if (!entry.file.isEmpty()) entries.push_back(std::move(entry));
    }
    return entries;
}

void rewrite(const QDir& dir, const std::vector<HistoryEntry>& newestFirst) {
    QSaveFile file(indexFile(dir));
    if (!file.open(QIODevice::WriteOnly)) return;
    for (auto entry = newestFirst.rbegin(); entry != newestFirst.rend(); ++entry) {
        file.write(lineOf(*entry));
    }
    file.commit();
}

}  // namespace

std::vector<HistoryEntry> readHistory(const QDir& dir) {
    const QStringList names = dir.entryList({"*.png"}, QDir::Files, QDir::Unsorted);
    QSet<QString> unlisted(names.begin(), names.end());
    std::vector<HistoryEntry> lines = linesOf(dir);
    std::vector<HistoryEntry> entries;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        if (!unlisted.remove(line->file)) continue;
        line->file = dir.absoluteFilePath(line->file);
        entries.push_back(std::move(*line));
    }
    const std::size_t dead = lines.size() - entries.size();
    for (const QString& name : std::as_const(unlisted)) {
        const QFileInfo info(dir, name);
        entries.push_back({info.absoluteFilePath(), info.lastModified(), info.completeBaseName()});
    }
    std::ranges::stable_sort(entries, std::ranges::greater(), &HistoryEntry::made);
    if (dead > kDeadLines && dead > entries.size()) rewrite(dir, entries);
    return entries;
}

bool appendToHistory(const QDir& dir, const std::vector<HistoryEntry>& entries) {
    if (entries.empty()) return true;
    QByteArray lines;
    for (const HistoryEntry& entry : entries) lines += lineOf(entry);
    QFile file(indexFile(dir));
    return file.open(QIODevice::Append) && file.write(lines) == lines.size() && file.flush();
}

}  // namespace duo::ui
