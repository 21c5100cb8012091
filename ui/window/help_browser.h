// Shows a page of the user guide: Markdown in the theme's colours, with links between the pages.
#pragma once

#include <QTextBrowser>

namespace duo::ui {

class HelpBrowser : public QTextBrowser {
    Q_OBJECT
  public:
    explicit HelpBrowser(QWidget* parent = nullptr);

    // page: "terms.md" or "terms.md#split-n".
    void open(const QString& page);
    QString pageName() const;  // without the section
    // Finds the next place with this text, on this page and then on the others; around to the
    // first. False if there is none.
    bool findNext(const QString& text);

  protected:
    void doSetSource(const QUrl& url, QTextDocument::ResourceType type) override;
    QVariant loadResource(int type, const QUrl& name) override;
    void changeEvent(QEvent* event) override;

  private:
    void format();
    void formatTables();
    void scrollToHeading(const QString& anchor);
};

}  // namespace duo::ui
