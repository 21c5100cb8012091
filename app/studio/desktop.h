// The program around the window: theme, language, and a studio that outlives them. Another language
// makes a new window over the same studio, so runs and history stay.
#pragma once

#include <QObject>
#include <memory>

#include "state/studio.h"
#include "window/main_window.h"

namespace duo::studio {

class Desktop : public QObject {
    Q_OBJECT
  public:
    explicit Desktop(ui::Studio::Options options);
    ~Desktop() override;

    // Shows the window first, then starts the core. files: as FileDrop::open.
    void open(const QStringList& files);

  private:
    void makeWindow();
    void setTheme(ui::ThemeKind kind);
    void setLanguage(const QString& code);

    ui::Studio studio_;
    std::unique_ptr<ui::MainWindow> window_;
};

}  // namespace duo::studio
