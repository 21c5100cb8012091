// A sweep as a table: a row per requested picture, a column per split. Filled while its runs
// decode.
#pragma once

#include <QAbstractTableModel>
#include <functional>
#include <vector>

#include "state/run.h"
#include "views/compare_difference.h"

namespace duo::ui {

// The figures of a cell; -1: unknown. Times and memory of the whole split, divided evenly among its
// pictures.
struct SweepFigures {
    double ms = -1;                // to decode one picture's tokens, VQ-VAE not counted
    double speedUp = -1;           // against plain VAR of this sweep
    qint64 peakBytes = -1;         // caches and activations
    DifferenceFigures difference;  // of the finished picture to that of plain VAR
};

class SweepModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    // What the rows differ in.
    enum class Rows { One, Classes, Seeds };
    enum Role { PictureRole = Qt::UserRole, SplitRole, MeaningRole, LinesRole };

    // className: the name of a label.
    explicit SweepModel(std::function<QString(int)> className, QObject* parent = nullptr);

    // The rows of a run are its request's labels. Runs of one request fill the same rows, each the
    // columns of its splits: those that a pair of their own decodes are runs of their own.
    void setRuns(std::vector<RunPtr> runs, Rows rows);
    const std::vector<RunPtr>& runs() const { return runs_; }
    bool holds(const RunPtr& run) const;
    Rows rowKind() const { return rowKind_; }
    // Reads the run's new pictures, scales and figures.
    void refresh(const RunPtr& run);

    int scale() const { return scale_; }
    void setScale(int scale);  // of the pictures shown; -1: finished

    int scaleCount() const { return scaleCount_; }  // K
    int split(int column) const { return splits_[column]; }
    int columnOf(int split) const;  // -1: not in the sweep
    RunPtr runOfRow(int row) const { return rows_[row].runs.front(); }
    bool isSpecialised(int split) const;
    PicturePtr picture(const QModelIndex& index) const;
    SweepFigures figures(const QModelIndex& index) const;
    QString rowTitle(int row) const;
    // All figures in a sentence, for the line below the grid and for screen readers.
    QString sentence(const QModelIndex& index) const;
    // For every split, per picture: the mean over the runs that have it.
    std::vector<SplitFigures> costs() const;
    std::vector<PicturePtr> finishedPictures() const;
    int cellCount() const { return rowCount() * columnCount(); }
    bool isWorking() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Cell {
        PicturePtr picture;
        DifferenceFigures difference;
    };
    struct Row {
        std::vector<RunPtr> runs;  // of one request
        int index = 0;             // of its pictures in the request
        std::vector<Cell> cells;
    };

    void place(const PicturePtr& picture, Row& row);
    void compareRow(Row& row);
    static const SplitFigures* splitFigures(const Run& run, int split);
    static const SplitFigures* splitFigures(const Row& row, int split);
    void addRows(const RunPtr& run);
    QStringList lines(const QModelIndex& index) const;

    std::function<QString(int)> className_;
    std::vector<RunPtr> runs_;
    Rows rowKind_ = Rows::One;
    std::vector<int> splits_;  // rising
    std::vector<Row> rows_;
    int scaleCount_ = 0, scale_ = -1;
};

}  // namespace duo::ui
