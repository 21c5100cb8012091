// One of the compared pictures: its letter, two lines of text and a button that removes it, above a
// canvas that pans and zooms with the others.
#pragma once

#include <QWidget>

#include "views/compare_words.h"

class QToolButton;

namespace duo::ui {

class CanvasView;
class ImageCanvas;

// Two lines, elided if they are too long, with the full text as tool tip.
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
    int captionHeight() const;
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

// Why a picture has nothing to show at the current scale, for the canvas's empty text.
void explainMissing(ImageCanvas& canvas, const Picture& picture);

}  // namespace duo::ui
