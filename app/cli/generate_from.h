// `generate --from`: makes a picture again, or others that begin with its scales.
#pragma once

#include <stop_token>
#include <string>

#include "generate_arguments.h"
#include "protocol/events.h"
#include "protocol/provenance.h"

namespace duo::cli {

// Decodes the whole batch of the picture again, because rounding depends on its size, and saves the
// one picture. -> exit status
int generateAgain(const GenerateArguments& arguments, const std::stop_token& stop);
// Keeps the first scales of a picture and draws the others. -> exit status
int vary(const GenerateArguments& arguments, const std::stop_token& stop);

// The settings in a PNG. Error(File) if it has none of Duoscale.
Provenance readProvenance(const std::string& picture);
// Prefers the files of the model folder that the picture names, such as a specialised pair.
ModelFiles filesNamedBy(const Provenance& provenance, const FamilyOutline& family);

}  // namespace duo::cli
