#include "state/history_filter.h"

#include <algorithm>

namespace duo::ui {

HistoryFilter::HistoryFilter(HistoryStore& history, QObject* parent)
    : QAbstractProxyModel(parent), history_(history) {
    setSourceModel(&history);
    choose();
    const auto within = [this](auto take) {
        return
            [this, take](const QModelIndex&, int first, int last) { (this->*take)(first, last); };
    };
    connect(&history, &QAbstractItemModel::rowsInserted, this,
            within(&HistoryFilter::takeInserted));
    connect(&history, &QAbstractItemModel::rowsRemoved, this, within(&HistoryFilter::takeRemoved));
    connect(&history, &QAbstractItemModel::modelReset, this, &HistoryFilter::rechoose);
    connect(&history, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
                takeChanged(first.row(), last.row(), roles);
            });
}

void HistoryFilter::setQuery(const HistoryQuery& query) {
    if (query == query_) return;
    query_ = query;
    rechoose();
}

void HistoryFilter::choose() {
    rows_.clear();
    for (int row = 0; row < history_.rowCount(); ++row) {
        if (query_.matches(history_.entry(row))) rows_.push_back(row);
    }
}

void HistoryFilter::rechoose() {
    beginResetModel();
    choose();
    endResetModel();
}

std::vector<int>::iterator HistoryFilter::placeOf(int sourceRow) {
    return std::ranges::lower_bound(rows_, sourceRow);
}

void HistoryFilter::takeInserted(int first, int last) {
    for (auto row = placeOf(first); row != rows_.end(); ++row) *row += last - first + 1;
    for (int row = first; row <= last; ++row) refit(row);
}

void HistoryFilter::takeRemoved(int first, int last) {
    const auto begin = placeOf(first), end = placeOf(last + 1);
    const auto at = static_cast<int>(begin - rows_.begin());
    const auto count = static_cast<int>(end - begin);
    for (auto row = end; row != rows_.end(); ++row) *row -= last - first + 1;
    if (count == 0) return;
    beginRemoveRows({}, at, at + count - 1);
    rows_.erase(begin, end);
    endRemoveRows();
}

// Follows a change of what pictures show or are chosen by.
void HistoryFilter::takeChanged(int first, int last, const QList<int>& roles) {
    if (roles.contains(HistoryStore::FactsRole)) {
        if (query_.asksForFacts()) rechoose();
        return;
    }
    for (int row = first; row <= last; ++row) {
        if (roles.contains(HistoryStore::StarredRole)) refit(row);
        const QModelIndex mine = mapFromSource(history_.index(row));
        if (mine.isValid()) emit dataChanged(mine, mine, roles);
    }
}

// Lists the row, or no longer.
void HistoryFilter::refit(int sourceRow) {
    const auto place = placeOf(sourceRow);
    const auto at = static_cast<int>(place - rows_.begin());
    const bool listed = place != rows_.end() && *place == sourceRow;
    const bool wanted = query_.matches(history_.entry(sourceRow));
    if (wanted && !listed) {
        beginInsertRows({}, at, at);
        rows_.insert(place, sourceRow);
        endInsertRows();
    } else if (listed && !wanted) {
        beginRemoveRows({}, at, at);
        rows_.erase(place);
        endRemoveRows();
    }
}

QModelIndex HistoryFilter::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex HistoryFilter::parent(const QModelIndex&) const {
    return {};
}

int HistoryFilter::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int HistoryFilter::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1;
}

QModelIndex HistoryFilter::mapToSource(const QModelIndex& proxyIndex) const {
    const bool known = proxyIndex.isValid() && proxyIndex.row() < rowCount();
    return known ? history_.index(rows_[static_cast<std::size_t>(proxyIndex.row())])
                 : QModelIndex();
}

QModelIndex HistoryFilter::mapFromSource(const QModelIndex& sourceIndex) const {
    const auto place = std::ranges::lower_bound(rows_, sourceIndex.row());
    const bool listed =
        sourceIndex.isValid() && place != rows_.end() && *place == sourceIndex.row();
    return listed ? createIndex(static_cast<int>(place - rows_.begin()), 0) : QModelIndex();
}

}  // namespace duo::ui
