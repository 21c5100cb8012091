// duoscale: the studio's window. Reads the options and opens Desktop.
#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>
#include <algorithm>
#include <optional>

#include "core_command.h"
#include "desktop.h"
#include "display_guard.h"
#include "widgets/theme.h"

namespace {

// Help and version need no display; every other option is the window's.
bool asksForWords(int argc, char** argv) {
    static const QStringList questions{"-h", "--help", "--help-all", "-v", "--version"};
    return std::any_of(argv + 1, argv + argc,
                       [](const char* word) { return questions.contains(QString(word)); });
}

struct Options {
    QCommandLineParser parser;
    const QCommandLineOption core{
        "core",
        "Program and arguments of the core, e.g. \"ssh HOST duoscale-cli serve\" (default: "
        "duoscale-cli beside this program)",
        "command"};
    const QCommandLineOption models{
        "models", "Model folder to open at the start (default: the last one, or the demo family)",
        "folder"};

    // Ends the program where the words ask for help or version, or are not understood.
    void read(const QCoreApplication& application) {
        parser.setApplicationDescription(
            "A studio for visual autoregressive image models with collaborative decoding.");
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions({core, models});
        parser.addPositionalArgument(
            "files", "Pictures whose settings to use, evaluations or run folders to open",
            "[file…]");
        parser.process(application);
    }
};

void nameProgram() {
    QCoreApplication::setOrganizationName("duoscale");
    QCoreApplication::setApplicationName("duoscale");
    QCoreApplication::setApplicationVersion(DUOSCALE_VERSION);
}

}  // namespace

int main(int argc, char** argv) {
    nameProgram();
    Options options;
    if (asksForWords(argc, argv)) {
        const QCoreApplication application(argc, argv);
        options.read(application);
    }
    std::optional<duo::studio::DisplayGuard> guard(std::in_place);
    QApplication application(argc, argv);
    guard.reset();
    QApplication::setApplicationDisplayName("Duoscale");
    QApplication::setDesktopFileName("org.duoscale.Duoscale");
    QApplication::setWindowIcon(duo::ui::theme::programIcon());
    options.read(application);

    duo::ui::Studio::Options studio;
    studio.core = duo::studio::coreCommand(options.parser.value(options.core));
    studio.modelFolder = options.parser.value(options.models);
    studio.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    duo::studio::Desktop desktop(studio);
    desktop.open(options.parser.positionalArguments());
    return QApplication::exec();
}
