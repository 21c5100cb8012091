// Rules for every widget of the program, as one filter over its events:
// - the wheel changes a field only while the field has the focus; otherwise the panel scrolls,
// - Enter presses the button that has the focus,
// - tool tips wrap.
#pragma once

#include <QObject>

class QFontMetrics;

namespace duo::ui {

class InputRules : public QObject {
    Q_OBJECT
  public:
    // In force as long as it lives. Make it before the widgets.
    explicit InputRules(QObject* parent);

    // text in lines of at most kTipLetters letters, with the line breaks it has.
    static QString wrapped(const QString& text, const QFontMetrics& metrics);
    static constexpr int kTipLetters = 64;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace duo::ui
