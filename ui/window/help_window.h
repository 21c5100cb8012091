// The user guide in a window of its own: contents at the left, back, forward and find above.
#pragma once

#include <QWidget>

class QLineEdit;
class QTreeWidget;

namespace duo::ui {

class HelpBrowser;

class HelpWindow : public QWidget {
    Q_OBJECT
  public:
    HelpWindow();

    // page: "terms.md" or "terms.md#split-n". Shows the window.
    void open(const QString& page);

  private:
    QWidget* buildBar();
    QWidget* buildContents();
    void fillContents();
    void followPage();
    void findText();
    void showFound(bool found);

    HelpBrowser* browser_;
    QTreeWidget* contents_;
    QLineEdit* find_;
};

}  // namespace duo::ui
