// Makes files of pictures that the window holds. Torch-free.
#pragma once

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

// The bytes of the file that the command asks for. Error(Usage) if there are no pictures, if their
// sizes differ or do not match their bytes, if the tokens do not match the pictures, if a frame
// shows for less than 1 ms or more than 60 s, or if the file is larger than a protocol frame.
Exported exportPictures(ExportCommand command);

}  // namespace duo
