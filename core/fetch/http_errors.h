// Sentences for failed downloads, and whether another attempt can help.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "fetch/transfer.h"

namespace duo::fetch {

struct Problem {
    std::string message;          // one sentence
    std::string hint;             // what to do, or empty
    bool passing = false;         // another attempt may succeed
    std::int64_t askedPause = 0;  // seconds
};

// name: of the file, for the sentences. page: where a person reads and accepts the terms.
// The end must be a failure: a code, or a status other than 200 and 206.
Problem problemOf(const GetEnd& end, const std::string& name, const std::string& url,
                  const std::string& page);

}  // namespace duo::fetch
