#include "views/sweep_fold.h"

namespace duo::ui {

SweepFold::SweepFold(SweepModel* sweep, QObject* parent)
    : QAbstractProxyModel(parent), sweep_(sweep) {
    setSourceModel(sweep);
    connect(sweep, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        beginResetModel();
        lines_ = 1;
    });
    connect(sweep, &QAbstractItemModel::modelReset, this, [this] { endResetModel(); });
    connect(sweep, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), roles);
            });
}

void SweepFold::setLines(int lines) {
    if (sweep_->rowCount() != 1) lines = 1;
    if (lines == lines_) return;
    beginResetModel();
    lines_ = lines;
    endResetModel();
}

QModelIndex SweepFold::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex SweepFold::parent(const QModelIndex&) const {
    return {};
}

int SweepFold::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return lines_ == 1 ? sweep_->rowCount() : lines_;
}

int SweepFold::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : (sweep_->columnCount() + lines_ - 1) / lines_;
}

QModelIndex SweepFold::mapToSource(const QModelIndex& proxyIndex) const {
    if (!proxyIndex.isValid()) return {};
    if (lines_ == 1) return sweep_->index(proxyIndex.row(), proxyIndex.column());
    return sweep_->index(0, proxyIndex.row() * columnCount() + proxyIndex.column());
}

QModelIndex SweepFold::mapFromSource(const QModelIndex& sourceIndex) const {
    if (!sourceIndex.isValid()) return {};
    if (lines_ == 1) return createIndex(sourceIndex.row(), sourceIndex.column());
    return createIndex(sourceIndex.column() / columnCount(), sourceIndex.column() % columnCount());
}

Qt::ItemFlags SweepFold::flags(const QModelIndex& index) const {
    return mapToSource(index).isValid() ? QAbstractProxyModel::flags(index) : Qt::NoItemFlags;
}

}  // namespace duo::ui
