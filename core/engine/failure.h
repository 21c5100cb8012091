// Turns an exception into a value at the edge of the worker thread.
#pragma once

#include <exception>
#include <string>

#include "base/error.h"

namespace duo {

struct Failure {
    ErrorKind kind = ErrorKind::Internal;
    std::string message;
    std::string hint;
};

// Tells exhausted memory of host or device from other errors of the tensor library. doing: "loading
// the models", for the sentence of an error that does not say what failed.
Failure describeFailure(std::exception_ptr exception, const std::string& doing);

}  // namespace duo
