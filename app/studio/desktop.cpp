#include "desktop.h"

#include <QApplication>
#include <QSettings>
#include <QTimer>

#include "window/language.h"

namespace duo::studio {
namespace {

constexpr const char* kTheme = "program/theme";
constexpr const char* kLanguage = "program/language";
constexpr const char* kTourSeen = "program/hintsSeen";  // the name of earlier versions

ui::ThemeKind rememberedTheme() {
    const int kind = QSettings().value(kTheme, static_cast<int>(ui::ThemeKind::Dark)).toInt();
    return kind >= 0 && kind <= 2 ? static_cast<ui::ThemeKind>(kind) : ui::ThemeKind::Dark;
}

QString rememberedLanguage() {
    return QSettings().value(kLanguage).toString();
}

}  // namespace

Desktop::Desktop(ui::Studio::Options options) : studio_(std::move(options)) {
    ui::theme::apply(*qApp, rememberedTheme());
    ui::speak(rememberedLanguage());
    QSettings store;
    studio_.settings().restore(store);
}

Desktop::~Desktop() = default;

void Desktop::open(const QStringList& files) {
    makeWindow();
    QTimer::singleShot(0, this, [this, files] {
        studio_.start();
        for (const QString& file : files) window_->openFile(file);
        if (!QSettings().value(kTourSeen, false).toBool()) window_->showTour();
    });
}

void Desktop::makeWindow() {
    window_ = std::make_unique<ui::MainWindow>(studio_);
    window_->setThemeShown(rememberedTheme());
    window_->setLanguageShown(rememberedLanguage());
    connect(window_.get(), &ui::MainWindow::themeChosen, this, &Desktop::setTheme);
    // Queued, so that all widgets get the desktop's change first.
    connect(
        window_.get(), &ui::MainWindow::desktopThemeChanged, this,
        [] {
            if (rememberedTheme() == ui::ThemeKind::System)
                ui::theme::apply(*qApp, ui::ThemeKind::System);
        },
        Qt::QueuedConnection);
    connect(window_.get(), &ui::MainWindow::tourSeen, this,
            [] { QSettings().setValue(kTourSeen, true); });
    // Queued, because the menu that emits this belongs to the window that closes.
    connect(window_.get(), &ui::MainWindow::languageChosen, this, &Desktop::setLanguage,
            Qt::QueuedConnection);
    window_->show();
}

void Desktop::setTheme(ui::ThemeKind kind) {
    QSettings().setValue(kTheme, static_cast<int>(kind));
    ui::theme::apply(*qApp, kind);
}

void Desktop::setLanguage(const QString& code) {
    if (code == rememberedLanguage()) return;
    QSettings().setValue(kLanguage, code);
    ui::speak(code);
    QApplication::setQuitOnLastWindowClosed(false);
    window_->close();  // saves its layout, which the new one restores
    makeWindow();
    QApplication::setQuitOnLastWindowClosed(true);
}

}  // namespace duo::studio
