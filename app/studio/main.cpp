// duoscale: the studio's window. Reads the options and opens Desktop.
#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>

#include "core_command.h"
#include "desktop.h"

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName("duoscale");
    QApplication::setApplicationName("duoscale");
    QApplication::setApplicationDisplayName("Duoscale");
    QApplication::setApplicationVersion(DUOSCALE_VERSION);
    QApplication::setDesktopFileName("duoscale");

    QCommandLineParser parser;
    parser.setApplicationDescription(
        "A studio for visual autoregressive image models with collaborative decoding.");
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption core("core",
                                  "Program and arguments of the core, e.g. \"ssh HOST duoscale-cli "
                                  "serve\" (default: duoscale-cli beside this program)",
                                  "command");
    const QCommandLineOption models(
        "models", "Model folder to open at the start (default: the last one, or the demo family)",
        "folder");
    parser.addOptions({core, models});
    parser.process(application);

    duo::ui::Studio::Options options;
    options.core = duo::studio::coreCommand(parser.value(core));
    options.modelFolder = parser.value(models);
    options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    duo::studio::Desktop desktop(options);
    desktop.open();
    return QApplication::exec();
}
