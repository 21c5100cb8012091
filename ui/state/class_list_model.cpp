#include "state/class_list_model.h"

#include <algorithm>
#include <tuple>

#include "protocol/class_names.h"
#include "state/class_words.h"

namespace duo::ui {
namespace {

// All names of an ImageNet class ("tench", "Tinca tinca"); the core sends only the one shown.
QStringList namesOf(const QString& shown, const QString& wordNetId, int label) {
    const ClassNames& imagenet = ClassNames::imagenet1k();
    QStringList names{ClassListModel::folded(shown)};
    if (wordNetId.isEmpty() || label >= imagenet.count()) return names;
    if (imagenet[label].wordNetId != wordNetId.toStdString()) return names;
    for (const std::string& name : imagenet[label].names) {
        names << ClassListModel::folded(QString::fromStdString(name));
    }
    names.removeDuplicates();
    return names;
}

bool beginsWord(const QString& text, const QString& part) {
    for (qsizetype at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
        if (at == 0 || !text[at - 1].isLetterOrNumber()) return true;
    }
    return false;
}

enum Rank { Exact, Beginning, WordBeginning, Inside, NoMatch };

Rank rankOf(const QString& text, const QString& search) {
    if (text == search) return Exact;
    if (text.startsWith(search)) return Beginning;
    if (beginsWord(text, search)) return WordBeginning;
    return text.contains(search) ? Inside : NoMatch;
}

}  // namespace

ClassListModel::ClassListModel(QObject* parent) : QAbstractListModel(parent) {}

QString ClassListModel::folded(const QString& text) {
    QString plain = text.toLower();
    plain.replace('_', ' ').replace('-', ' ');
    return plain.simplified();
}

void ClassListModel::setFamily(const FamilyFacts& family) {
    beginResetModel();
    entries_.clear();
    const QString none = tr("no class");
    entries_.push_back({none, {}, {folded(none)}});
    for (int label = 0; label < family.classes; ++label) {
        const auto textOf = [label](const std::vector<std::string>& texts) {
            return label < std::ssize(texts) ? QString::fromStdString(texts[label]) : QString();
        };
        const QString wordNetId = textOf(family.wordNetIds);
        QString name = textOf(family.classNames);
        if (name.isEmpty()) name = tr("class %1").arg(label);
        QStringList search = namesOf(name, wordNetId, label);
        if (const QString here = classNameHere(name); here != name) {
            search << folded(here);
            name = here;
        }
        if (!wordNetId.isEmpty()) search << wordNetId.toLower();
        search << QString::number(label);
        entries_.push_back({name, wordNetId, search});
    }
    endResetModel();
}

void ClassListModel::setFavourites(const QSet<int>& labels) {
    if (favourites_ == labels) return;
    favourites_ = labels;
    if (!entries_.empty()) emit dataChanged(index(0), index(rowCount() - 1), {FavouriteRole});
    emit favouritesChanged();
}

void ClassListModel::setFavourite(int label, bool favourite) {
    QSet<int> labels = favourites_;
    if (favourite) {
        labels.insert(label);
    } else {
        labels.remove(label);
    }
    setFavourites(labels);
}

void ClassListModel::setRecent(const QList<int>& labels) {
    QList<int> distinct;
    for (const int label : labels) {
        if (!distinct.contains(label) && distinct.size() < kMaxRecent) distinct << label;
    }
    if (recent_ == distinct) return;
    recent_ = distinct;
    if (!entries_.empty()) emit dataChanged(index(0), index(rowCount() - 1), {RecentRole});
    emit recentChanged();
}

void ClassListModel::noteRecent(int label) {
    setRecent(QList<int>{label} + recent_);
}

QString ClassListModel::name(int label) const {
    if (knows(label)) return entries_[label + 1].name;
    return label == kNoClass ? tr("no class") : tr("class %1").arg(label);
}

QModelIndex ClassListModel::indexOf(int label) const {
    return knows(label) ? index(label + 1) : QModelIndex();
}

int ClassListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant ClassListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Entry& entry = entries_[index.row()];
    const int label = index.row() - 1;
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return entry.name;
        case Qt::ToolTipRole:
            if (label == kNoClass) return tr("Without a class: the model chooses what to draw");
            return entry.wordNetId.isEmpty()
                       ? tr("Class %1").arg(label)
                       : tr("Class %1, WordNet %2").arg(label).arg(entry.wordNetId);
        case LabelRole:
            return label;
        case WordNetRole:
            return entry.wordNetId;
        case FavouriteRole:
            return favourites_.contains(label);
        case RecentRole:
            return static_cast<int>(recent_.indexOf(label));
        case SearchRole:
            return entry.search;
        default:
            return {};
    }
}

bool ClassListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != FavouriteRole || !index.isValid() || index.row() >= rowCount()) return false;
    setFavourite(index.row() - 1, value.toBool());
    return true;
}

ClassFilterModel::ClassFilterModel(QObject* parent) : QSortFilterProxyModel(parent) {
    setDynamicSortFilter(true);
    sort(0);
}

void ClassFilterModel::setSearch(const QString& text) {
    const QString search = ClassListModel::folded(text);
    if (search_ == search) return;
    search_ = search;
    invalidate();
}

int ClassFilterModel::rank(const QModelIndex& source) const {
    if (search_.isEmpty()) return Exact;
    int best = NoMatch;
    for (const QString& text : source.data(ClassListModel::SearchRole).toStringList()) {
        best = std::min<int>(best, rankOf(text, search_));
    }
    return best;
}

bool ClassFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const {
    return rank(sourceModel()->index(row, 0, parent)) != NoMatch;
}

bool ClassFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto place = [this](const QModelIndex& index) {
        const int recent = index.data(ClassListModel::RecentRole).toInt();
        return std::tuple(rank(index), !index.data(ClassListModel::FavouriteRole).toBool(),
                          recent < 0 ? ClassListModel::kMaxRecent : recent, index.row());
    };
    return place(left) < place(right);
}

}  // namespace duo::ui
