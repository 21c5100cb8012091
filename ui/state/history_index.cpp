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
    const QJsonObject json{{"file", QFileInfo(entry.file).fileName()},
                           {"made", entry.made.toUTC().toString(Qt::ISODateWithMs)},
                           {"title", entry.title}};
    return '\n' + QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::vector<HistoryEntry> linesOf(const QDir& dir) {
    std::vector<HistoryEntry> entries;
    QFile file(indexFile(dir));
    if (!file.open(QIODevice::ReadOnly)) return entries;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        const QString name = json["file"].toString();
        if (name.isEmpty()) continue;
        entries.push_back({name,
                           QDateTime::fromString(json["made"].toString(), Qt::ISODateWithMs),
                           json["title"].toString(),
                           {},
                           {}});
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
        entries.push_back(
            {info.absoluteFilePath(), info.lastModified(), info.completeBaseName(), {}, {}});
    }
    std::ranges::stable_sort(entries, std::ranges::greater(), &HistoryEntry::made);
    if (dead > kDeadLines && dead > entries.size()) rewrite(dir, entries);
    return entries;
}

bool appendToHistory(const QDir& dir, const HistoryEntry& entry) {
    const QByteArray line = lineOf(entry);
    QFile file(indexFile(dir));
    return file.open(QIODevice::Append) && file.write(line) == line.size() && file.flush();
}

}  // namespace duo::ui
