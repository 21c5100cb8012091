// The context menu of a picture.
#pragma once

#include "state/picture_files.h"
#include "state/selection.h"

class QPoint;
class QWidget;

namespace duo::ui {

// shown: what the view displays, for the clipboard. Deletes itself when it closes.
void popUpPictureMenu(QWidget* view, const QPoint& globalPosition, const PicturePtr& picture,
                      const QImage& shown, Selection& selection, PictureFiles& files);

}  // namespace duo::ui
