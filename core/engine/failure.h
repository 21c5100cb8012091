// Exceptions stop at the worker's edge and become values there.
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

// Memory that ran out, host's or device's, is told from other errors of the tensor library. doing:
// "loading the models", for sentences about errors that do not say it themselves.
Failure describeFailure(std::exception_ptr exception, const std::string& doing);

}  // namespace duo
