// QCustomPlot's header, which walks its lists with the foreach that this program goes without.
#pragma once

#ifdef QT_NO_FOREACH
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef foreach
#else
#include <qcustomplot.h>
#endif
