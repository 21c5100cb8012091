// Includes QCustomPlot's header, which needs the foreach macro that this program disables.
#pragma once

#ifdef QT_NO_FOREACH
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef foreach
#else
#include <qcustomplot.h>
#endif
