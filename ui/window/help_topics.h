// What the program says of its charts and terms when asked "What's this?".
#pragma once

#include <QString>

class QWidget;

namespace duo::ui {

struct HelpTopic {
    QString name;   // as in setHelpTopics
    QString title;  // in the window's language
    QString text;   // two sentences
    QString page;   // of the guide, with the section: "terms.md#guidance"
};

HelpTopic helpTopic(const QString& name);  // asserts on an unknown name
// Gives every widget below this one that names topics their texts, with links to the guide.
void explainWidgets(QWidget& window);

}  // namespace duo::ui
