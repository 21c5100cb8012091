// Texts about a followed run: speed, time left, steps.
#pragma once

#include <QCoreApplication>
#include <QStringList>

#include "state/run_folder.h"

namespace duo::ui {

struct RunWords {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::RunWords)
};

// "41 pictures/s", "about 12 min left", "last written 18:22:10"; unknown parts are left out.
QStringList paceWords(const RunNews& news);
// 1234 of "…/sheets/step-0001234.png"; -1 if the name has no step.
double stepOfSheet(const QString& file);

}  // namespace duo::ui
