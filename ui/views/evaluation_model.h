// An evaluation as a table: a row per split of a pair, and one for the score of the reference set
// itself.
#pragma once

#include <QAbstractTableModel>

#include "state/evaluation.h"

namespace duo::ui {

class EvaluationModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        Split,
        Pair,
        Distance,
        Accuracy,
        Precision,
        Recall,
        PerSecond,
        PerSecondWithVqVae,
        Memory,
        Pictures,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setEvaluation(const Evaluation& evaluation);
    const Evaluation& evaluation() const { return evaluation_; }
    const EvaluationPoint* point(int row) const;   // null: no such row
    int rowOf(int split, bool specialised) const;  // -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    Evaluation evaluation_;
};

}  // namespace duo::ui
