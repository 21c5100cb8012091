// The splits tried with one class and seed, beside the picture: pointing at one flips to it, a
// click adopts it. Hidden while there is nothing to flip to.
#pragma once

#include <QScrollArea>

#include "state/run.h"

class QToolButton;
class QVBoxLayout;

namespace duo::ui {

class SplitStrip : public QScrollArea {
    Q_OBJECT
  public:
    explicit SplitStrip(QWidget* parent = nullptr);

    // pictures: by rising split. shown: the one that is selected.
    void show(const std::vector<PicturePtr>& pictures, const PicturePtr& shown);
    const std::vector<PicturePtr>& pictures() const { return pictures_; }
    QToolButton* button(int index) const { return buttons_[static_cast<std::size_t>(index)]; }

  signals:
    void pointedAt(const duo::ui::PicturePtr& picture);  // null: at none any more
    void adopted(const duo::ui::PicturePtr& picture);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void makeButtons();
    PicturePtr pictureOf(const QObject* button) const;

    QVBoxLayout* column_;
    std::vector<PicturePtr> pictures_;
    std::vector<QToolButton*> buttons_;
};

}  // namespace duo::ui
