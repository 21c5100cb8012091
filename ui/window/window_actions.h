// All actions of the window; menus, tool bar and shortcuts use these.
#pragma once

#include <QObject>
#include <QString>

class QAction;
class QActionGroup;
class QWidget;

namespace duo::ui {

struct WindowActions {
    // owner: parent of all actions; it also receives their shortcuts.
    explicit WindowActions(QWidget* owner);

    // Without a class there is nothing to generate: the tool tip says so.
    void allowGenerate(bool classChosen);

    QAction *generate, *stopNextScale, *stopAfterPicture, *discard, *clearQueue;
    QAction *live, *keep, *comparePlain;
    QAction* restartCore;  // visible while the core is down
    QAction *openPicture, *openEvaluation, *followRun, *getModels;
    QAction *savePicture, *exportAnimation, *exportNpz, *quit;
    QAction *single, *compare, *sweep, *runs, *addToCompare;
    QAction *previousScale, *nextScale, *finishedScale, *playScales;
    QAction *focusMode, *fullScreen;
    QAction *guide, *tour, *whatsThis, *shortcuts, *about;
    QActionGroup *views, *themes, *languages;

  private:
    QAction* make(QWidget* owner, const QString& text, const QString& icon,
                  const QKeySequence& shortcut, const QString& tip = {});
    void makeRun(QWidget* owner);
    void makeFile(QWidget* owner);
    void makeViews(QWidget* owner);
    void makeChoices(QWidget* owner);

    QString generateTip_;
};

}  // namespace duo::ui
