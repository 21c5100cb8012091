// The pages of the user guide, which the program holds as resources.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace duo::ui {

inline constexpr const char* kGuideFolder = ":/guide";

struct HelpPage {
    QString name;  // of the file: "terms.md"
    QString title;
    QStringList sections;  // its second-level headings
    QString text;          // Markdown, without the notes for the guide's test
};

// In reading order, index.md first.
const std::vector<HelpPage>& helpPages();
// The page of this name; null if there is none.
const HelpPage* helpPage(const QString& name);
// A heading's name in links, as in packaging/dead_links.py: "Split N" is "split-n".
QString headingAnchor(const QString& heading);

}  // namespace duo::ui
