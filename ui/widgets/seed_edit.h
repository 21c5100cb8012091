// A line edit for a 64-bit seed. Invalid input stays, marked, until it is corrected.
#pragma once

#include <QLineEdit>

namespace duo::ui {

class SeedEdit : public QLineEdit {
    Q_OBJECT
  public:
    explicit SeedEdit(QWidget* parent = nullptr);

    quint64 seed() const { return seed_; }  // the last valid one
    void setSeed(quint64 seed);             // emits nothing
    bool isWrong() const { return wrong_; }

    QSize sizeHint() const override;

  signals:
    void seedEdited(quint64 seed);  // typed or pasted, valid and changed

  private:
    void read(const QString& text);
    void mark(bool wrong);

    quint64 seed_ = 0;
    bool wrong_ = false;
};

}  // namespace duo::ui
