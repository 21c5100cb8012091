// The sweep as a table: a column per split, moved through by arrow keys. A single row goes on in
// further lines where its pictures become larger so.
// Enter opens a picture, C compares it, U takes its N.
#pragma once

#include <QCache>
#include <QHeaderView>
#include <QPixmap>
#include <QStyledItemDelegate>
#include <QTableView>

#include "views/sweep_fold.h"

namespace duo::ui {

// Draws a picture above its lines of figures. All cells have one size.
class SweepDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    explicit SweepDelegate(QObject* parent = nullptr);

    void setEdge(int edge) { edge_ = edge; }  // of the picture
    // Whether each cell has its split above the picture, as a folded sweep needs it.
    void setHeads(bool heads) { heads_ = heads; }
    void setCurrentSplit(int split) { currentSplit_ = split; }
    static QSize cellSize(int edge, const QFont& font, bool heads);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    QPixmap scaled(const QImage& image, double ratio) const;
    void paintPicture(QPainter& painter, const QRect& area, const QModelIndex& index) const;
    void paintLines(QPainter& painter, const QRect& area, const QStyleOptionViewItem& option,
                    const QModelIndex& index) const;

    int edge_ = 128;
    bool heads_ = false;
    int currentSplit_ = -1;
    // By the picture's cacheKey and the size in device pixels.
    mutable QCache<std::pair<qint64, int>, QPixmap> pixmaps_{64 * 1024 * 1024};
};

// "N = 8" above its meaning, with the models' shares as a coloured line.
class SweepSplitHeader : public QHeaderView {
    Q_OBJECT
  public:
    explicit SweepSplitHeader(QWidget* parent = nullptr);

    void setCurrentSplit(int split);  // the current N
    QSize sizeHint() const override;

  protected:
    void paintSection(QPainter* painter, const QRect& area, int section) const override;

  private:
    int currentSplit_ = -1;
};

// The rows' titles, wrapped into a narrow column.
class SweepRowHeader : public QHeaderView {
    Q_OBJECT
  public:
    explicit SweepRowHeader(QWidget* parent = nullptr);

    QSize sizeHint() const override;

  protected:
    void paintSection(QPainter* painter, const QRect& area, int section) const override;
};

class SweepGrid : public QTableView {
    Q_OBJECT
  public:
    explicit SweepGrid(SweepModel* model, QWidget* parent = nullptr);

    static constexpr int kMinEdge = 48, kMaxEdge = 320;

    int edge() const { return edge_; }  // of a picture, as it is shown
    void setEdge(int edge);             // and no longer fitted
    bool isFitted() const { return fitted_; }
    void setFitted(bool fitted);  // as large as all columns fit, at least kMinEdge
    void setCurrentSplit(int split);
    int heightOf(int rows) const;  // with headers and a scroll bar, in pixels
    // The edge of fitted pictures if the grid were so high.
    int edgeIn(int height) const;
    SweepModel* sweep() const { return sweep_; }
    QModelIndex cell() const;                       // the chosen one, of the sweep
    void setCell(const QModelIndex& cell);          // of the sweep
    QRect cellRect(const QModelIndex& cell) const;  // of the sweep
    int lines() const { return fold_->lines(); }

  signals:  // indexes are of the sweep
    void opened(const QModelIndex& index);
    void compareAsked(const QModelIndex& index);
    void splitAsked(int split);
    void currentMoved(const QModelIndex& index);
    void edgeChanged(int edge);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;  // with Ctrl: the pictures' size
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;

  private:
    // The arrangement with the largest pictures.
    struct Fit {
        int lines = 1, edge = 0;
    };
    Fit fitIn(int height) const;
    void takeFirst();
    void fold(int lines);
    void applyEdge(int edge);
    void fitEdge();
    QModelIndex sweepIndex(const QModelIndex& index) const { return fold_->mapToSource(index); }

    SweepModel* sweep_;
    SweepFold* fold_;
    SweepDelegate* delegate_;
    SweepSplitHeader* splits_;
    int edge_ = 0;
    bool fitted_ = true;
};

}  // namespace duo::ui
