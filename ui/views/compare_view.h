// Compares up to four pictures with one zoom and pan: side by side, by a wipe, by flipping, or as a
// difference map.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "views/compare_sources.h"

class QButtonGroup;
class QComboBox;
class QGridLayout;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace duo::ui {

class CanvasView;
class ComparePane;
class CompareSources;
class DifferencePage;
class FlipPage;
class ImageCanvas;

enum class CompareMode { SideBySide, Wipe, Flip, Difference };

class CompareView : public QWidget {
    Q_OBJECT
  public:
    using Parts = CompareSources::Parts;
    explicit CompareView(const Parts& parts, QWidget* parent = nullptr);

    CompareMode mode() const { return mode_; }
    // The pair that is wiped, flipped and subtracted: sides of compared(). -1 if there is none.
    std::pair<int, int> pair() const { return {first_, other_}; }
    const std::vector<ComparePane*>& panes() const { return panes_; }
    ImageCanvas& wipeCanvas() { return *wipe_; }
    FlipPage& flipPage() { return *flip_; }
    DifferencePage& differencePage() { return *difference_; }
    CompareSources& sources() { return *sources_; }

    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void setMode(duo::ui::CompareMode mode);
    void setPair(int first, int other);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    int bestColumns() const;
    QWidget* buildModes();
    QWidget* buildPair();
    QWidget* buildPages();
    void connectState();
    const std::vector<PicturePtr>& compared() const { return parts_.selection.compared(); }
    bool holds(const PicturePtr& picture) const;
    void rebuild();
    void arrangePanes();
    void refreshWords();
    void refreshImages();
    void showPairImages();
    void showMode();
    QString sideTitle(int side) const;

    Parts parts_;
    CompareMode mode_ = CompareMode::SideBySide;
    int first_ = -1, other_ = -1;
    CanvasView* canvasView_;
    CompareSources* sources_;
    QButtonGroup* modes_;
    QWidget* pairRow_ = nullptr;
    std::array<QComboBox*, 2> pairBoxes_{};
    QStackedWidget* pages_;
    ImageCanvas* empty_;
    QGridLayout* grid_;
    QWidget* sideBySide_;
    std::vector<ComparePane*> panes_;
    int columns_ = 1;  // of the panes
    ImageCanvas* wipe_;
    FlipPage* flip_;
    DifferencePage* difference_;
};

}  // namespace duo::ui
