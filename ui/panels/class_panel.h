// Chooses the classes of the next run, each with a count: by search for a name, number or WordNet
// id (favourites and recent choices first), or at random. A click chooses, Ctrl+click adds, Enter
// chooses and generates.
#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QWidget>

#include "state/generation_settings.h"
#include "state/model_library.h"

class QKeyEvent;
class QLabel;
class QLineEdit;
class QToolButton;

namespace duo::ui {

class ChosenClasses;
class ClassFilterModel;
class ClassListModel;
class ClassListView;

class ClassPanel : public QWidget {
    Q_OBJECT
  public:
    ClassPanel(GenerationSettings& settings, const ModelLibrary& models, QWidget* parent = nullptr);

    ClassListModel& classes() { return *model_; }
    QString summary() const { return summary_; }  // "golden retriever × 4"

    // Favourites and recent choices, per number of classes of a family.
    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void focusSearch();
    void addRandom();          // one more class
    void replaceWithRandom();  // by as many pictures of one random class
    void clear();
    void noteRecent();  // the chosen classes have been used

  signals:
    void generateAsked();
    void summaryChanged(const QString& summary);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  // keys of the search field

  private:
    struct Marks {
        QSet<int> favourites;
        QList<int> recent;
    };

    QLayout* buildButtons();
    void connectParts();
    void takeFamily();
    void search(const QString& text);
    void choose(const QModelIndex& index);  // instead of the others, with their count
    void add(const QModelIndex& index);
    void confirm(const QModelIndex& index);
    bool searchKey(const QKeyEvent& key);  // true: used
    bool isChosen(int label) const;
    int randomLabel() const;
    void showTotal();
    QHash<int, Marks> allMarks() const;

    GenerationSettings& settings_;
    const ModelLibrary& models_;
    ClassListModel* model_;
    ClassFilterModel* filter_;
    QLineEdit* search_;
    ClassListView* list_;
    QToolButton *random_, *clear_;
    ChosenClasses* chosen_;
    QLabel* total_;
    QHash<int, Marks> marks_;  // of other families, by their number of classes
    int classCount_ = 0;       // of the loaded family; 0 before
    QString summary_;
};

}  // namespace duo::ui
