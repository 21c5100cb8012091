// A column of folds that scrolls as one: the panels left of the picture.
#pragma once

#include <QScrollArea>
#include <vector>

class QSettings;
class QVBoxLayout;

namespace duo::ui {

class FoldBox;

class SideColumn : public QScrollArea {
    Q_OBJECT
  public:
    explicit SideColumn(QWidget* parent = nullptr);

    // key: of the settings, under which the fold's state is saved. Never shown.
    FoldBox* add(const QString& key, const QString& title, QWidget* panel, bool open);

    void reveal(const QString& key);  // opens the fold, scrolls to it and gives it the focus

    void save(QSettings& store) const;
    void restore(QSettings& store);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;  // as wide as its widest panel, open or not

  private:
    QVBoxLayout* column_;
    std::vector<QWidget*> panels_;
    std::vector<std::pair<QString, FoldBox*>> folds_;
};

}  // namespace duo::ui
