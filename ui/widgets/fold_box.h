// A titled part of a panel that folds. When folded, its title line shows a short summary.
#pragma once

#include <QString>
#include <QWidget>

class QVBoxLayout;

namespace duo::ui {

class FoldHeader;

class FoldBox : public QWidget {
    Q_OBJECT
  public:
    explicit FoldBox(const QString& title, QWidget* parent = nullptr);

    void setContent(QWidget* content);  // takes ownership; deletes the previous content
    bool isOpen() const { return open_; }
    void setOpen(bool open);
    void setSummary(const QString& summary);  // shown at the right of the title while folded

  signals:
    void toggled(bool open);

  private:
    FoldHeader* header_;
    QVBoxLayout* layout_;
    QWidget* content_ = nullptr;
    bool open_ = false;
};

}  // namespace duo::ui
