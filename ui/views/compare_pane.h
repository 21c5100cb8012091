// One of the compared pictures: its letter, two lines of words and a button to take it away, over a
// canvas that moves with the others.
#pragma once

#include <QWidget>

#include "views/compare_words.h"

class QToolButton;

namespace duo::ui {

class CanvasView;
class ImageCanvas;

// Two lines that end in an ellipsis where they are too long; the whole of them is the tool tip.
class CompareCaption : public QWidget {
    Q_OBJECT
  public:
    explicit CompareCaption(QWidget* parent = nullptr);

    void setWords(const QString& letter, const PictureWords& words);
    QString title() const { return title_; }
    QString detail() const { return detail_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString letter_, title_, detail_;
};

class ComparePane : public QWidget {
    Q_OBJECT
  public:
    explicit ComparePane(CanvasView* view, QWidget* parent = nullptr);

    void setPicture(int side, const PicturePtr& picture);
    const PicturePtr& picture() const { return picture_; }
    void setWords(const PictureWords& words);
    void showScale(int scale);
    CompareCaption& caption() { return *caption_; }
    ImageCanvas& canvas() { return *canvas_; }
    QToolButton& removeButton() { return *remove_; }

  signals:
    void removed();

  private:
    int side_ = 0;
    PicturePtr picture_;
    CompareCaption* caption_;
    QToolButton* remove_;
    ImageCanvas* canvas_;
};

// Why a picture has nothing to show at the scale looked at, as a canvas's empty text.
void explainMissing(ImageCanvas& canvas, const Picture& picture);

}  // namespace duo::ui
