// One picture, large, or all pictures of its batch, at the current scale: the picture, what that
// scale added, the codes it drew or their entropy, with an analysis beside it.
#pragma once

#include <QWidget>

#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/picture_files.h"
#include "state/plain_ghost.h"
#include "state/run_queue.h"
#include "state/run_recorder.h"
#include "state/selection.h"
#include "state/token_swaps.h"
#include "state/tried_splits.h"
#include "views/analysis_latest.h"
#include "views/single_bar.h"

class QSplitter;
class QStackedWidget;

namespace duo::ui {

class BatchGrid;
class ImageCanvas;
class ReadoutLine;
class SingleStrip;
class SplitStrip;
class TokenHover;

class SingleView : public QWidget {
    Q_OBJECT
  public:
    struct Parts {
        GenerationSettings& settings;
        Selection& selection;
        const ModelLibrary& models;
        const RunQueue& queue;
        const RunRecorder& recorder;
        PictureFiles& files;
        const TriedSplits& tried;
        PlainGhost& ghost;
        TokenSwaps& swaps;
    };
    explicit SingleView(const Parts& parts, QWidget* parent = nullptr);

    SingleLayer layer() const { return layer_; }
    void setLayer(SingleLayer layer);
    SingleBar& bar() { return *bar_; }
    ImageCanvas& canvas() { return *canvas_; }
    BatchGrid& grid() { return *grid_; }
    bool gridShown() const;
    SingleStrip& strip() { return *strip_; }
    SplitStrip& splits() { return *splits_; }
    TokenHover& token() { return *token_; }
    QString readout() const;
    void setBare(bool bare);  // the picture alone: no bar, no analysis, no line under it

    // Layer, gain, and whether and how wide the strip is shown.
    void save(QSettings& store) const;
    void restore(QSettings& store);

  private:
    void addKeys();
    void connectState();

    const PicturePtr& shown() const;
    int scale() const;                      // the one shown; -1 if there is none
    QSize displaySize() const;              // of the finished picture; empty if unknown
    std::vector<PicturePtr> batch() const;  // of the picture's run; empty if it is unknown
    void walk(int by);                      // to another picture of the batch
    void follow();                          // another picture
    void showSplits();
    void showBatch();
    void refresh();  // another scale, layer or gain, or more of the picture
    void showPicture();
    void showAdded();
    void showTokens();
    void showEntropy();
    void sayEmpty(const QString& title, const QString& hint);
    void tellInsight();
    QString caption() const;
    QString addedNote(const Picture& picture, int k) const;
    void showToken(const QPoint& place);
    void showHovered(const QPoint& place, const QColor& color);
    void showMenu(const QPoint& position);

    Parts parts_;
    SingleLayer layer_ = SingleLayer::Picture;
    QStackedWidget* pictures_;
    ImageCanvas* canvas_;
    BatchGrid* grid_;
    SingleBar* bar_;
    SingleStrip* strip_;
    SplitStrip* splits_;
    ReadoutLine* line_;
    TokenHover* token_;
    PicturePtr pointedAt_;  // in splits_; null: none
    QSplitter* splitter_;
    Latest<QImage> image_;
};

}  // namespace duo::ui
