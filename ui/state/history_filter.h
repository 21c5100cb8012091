// The pictures of the history that a query asks for, in the history's order. A query looks at what
// the history knows and opens no file. GUI thread only.
#pragma once

#include <QAbstractProxyModel>
#include <vector>

#include "state/history_store.h"

namespace duo::ui {

class HistoryFilter : public QAbstractProxyModel {
    Q_OBJECT
  public:
    explicit HistoryFilter(HistoryStore& history, QObject* parent = nullptr);

    const HistoryQuery& query() const { return query_; }
    void setQuery(const HistoryQuery& query);  // resets the model if it is another one

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QModelIndex mapToSource(const QModelIndex& proxyIndex) const override;
    QModelIndex mapFromSource(const QModelIndex& sourceIndex) const override;

  private:
    void choose();
    void rechoose();
    std::vector<int>::iterator placeOf(int sourceRow);
    void takeInserted(int first, int last);
    void takeRemoved(int first, int last);
    void takeChanged(int first, int last, const QList<int>& roles);
    void refit(int sourceRow);

    HistoryStore& history_;
    HistoryQuery query_;
    std::vector<int> rows_;  // of the history, ascending
};

}  // namespace duo::ui
