// A titled part of a panel that folds away. Folded, its title line says in a few words what is in
// it.
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

    void setContent(QWidget* content);  // takes it over; the content before it is deleted
    bool isOpen() const { return open_; }
    void setOpen(bool open);
    void setSummary(const QString& summary);  // shown at the title's right while folded

  signals:
    void toggled(bool open);

  private:
    FoldHeader* header_;
    QVBoxLayout* layout_;
    QWidget* content_ = nullptr;
    bool open_ = false;
};

}  // namespace duo::ui
