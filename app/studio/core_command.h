// The command that starts the core: the words of --core, or duoscale-cli beside this program.
#pragma once

#include <QStringList>

namespace duo::studio {

// words: split like a shell does, with quotes ("ssh HOST duoscale-cli serve"). Empty: `serve` of
// the duoscale-cli beside this program, or else of the one in PATH.
QStringList coreCommand(const QString& words);

}  // namespace duo::studio
