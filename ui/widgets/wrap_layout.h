// A row of controls that goes on in a second line where it is too long for the window. What follows
// pushRight() stands at the right end of its line.
#pragma once

#include <QLayout>
#include <vector>

namespace duo::ui {

class WrapLayout : public QLayout {
  public:
    explicit WrapLayout(QWidget* parent = nullptr);
    ~WrapLayout() override;

    void pushRight() { firstRight_ = count(); }

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;     // one line
    QSize minimumSize() const override;  // the widest control
    void setGeometry(const QRect& rect) override;

  private:
    struct Line {
        std::vector<std::size_t> items;  // that are visible
        int width = 0, height = 0;
    };
    std::vector<Line> lines(int width) const;
    QRect inner(const QRect& rect) const { return rect.marginsRemoved(contentsMargins()); }

    std::vector<QLayoutItem*> items_;
    int firstRight_ = -1;  // -1: none
};

}  // namespace duo::ui
