#include "state/history_store.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QStandardPaths>
#include <QThreadPool>
#include <algorithm>

#include "state/history_index.h"
#include "state/history_thumbnails.h"
#include "state/picture_png.h"

namespace duo::ui {
namespace {

constexpr int kMaxNameLetters = 32;
constexpr std::size_t kFactsAtOnce = 64;  // files; a picture that is to be saved waits for these

// "golden-retriever"; "picture" if no letter is left.
QString fileNamePart(const QString& text) {
    QString part;
    for (const QChar c : text.toLower()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) part += c;
        if (!plain && !part.isEmpty() && !part.endsWith('-')) part += '-';
    }
    part.truncate(kMaxNameLetters);
    while (part.endsWith('-')) part.chop(1);
    return part.isEmpty() ? QStringLiteral("picture") : part;
}

// Makes the trash folder first: if Qt 6.4 cannot make it, it moves the file to ./files and reports
// success.
// Where the file lies in the trash; empty if it could not be moved.
QString movedToTrash(const QString& file) {
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    QString place;
    const bool moved = QDir().mkpath(data + "/Trash/files") && QFile::moveToTrash(file, &place);
    return moved ? place : QString();
}

struct Trashed {
    HistoryEntry entry;
    QString place;  // in the trash
};

bool bringBack(const Trashed& trashed) {
    if (!QFile::rename(trashed.place, trashed.entry.file)) return false;
    const QFileInfo place(trashed.place);  // .../Trash/files/NAME, noted in .../Trash/info
    QFile::remove(place.dir().absoluteFilePath("../info/" + place.fileName() + ".trashinfo"));
    return true;
}

}  // namespace

// GUI thread, except for the pool, which has one thread, takes values and posts values back.
struct HistoryStore::Private {
    HistoryStore* q;
    std::vector<HistoryEntry> entries;   // newest first
    QHash<QString, PicturePtr> unsaved;  // by file, until it is written
    HistoryThumbnails thumbnails;
    std::vector<Trashed> trashed;        // by the last remove()
    std::vector<HistoryEntry> factless;  // whose facts are to be read
    bool readingFacts = false;
    QThreadPool writer;

    explicit Private(HistoryStore* store) : q(store) { writer.setMaxThreadCount(1); }

    bool has(const QModelIndex& index) const {
        return index.isValid() && index.row() < std::ssize(entries);
    }
    int rowOf(const QString& file) const {
        const auto found = std::ranges::find(entries, file, &HistoryEntry::file);
        return found == entries.end() ? -1 : static_cast<int>(found - entries.begin());
    }
    QString freeFile(const QDateTime& made, const QString& labelName) const;
    void insert(const HistoryEntry& entry);
    HistoryEntry take(int row);
    void pictureWritten(const QString& file, const QString& whyNot);
    void removed(std::vector<Trashed> gone, const std::vector<HistoryEntry>& left);
    void broughtBack(const std::vector<HistoryEntry>& back, int lost);
    void setTrashed(std::vector<Trashed> gone);
    QVariant thumbnail(const QString& file);
    void showThumbnail(const QString& file);
    void readSomeFacts();
    void takeFacts(const std::vector<HistoryEntry>& known);
    const HistoryEntry& withTexts(int row);
    void dropVanished(const QString& file);
};

QString HistoryStore::Private::freeFile(const QDateTime& made, const QString& labelName) const {
    const QString base = made.toString("yyyyMMdd-HHmmss-zzz") + '-' + fileNamePart(labelName);
    QString file = q->dir_.absoluteFilePath(base + ".png");
    for (int i = 2; unsaved.contains(file) || QFile::exists(file); ++i) {
        file = q->dir_.absoluteFilePath(QStringLiteral("%1-%2.png").arg(base).arg(i));
    }
    return file;
}

// Before all entries that are not newer.
void HistoryStore::Private::insert(const HistoryEntry& entry) {
    const auto place = std::ranges::find_if(
        entries, [&entry](const HistoryEntry& other) { return other.made <= entry.made; });
    const int row = static_cast<int>(place - entries.begin());
    q->beginInsertRows({}, row, row);
    entries.insert(place, entry);
    q->endInsertRows();
}

HistoryEntry HistoryStore::Private::take(int row) {
    q->beginRemoveRows({}, row, row);
    HistoryEntry entry = std::move(entries[row]);
    entries.erase(entries.begin() + row);
    q->endRemoveRows();
    thumbnails.forget(entry.file);
    return entry;
}

void HistoryStore::Private::pictureWritten(const QString& file, const QString& whyNot) {
    const PicturePtr picture = unsaved.take(file);
    if (whyNot.isEmpty()) return;
    if (picture) picture->file.clear();
    if (const int row = rowOf(file); row >= 0) take(row);
    emit q->failed(whyNot, tr("Free some space, or choose another folder for the history."));
}

void HistoryStore::Private::setTrashed(std::vector<Trashed> gone) {
    trashed = std::move(gone);
    emit q->canUndoRemoveChanged(!trashed.empty());
}

void HistoryStore::Private::broughtBack(const std::vector<HistoryEntry>& back, int lost) {
    for (const HistoryEntry& entry : back) insert(entry);
    if (lost == 0) return;
    emit q->failed(tr("%n picture(s) could not be brought back from the trash.", nullptr, lost),
                   tr("Look for them in the trash of the system."));
}

void HistoryStore::Private::removed(std::vector<Trashed> gone,
                                    const std::vector<HistoryEntry>& left) {
    setTrashed(std::move(gone));
    if (left.empty()) return;
    for (const HistoryEntry& entry : left) insert(entry);
    emit q->failed(
        tr("%n picture(s) could not be moved to the trash.", nullptr,
           static_cast<int>(left.size())),
        tr("Delete them in the folder %1 yourself.").arg(QDir::toNativeSeparators(q->folder())));
}

QVariant HistoryStore::Private::thumbnail(const QString& file) {
    const PicturePtr picture = unsaved.value(file);
    const QPixmap* pixmap = thumbnails.of(file, picture ? picture->final : QImage());
    return pixmap != nullptr ? QVariant(*pixmap) : QVariant();
}

void HistoryStore::Private::showThumbnail(const QString& file) {
    const QModelIndex index = q->index(rowOf(file));
    if (index.isValid()) emit q->dataChanged(index, index, {Qt::DecorationRole});
}

const HistoryEntry& HistoryStore::Private::withTexts(int row) {
    HistoryEntry& entry = entries[row];
    if (entry.provenance.isEmpty()) entry.provenance = provenanceOfPng(entry.file);
    return entry;
}

// On the writer's thread, where the index is written; pictures to be saved come in between.
void HistoryStore::Private::readSomeFacts() {
    const std::size_t count = std::min(factless.size(), kFactsAtOnce);
    readingFacts = count > 0;
    if (!readingFacts) return;
    std::vector<HistoryEntry> some(factless.end() - static_cast<std::ptrdiff_t>(count),
                                   factless.end());
    factless.resize(factless.size() - count);
    writer.start([this, some = std::move(some), dir = q->dir_]() mutable {
        for (HistoryEntry& entry : some) entry.facts = factsOf(provenanceOfPng(entry.file));
        std::erase_if(some, [](const HistoryEntry& entry) { return !entry.facts; });
        appendToHistory(dir, some);
        QMetaObject::invokeMethod(
            q, [this, known = std::move(some)] { takeFacts(known); }, Qt::QueuedConnection);
    });
}

void HistoryStore::Private::takeFacts(const std::vector<HistoryEntry>& known) {
    QHash<QString, PictureFacts> facts;
    for (const HistoryEntry& entry : known) facts.insert(entry.file, *entry.facts);
    for (HistoryEntry& entry : entries) {
        if (const auto found = facts.constFind(entry.file); found != facts.cend())
            entry.facts = *found;
    }
    if (!known.empty()) {
        emit q->dataChanged(q->index(0), q->index(q->rowCount() - 1), {FactsRole});
    }
    readSomeFacts();
}

void HistoryStore::Private::dropVanished(const QString& file) {
    const int row = rowOf(file);
    if (row >= 0 && !unsaved.contains(file) && !QFile::exists(file)) take(row);
}

HistoryStore::HistoryStore(const QString& folder, QObject* parent)
    : QAbstractListModel(parent), d(std::make_unique<Private>(this)), dir_(folder) {
    const bool usable =
        QDir().mkpath(dir_.absolutePath()) && QFileInfo(dir_.absolutePath()).isWritable();
    d->entries = readHistory(dir_);
    connect(&d->thumbnails, &HistoryThumbnails::loaded, this,
            [this](const QString& file) { d->showThumbnail(file); });
    connect(&d->thumbnails, &HistoryThumbnails::missing, this,
            [this](const QString& file) { d->dropVanished(file); });
    if (usable) return;
    // Queued: nobody listens during construction.
    const auto tell = [this] {
        emit failed(tr("The history's folder %1 cannot be written to.")
                        .arg(QDir::toNativeSeparators(this->folder())),
                    tr("Choose another folder for the history."));
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

HistoryStore::~HistoryStore() {
    d->writer.waitForDone();
}

void HistoryStore::add(const PicturePtr& picture, const QString& title) {
    if (!picture || picture->final.isNull()) return;
    // Times rise strictly, because they order entries that come back or are read again.
    QDateTime made = QDateTime::currentDateTimeUtc();
    if (!d->entries.empty()) made = std::max(made, d->entries.front().made.addMSecs(1));
    const auto facts = factsOf(picture->provenance);
    const HistoryEntry entry{
        d->freeFile(made.toLocalTime(), facts ? facts->labelName : picture->labelName),
        made,
        title,
        picture->provenance,
        false,
        facts};
    picture->file = entry.file;
    d->unsaved.insert(entry.file, picture);
    d->insert(entry);
    d->writer.start([this, entry, image = picture->final, parameters = picture->parameters,
                     dir = dir_] {
        const QString whyNot = writePng(entry.file, image, entry.provenance, parameters);
        if (whyNot.isEmpty()) appendToHistory(dir, {entry});
        const auto tell = [this, file = entry.file, whyNot] { d->pictureWritten(file, whyNot); };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

void HistoryStore::remove(const QModelIndexList& rows) {
    std::vector<int> numbers;
    for (const QModelIndex& index : rows) {
        if (d->has(index)) numbers.push_back(index.row());
    }
    std::ranges::sort(numbers, std::ranges::greater());
    const auto repeated = std::ranges::unique(numbers);
    numbers.erase(repeated.begin(), repeated.end());
    std::vector<HistoryEntry> taken;
    for (const int row : numbers) taken.push_back(d->take(row));
    // On the writer's thread: after these files are written.
    d->writer.start([this, taken = std::move(taken)] {
        std::vector<Trashed> gone;
        std::vector<HistoryEntry> left;
        for (const HistoryEntry& entry : taken) {
            if (!QFile::exists(entry.file)) continue;
            const QString place = movedToTrash(entry.file);
            if (place.isEmpty()) {
                left.push_back(entry);
            } else {
                gone.push_back({entry, place});
            }
        }
        QMetaObject::invokeMethod(
            this, [this, gone, left] { d->removed(gone, left); }, Qt::QueuedConnection);
    });
}

bool HistoryStore::canUndoRemove() const {
    return !d->trashed.empty();
}

void HistoryStore::undoRemove() {
    d->writer.start([this, trashed = d->trashed] {
        std::vector<HistoryEntry> back;
        for (const Trashed& one : trashed) {
            if (bringBack(one)) back.push_back(one.entry);
        }
        const int lost = static_cast<int>(trashed.size() - back.size());
        QMetaObject::invokeMethod(
            this, [this, back, lost] { d->broughtBack(back, lost); }, Qt::QueuedConnection);
    });
    d->setTrashed({});
}

PicturePtr HistoryStore::open(const QModelIndex& index) const {
    if (!d->has(index)) return {};
    const QString file = d->entries[index.row()].file;
    if (const PicturePtr unsaved = d->unsaved.value(file)) return unsaved;
    PicturePtr picture = readPng(file, nullptr);
    if (!picture && !QFile::exists(file)) {
        // Queued: the caller is still using this row.
        QMetaObject::invokeMethod(
            d->q, [this, file] { d->dropVanished(file); }, Qt::QueuedConnection);
    }
    return picture;
}

void HistoryStore::setStarred(const QModelIndexList& rows, bool starred) {
    std::vector<HistoryEntry> changed;
    for (const QModelIndex& index : rows) {
        if (!d->has(index) || d->entries[index.row()].starred == starred) continue;
        d->entries[index.row()].starred = starred;
        changed.push_back(d->entries[index.row()]);
    }
    // Afterwards: a filter may take a row away.
    for (const HistoryEntry& entry : changed) {
        const QModelIndex index = this->index(d->rowOf(entry.file));
        emit dataChanged(index, index, {StarredRole});
    }
    d->writer.start([dir = dir_, changed = std::move(changed)] { appendToHistory(dir, changed); });
}

const HistoryEntry& HistoryStore::entry(int row) const {
    return d->entries[static_cast<std::size_t>(row)];
}

int HistoryStore::rowOf(const QString& file) const {
    return d->rowOf(file);
}

void HistoryStore::readFacts() {
    if (d->readingFacts) return;
    d->factless.clear();
    std::ranges::copy_if(d->entries, std::back_inserter(d->factless), [this](const auto& entry) {
        return !entry.facts && !d->unsaved.contains(entry.file);
    });
    std::ranges::reverse(d->factless);  // the newest are read first
    d->readSomeFacts();
}

HistoryThumbnails& HistoryStore::thumbnails() {
    return d->thumbnails;
}

int HistoryStore::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(d->entries.size());
}

QVariant HistoryStore::data(const QModelIndex& index, int role) const {
    if (!d->has(index)) return {};
    const HistoryEntry& entry = d->entries[index.row()];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return entry.title;
        case Qt::ToolTipRole:
            return tr("%1\n%2").arg(
                entry.title, QLocale().toString(entry.made.toLocalTime(), QLocale::ShortFormat));
        case Qt::DecorationRole:
            return d->thumbnail(entry.file);
        case FileRole:
            return entry.file;
        case ProvenanceRole:
            return d->withTexts(index.row()).provenance;
        case MadeRole:
            return entry.made;
        case StarredRole:
            return entry.starred;
        default:
            return {};
    }
}

}  // namespace duo::ui
