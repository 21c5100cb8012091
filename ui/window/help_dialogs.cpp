#include "window/help_dialogs.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QMessageBox>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QScreen>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace duo::ui {
namespace {

struct HelpDialogs {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::HelpDialogs)
};

struct Key {
    QString keys, meaning;
};
struct Section {
    QString title;
    QList<Key> keys;
};

QString native(const QKeySequence& keys) {
    return keys.toString(QKeySequence::NativeText);
}

QList<Key> keysOf(const QList<QAction*>& actions) {
    QList<Key> keys;
    for (const QAction* action : actions) {
        if (!action->shortcut().isEmpty())
            keys << Key{native(action->shortcut()), QString(action->text()).remove('&')};
    }
    return keys;
}

// Those that work while a widget of the window has the focus: they are no actions of the window.
QList<Key> keysOfWidgets(const QWidget& window) {
    QList<QAction*> actions;
    for (QAction* action : window.findChildren<QAction*>()) {
        if (action->shortcutContext() == Qt::WidgetShortcut) actions << action;
    }
    return keysOf(actions);
}

QList<Key> classKeys() {
    return {{native(Qt::Key_Return), HelpDialogs::tr("Choose the class and generate")},
            {native(Qt::CTRL | Qt::Key_Space), HelpDialogs::tr("Add the class")},
            {QStringLiteral("↓ ↑"), HelpDialogs::tr("From the search to the list and back")},
            {native(Qt::Key_F), HelpDialogs::tr("Make the class a favourite, or end it")}};
}

QList<Key> pictureKeys() {
    return {{QStringLiteral("1 … 4"), HelpDialogs::tr("Picture, added, tokens, entropy")},
            {native(Qt::Key_G), HelpDialogs::tr("All pictures of the batch, or one")},
            {QStringLiteral("← → ↑ ↓"),
             HelpDialogs::tr("Another picture of the batch; moves an enlarged picture")},
            {native(Qt::Key_Return), HelpDialogs::tr("Enlarge the chosen picture of the batch")},
            {QStringLiteral("+ −"), HelpDialogs::tr("Zoom in, zoom out")},
            {QStringLiteral("0"), HelpDialogs::tr("Fit the picture into its room")},
            {QStringLiteral("[ ]"), HelpDialogs::tr("Move the line of a wipe")},
            {native(Qt::Key_Space), HelpDialogs::tr("Flip the compared pictures while held")}};
}

QList<Key> railKeys() {
    return {
        {QStringLiteral("← →"), HelpDialogs::tr("One draft step fewer, one more")},
        {QStringLiteral("0 … 9"), HelpDialogs::tr("Type the number of draft steps")},
        {native(Qt::Key_Home) + QStringLiteral(", ") + native(Qt::Key_End),
         HelpDialogs::tr("The refiner alone, the drafter alone")},
        {native(Qt::CTRL | Qt::Key_Left) + QStringLiteral(", ") + native(Qt::CTRL | Qt::Key_Right),
         HelpDialogs::tr("Show a coarser or a finer scale")}};
}

QList<Key> sheetKeys() {
    return {{native(Qt::Key_Return), HelpDialogs::tr("Open the picture in Single")},
            {native(Qt::Key_C), HelpDialogs::tr("Add the picture to Compare")},
            {native(Qt::Key_U), HelpDialogs::tr("Use this number of draft steps")}};
}

QString tableOf(const QList<Section>& sections) {
    QString rows;
    for (const Section& section : sections) {
        rows +=
            QStringLiteral("<tr><td colspan='2' style='padding-top: 10px'><h4>%1</h4></td></tr>")
                .arg(section.title.toHtmlEscaped());
        for (const Key& key : section.keys) {
            rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;&nbsp;</td><td>%2</td></tr>")
                        .arg(key.keys.toHtmlEscaped(), key.meaning.toHtmlEscaped());
        }
    }
    return QStringLiteral("<table>%1</table>").arg(rows);
}

}  // namespace

void showShortcuts(QWidget* window) {
    auto* dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(HelpDialogs::tr("Keyboard shortcuts"));
    auto* text = new QTextBrowser;
    text->setFrameShape(QFrame::NoFrame);
    text->setAccessibleName(dialog->windowTitle());
    text->setHtml(tableOf({{HelpDialogs::tr("Everywhere"), keysOf(window->actions())},
                           {HelpDialogs::tr("Classes"), classKeys()},
                           {HelpDialogs::tr("Pictures"), pictureKeys()},
                           {HelpDialogs::tr("Rail of scales"), railKeys()},
                           {HelpDialogs::tr("Sheet of a sweep"), sheetKeys()},
                           {HelpDialogs::tr("History"), keysOfWidgets(*window)}}));
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(HelpDialogs::tr("Close"), QDialogButtonBox::RejectRole);
    auto* print = buttons->addButton(HelpDialogs::tr("Print…"), QDialogButtonBox::ActionRole);
    print->setToolTip(HelpDialogs::tr("Prints this sheet, or writes it as PDF"));
    QObject::connect(print, &QPushButton::clicked, dialog, [dialog, text] {
        auto* choice = new QPrintDialog(dialog);
        choice->setAttribute(Qt::WA_DeleteOnClose);
        QObject::connect(choice, qOverload<QPrinter*>(&QPrintDialog::accepted), text,
                         [text](QPrinter* printer) { text->print(printer); });
        choice->open();
    });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(text);
    column->addWidget(buttons);
    const QSize room = window->screen()->availableGeometry().size();
    dialog->resize(QSize(window->fontMetrics().averageCharWidth() * 90, 640).boundedTo(room * 0.8));
    dialog->open();
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
