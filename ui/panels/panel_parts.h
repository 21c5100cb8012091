// Shared by the panels: controls that shrink into a narrow column, and texts for figures.
#pragma once

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace duo::ui {

// One line, elided if it is too long, with the full text as tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
    void setText(const QString& text);

    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

namespace parts {

// Wraps; its text can be selected and copied.
QLabel* textLabel(const QString& text = {});
// The same in the colour of secondary text.
QLabel* hintLabel(const QString& text = {});
// name: what it does, for screen readers and, if there is no other, as tool tip.
QToolButton* iconButton(const QString& icon, const QString& name, const QString& toolTip = {});
// Hidden, the widget keeps its place: nothing moves when it comes and goes.
void keepRoom(QWidget& widget);
// A combo box no wider than its column; its list is as wide as its entries.
QComboBox* narrowCombo(const QString& name);
// Labels beside fields, or above them if both do not fit.
QFormLayout* form();
// A column of controls without a margin: the fold around a panel has one.
QVBoxLayout* column(QWidget* owner);

QString countText(qint64 count);   // "12.3 M"
QString figureText(double value);  // "1.1", without trailing zeros

}  // namespace parts
}  // namespace duo::ui
