// The models of a folder, told from the directories of their files. Torch-free.
#pragma once

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

// Every .safetensors, .pth and .pt file of the folder that holds a model, by name; a training
// checkpoint that holds both kinds is listed once for each. Subfolders are not entered, no weights
// are read. Error(File): the folder is absent or cannot be read, or holds no model.
ModelsListed listModels(const ListModelsCommand& command);

}  // namespace duo
