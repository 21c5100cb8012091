// Chooses what the history shows: text and star in a line; class, N and seed in a fold below it.
#pragma once

#include <QTimer>
#include <QWidget>

#include "state/history_entry.h"
#include "state/history_store.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSlider;
class QToolButton;

namespace duo::ui {

class HistoryFilterBar : public QWidget {
    Q_OBJECT
  public:
    explicit HistoryFilterBar(HistoryStore& history, QWidget* parent = nullptr);

    HistoryQuery query() const;
    void clear();
    int thumbnailSide() const;
    void setThumbnailSide(int side);
    // So many pictures pass the filter, and so many are selected.
    void tellCount(int shown, int selected);
    bool isOpen() const;
    void setOpen(bool open);

  signals:
    void queryChanged(const duo::ui::HistoryQuery& query);
    void thumbnailSideChanged(int side);
    void left();  // for the pictures, by Enter or an arrow key

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* buildLine();
    QWidget* buildFold();
    QComboBox* choice(const QString& name);
    void listChoices();
    void tellQuery();

    HistoryStore& history_;
    QLineEdit* text_;
    QToolButton *starred_, *more_;
    QWidget* fold_;
    QComboBox *classes_, *splits_;
    QLineEdit* seed_;
    QSlider* side_;
    QLabel* count_;
    QTimer typing_, listing_;
};

}  // namespace duo::ui
