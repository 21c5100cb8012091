// Adds pictures to compare: the selected one, those of the run, recent ones of the history, or the
// same picture decoded by plain VAR or at another split.
#pragma once

#include <QWidget>
#include <vector>

#include "state/generation_settings.h"
#include "state/history_store.h"
#include "state/model_library.h"
#include "state/run_queue.h"
#include "state/run_recorder.h"
#include "state/selection.h"

class QLabel;
class QMenu;
class QSpinBox;
class QToolButton;

namespace duo::ui {

class CompareSources : public QWidget {
    Q_OBJECT
  public:
    struct Parts {
        const GenerationSettings& settings;
        Selection& selection;
        const ModelLibrary& models;
        RunQueue& queue;
        const RunRecorder& recorder;
        HistoryStore& history;
    };
    explicit CompareSources(const Parts& parts, QWidget* parent = nullptr);

    // The picture to decode again: the first compared one, else the selected one; may be null.
    PicturePtr base() const;
    // Empty: the base can be decoded at another split; else why not.
    QString whyNoSplit() const;
    int waitingCount() const { return static_cast<int>(wanted_.size()); }
    QMenu* menu() const { return menu_; }
    QToolButton& plainButton() { return *plain_; }
    QToolButton& splitButton() { return *decode_; }
    QSpinBox& splitBox() { return *split_; }

  public slots:
    void addPlainVar();
    void addSplit(int split);

  private:
    // A picture that is added when its run has finished it.
    struct Wanted {
        Tag run = 0;
        int index = 0;
        PicturePtr base;  // and the split it is decoded at once more
        int split = 0;
    };

    void build();
    void connectState();
    void refresh();
    void fillMenu();
    void addRunPictures();
    void addHistory();
    void compareBase();
    bool isWanted(const PicturePtr& base, int split) const;
    void want(const Wanted& wanted, const Run& run);
    void takePicture(const RunPtr& run, const PicturePtr& picture);
    void dropEnded(const RunPtr& run);
    PicturePtr madeAlready(const PicturePtr& base, int split) const;

    Parts parts_;
    std::vector<Wanted> wanted_;
    QMenu* menu_;
    QToolButton* add_;
    QToolButton* plain_;
    QToolButton* decode_;
    QSpinBox* split_;
    QLabel* status_;
};

}  // namespace duo::ui
