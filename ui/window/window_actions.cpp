#include "window/window_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>
#include <QWidget>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("duo::ui::WindowActions", text);
}

QAction* choice(QActionGroup* group, const QString& text, const QVariant& value) {
    QAction* action = group->addAction(text);
    action->setCheckable(true);
    action->setData(value);
    return action;
}

}  // namespace

WindowActions::WindowActions(QWidget* owner) {
    makeRun(owner);
    makeFile(owner);
    makeViews(owner);
    makeChoices(owner);
}

QAction* WindowActions::make(QWidget* owner, const QString& text, const QString& icon,
                             const QKeySequence& shortcut, const QString& tip) {
    auto* action = new QAction(text, owner);
    if (!icon.isEmpty()) action->setIcon(theme::icon(icon));
    action->setShortcut(shortcut);
    const QString plain = QString(text).remove('&').remove(QStringLiteral("…"));
    const QString keys = shortcut.toString(QKeySequence::NativeText);
    const QString shown = tip.isEmpty() ? plain : tip;
    action->setToolTip(keys.isEmpty() ? shown : QStringLiteral("%1 (%2)").arg(shown, keys));
    owner->addAction(action);
    return action;
}

void WindowActions::allowGenerate(bool classChosen) {
    generate->setEnabled(classChosen);
    generate->setToolTip(classChosen ? generateTip_ : tr("Choose a class first."));
}

void WindowActions::makeRun(QWidget* owner) {
    generate = make(owner, tr("&Generate"), "generate", Qt::CTRL | Qt::Key_Return,
                    tr("Make the chosen pictures"));
    generateTip_ = generate->toolTip();
    stopNextScale = make(owner, tr("Stop at the next &scale"), "stop", Qt::Key_Escape);
    stopAfterPicture = make(owner, tr("Stop after this &picture"), {}, Qt::SHIFT | Qt::Key_Escape);
    discard = make(owner, tr("&Discard this run"), {}, Qt::CTRL | Qt::Key_Backspace);
    clearQueue = make(owner, tr("&Clear the queue"), {}, Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace);
    live = make(owner, tr("&Live"), "live", Qt::CTRL | Qt::Key_L,
                tr("Generate again at every change of class, N, seed or guidance"));
    live->setCheckable(true);
    keep = make(owner, tr("&Keep the picture"), "history", Qt::Key_K,
                tr("Put the picture into the history as it is"));
    restartCore = make(owner, tr("Start the c&ore again"), "refresh", {});
    restartCore->setVisible(false);
    comparePlain = make(owner, tr("Measure plain &VAR too"), "chart", Qt::CTRL | Qt::Key_B);
}

void WindowActions::makeFile(QWidget* owner) {
    openPicture = make(owner, tr("&Open a picture's settings…"), "folder", QKeySequence::Open);
    openEvaluation = make(owner, tr("Open an &evaluation…"), "chart", Qt::CTRL | Qt::Key_E,
                          tr("Show what duoscale-cli sweep measured"));
    followRun = make(owner, tr("&Follow a run…"), "curve", Qt::CTRL | Qt::Key_R,
                     tr("Watch a training or a sampling run of duoscale-cli"));
    getModels = make(owner, tr("Get &models…"), "down", {}, tr("Download published models"));
    savePicture = make(owner, tr("&Save the picture as…"), "save", QKeySequence::Save);
    exportAnimation =
        make(owner, tr("Export the &animation…"), "export", Qt::CTRL | Qt::SHIFT | Qt::Key_A);
    exportNpz =
        make(owner, tr("Export the run as &npz…"), "export", Qt::CTRL | Qt::SHIFT | Qt::Key_N);
    quit = make(owner, tr("&Quit"), {}, Qt::CTRL | Qt::Key_Q);
}

void WindowActions::makeViews(QWidget* owner) {
    single = make(owner, tr("&Single"), "single", Qt::CTRL | Qt::Key_1, tr("One picture, large"));
    compare = make(owner, tr("&Compare"), "compare", Qt::CTRL | Qt::Key_2,
                   tr("Two or four pictures side by side"));
    sweep = make(owner, tr("S&weep"), "sweep", Qt::CTRL | Qt::Key_3,
                 tr("Every split point of one class and seed"));
    runs = make(owner, tr("&Runs"), "curve", Qt::CTRL | Qt::Key_4,
                tr("Follow a training or a sampling run"));
    views = new QActionGroup(owner);
    for (QAction* view : {single, compare, sweep, runs}) {
        view->setCheckable(true);
        views->addAction(view);
    }
    single->setChecked(true);
    addToCompare = make(owner, tr("&Add the picture to Compare"), "plus", Qt::CTRL | Qt::Key_D);
    previousScale = make(owner, tr("&Coarser scale"), {}, Qt::ALT | Qt::Key_Left);
    nextScale = make(owner, tr("&Finer scale"), {}, Qt::ALT | Qt::Key_Right);
    finishedScale = make(owner, tr("Finished &picture"), {}, Qt::ALT | Qt::Key_End);
    focusMode = make(owner, tr("&Focus on the picture"), "focus", Qt::Key_F11,
                     tr("The picture and the rail alone"));
    fullScreen = make(owner, tr("F&ull screen"), "full-screen", Qt::Key_F);
    for (QAction* room : {focusMode, fullScreen}) room->setCheckable(true);
    playScales = make(owner, tr("Play c&oarse to fine"), "play", Qt::CTRL | Qt::Key_P);
}

void WindowActions::makeChoices(QWidget* owner) {
    themes = new QActionGroup(owner);
    choice(themes, tr("Like the &desktop"), static_cast<int>(ThemeKind::System));
    choice(themes, tr("Da&rk"), static_cast<int>(ThemeKind::Dark));
    choice(themes, tr("&Light"), static_cast<int>(ThemeKind::Light));
    languages = new QActionGroup(owner);
    choice(languages, tr("Like the d&esktop"), QString());
    choice(languages, QStringLiteral("English"), QStringLiteral("en"));
    choice(languages, QStringLiteral("Русский"), QStringLiteral("ru"));
    guide = make(owner, tr("&User guide"), "help", {}, tr("From the first picture to own models"));
    tour = make(owner, tr("&Tour"), "info", {}, tr("Three steps to the first picture"));
    whatsThis = make(owner, tr("&What's this?"), {}, QKeySequence::WhatsThis,
                     tr("Click a control or a chart and read what it is"));
    shortcuts = make(owner, tr("&Keyboard shortcuts"), {}, QKeySequence::HelpContents);
    about = make(owner, tr("&About Duoscale"), {}, {});
}

}  // namespace duo::ui
