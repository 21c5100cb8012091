#include "widgets/pages.h"

namespace duo::ui {

Pages::Pages(QWidget* parent) : QStackedWidget(parent) {
    connect(this, &Pages::currentChanged, this, &Pages::updateGeometry);
}

QSize Pages::minimumSizeHint() const {
    const QWidget* page = currentWidget();
    return page == nullptr ? QSize() : page->minimumSizeHint().expandedTo(page->minimumSize());
}

}  // namespace duo::ui
