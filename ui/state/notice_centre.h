// Where every part tells what went wrong or well, and where the window's bars listen. It knows no
// other part: whoever can act on a remedy listens to remedyAsked(). GUI thread only.
#pragma once

#include <QObject>
#include <QString>

#include "bridge/core_client.h"

namespace duo::ui {

// Something a person should know, the place it concerns, and what can be done about it.
struct Notice {
    enum class Place { Models, Run, Core, History, Export };
    enum class Remedy {
        None,
        HalveBatch,
        OtherPrecision,
        ChooseModels,
        RestartCore,
        RunAgain,
        ChooseFolder,
        OpenFolder,
        UseModels  // of the folder `file`
    };
    Place place = Place::Run;
    bool error = true;
    QString text, hint;
    Remedy remedy = Remedy::None;
    Tag run = 0;     // the run it is about; 0: none
    QString file{};  // that it is about, with its folder; or empty
};

class NoticeCentre : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    // Sentences of the hint that name an option of the command line are left out: the window has
    // none.
    void tell(Notice notice);
    // What was wrong at this place is no longer wrong.
    void clear(Notice::Place place) { emit cleared(place); }
    // Does what the notice's button says. ChooseModels and ChooseFolder open dialogs: those are the
    // window's.
    void applyRemedy(const Notice& notice) { emit remedyAsked(notice); }
    // A person's file has been written.
    void tellSaved(const QString& file);
    // sentence: one line, or one line and below it a hint.
    void tellCoreState(CoreState state, const QString& sentence);

  signals:
    void noticed(const duo::ui::Notice& notice);
    void cleared(duo::ui::Notice::Place place);
    void remedyAsked(const duo::ui::Notice& notice);
};

}  // namespace duo::ui
