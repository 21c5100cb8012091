// The cells of a sweep as they are laid out: as they are, or a single row broken into several
// lines, where its pictures become larger so.
#pragma once

#include <QAbstractProxyModel>

#include "views/sweep_model.h"

namespace duo::ui {

class SweepFold : public QAbstractProxyModel {
    Q_OBJECT
  public:
    explicit SweepFold(SweepModel* sweep, QObject* parent = nullptr);

    SweepModel* sweep() const { return sweep_; }
    int lines() const { return lines_; }
    // 1: as the sweep is. More than one only for a sweep of a single row.
    void setLines(int lines);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QModelIndex mapToSource(const QModelIndex& proxyIndex) const override;
    QModelIndex mapFromSource(const QModelIndex& sourceIndex) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;  // the last line may be shorter

  private:
    SweepModel* sweep_;
    int lines_ = 1;
};

}  // namespace duo::ui
