// Names as parts of file names.
#pragma once

#include <string>

namespace duo {

// "Golden retriever" -> "golden-retriever"
std::string fileSlug(const std::string& name);

}  // namespace duo
