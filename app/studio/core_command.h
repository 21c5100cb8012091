// How the core is started: the words of --core, or the command line that lies beside this program.
#pragma once

#include <QStringList>

namespace duo::studio {

// words: as a shell would part them, quotes included ("ssh HOST duoscale-cli serve"); empty: the
// program duoscale-cli beside this one with `serve`, wherever PATH has it otherwise.
QStringList coreCommand(const QString& words);

}  // namespace duo::studio
