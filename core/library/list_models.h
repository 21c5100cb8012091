// Lists the models of a folder from the directories of their files. Torch-free.
#pragma once

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

// Every .safetensors, .pth and .pt file of the folder that holds a model, sorted by name. A
// training checkpoint with both kinds of model is listed once for each. Does not enter subfolders
// or read weights. Error(File) if the folder is absent, cannot be read, or holds no model.
ModelsListed listModels(const ListModelsCommand& command);

}  // namespace duo
