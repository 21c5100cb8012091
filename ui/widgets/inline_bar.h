// A message next to its subject: what happened, what to do, and a button that does it. Hidden while
// there is no message.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace duo::ui {

class InlineBar : public QWidget {
    Q_OBJECT
  public:
    enum class Kind { Info, Warning, Error, Done };

    explicit InlineBar(QWidget* parent = nullptr);

    void showMessage(Kind kind, const QString& text, const QString& hint,
                     const QString& buttonText);  // empty: no button
    // The second button; empty: none.
    void setMore(const QString& buttonText);
    void hideMessage();
    QString text() const;

  signals:
    void acted();      // the button was pressed
    void moreAsked();  // the second button was pressed
    void dismissed();  // closed by hand; the bar is already hidden

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;  // Escape closes
    void changeEvent(QEvent* event) override;

  private:
    void dismiss();
    void showIcon();

    Kind kind_ = Kind::Info;
    QLabel* icon_;
    QLabel* text_;
    QLabel* hint_;
    QPushButton* button_;
    QPushButton* more_;
    QToolButton* close_;
};

}  // namespace duo::ui
