// What all views show: one picture, one scale of every picture, and up to four pictures to compare.
// GUI thread only.
#pragma once

#include <QObject>

#include "state/run.h"

namespace duo::ui {

class Selection : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    const PicturePtr& picture() const { return picture_; }
    void setPicture(const PicturePtr& picture);
    // The scale that every view shows; -1: the finished picture.
    int scale() const { return scale_; }
    void setScale(int scale);
    const std::vector<PicturePtr>& compared() const { return compared_; }
    void setCompared(std::vector<PicturePtr> pictures);  // keeps the last four
    void addCompared(const PicturePtr& picture);
    void removeCompared(const PicturePtr& picture);

  signals:
    void pictureChanged();
    void scaleChanged(int scale);
    void comparedChanged();

  private:
    PicturePtr picture_;
    int scale_ = -1;
    std::vector<PicturePtr> compared_;
};

}  // namespace duo::ui
