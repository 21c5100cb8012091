// Pages of which one is shown. It is as small as that one allows; the others do not count.
#pragma once

#include <QStackedWidget>

namespace duo::ui {

class Pages : public QStackedWidget {
    Q_OBJECT
  public:
    explicit Pages(QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;
};

}  // namespace duo::ui
