// Files made of pictures that the window holds. Torch-free.
#pragma once

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

// The bytes of the file that the command asks for. Error(Usage): no pictures, pictures of several
// sizes or with other bytes than their size has, tokens that do not go with the pictures, a frame
// shown for less than a millisecond or more than a minute, a file that no frame of the protocol
// can hold.
Exported exportPictures(ExportCommand command);

}  // namespace duo
