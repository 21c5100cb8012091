// A line for a seed: any whole number of 64 bits. Wrong input stays, marked, until it is mended.
#pragma once

#include <QLineEdit>

namespace duo::ui {

class SeedEdit : public QLineEdit {
    Q_OBJECT
  public:
    explicit SeedEdit(QWidget* parent = nullptr);

    quint64 seed() const { return seed_; }  // the last good one
    void setSeed(quint64 seed);             // emits nothing
    bool isWrong() const { return wrong_; }

    QSize sizeHint() const override;

  signals:
    void seedEdited(quint64 seed);  // typed or pasted, good and another one

  private:
    void read(const QString& text);
    void mark(bool wrong);

    quint64 seed_ = 0;
    bool wrong_ = false;
};

}  // namespace duo::ui
