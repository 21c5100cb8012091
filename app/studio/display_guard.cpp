#include "display_guard.h"

#include <QString>
#include <QtGlobal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace duo::studio {
namespace {

QtMessageHandler before = nullptr;

bool isSet(const char* variable) {
    return !qEnvironmentVariableIsEmpty(variable);
}

// Warnings of the display plug-ins. The first line says why one failed.
std::string& reasons() {
    static std::string lines;
    return lines;
}

void say() {
    std::fputs("Duoscale: no window can be opened. ", stderr);
    if (!isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY")) {
        std::fputs(
            "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
            "Start the program on a desktop, or use duoscale-cli, which needs no display.\n",
            stderr);
        return;
    }
    const char* variable = isSet("WAYLAND_DISPLAY") ? "WAYLAND_DISPLAY" : "DISPLAY";
    std::fprintf(stderr, "Qt cannot use the display '%s' (%s). It said:\n%s",
                 qgetenv(variable).constData(), variable, reasons().c_str());
    std::fputs(
        "Check that the display runs and accepts this user. If a library is missing, install it:\n"
        "on Debian and Ubuntu libxcb-cursor0 and libxkbcommon-x11-0 for X11, qt6-wayland for\n"
        "Wayland. duoscale-cli needs no display.\n",
        stderr);
}

void handle(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (type == QtFatalMsg) {
        say();
        std::_Exit(1);
    }
    if (type == QtWarningMsg &&
        QLatin1String(context.category).startsWith(QLatin1String("qt.qpa"))) {
        reasons() += "  " + message.trimmed().toStdString() + "\n";
        return;
    }
    if (before != nullptr) before(type, context, message);
}

}  // namespace

DisplayGuard::DisplayGuard() {
    before = qInstallMessageHandler(handle);
}

DisplayGuard::~DisplayGuard() {
    qInstallMessageHandler(before);
    if (!reasons().empty())
        std::fputs(reasons().c_str(), stderr);  // a display was found all the same
}

}  // namespace duo::studio
