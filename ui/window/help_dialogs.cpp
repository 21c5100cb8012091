#include "window/help_dialogs.h"

#include <QAction>
#include <QCoreApplication>
#include <QMessageBox>

namespace duo::ui {
namespace {

struct HelpDialogs {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::HelpDialogs)
};

}  // namespace

void showShortcuts(QWidget* window) {
    QString rows;
    for (const QAction* action : window->actions()) {
        if (action->shortcut().isEmpty()) continue;
        rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                         QString(action->text()).remove('&').toHtmlEscaped());
    }
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, HelpDialogs::tr("Keyboard shortcuts"),
                        QStringLiteral("<table>%1</table>").arg(rows), QMessageBox::Close, window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void showAbout(QWidget* window) {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, HelpDialogs::tr("About Duoscale"),
        HelpDialogs::tr(
            "<h3>Duoscale %1</h3><p>A studio for visual autoregressive models with Collaborative "
            "Decoding (CoDe, arXiv 2411.17787).</p><p>Free software under the GNU General Public "
            "License, version 3 or later.</p>")
            .arg(QCoreApplication::applicationVersion()),
        QMessageBox::Close, window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace duo::ui
