// Names the topics of the help that explain a widget. window/help_topics.h holds their texts.
#pragma once

#include <QWidget>

namespace duo::ui {

inline constexpr const char* kHelpTopics = "helpTopics";

// topics: names separated by spaces. Widgets inside take those of their nearest parent.
inline void setHelpTopics(QWidget& widget, const char* topics) {
    widget.setProperty(kHelpTopics, QString::fromLatin1(topics));
}

}  // namespace duo::ui
