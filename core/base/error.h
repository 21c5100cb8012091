// The core's only exception type: a problem that a person can act on, as a full sentence.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace duo {

// The value is the exit status of the command line, so it never changes once released.
enum class ErrorKind {
    Internal = 1,    // a bug in Duoscale
    Usage = 2,       // bad options or request
    File = 3,        // cannot read, write, or find a file; disk full
    Checkpoint = 4,  // a model file that is truncated, hostile, or of the wrong kind
    Memory = 5,      // host or device memory ran out
    Numeric = 6,     // NaN or Inf in the results
    Device = 7,      // a device that is absent or failed
    Protocol = 8,    // a frame or message that breaks the protocol
    // 9: finished without some of its files; no error (app/cli/cli.h)
    Cancelled = 130,  // stopped on request, as the shell reports an interrupted program
};

class Error : public std::runtime_error {
  public:
    // message: what happened, in which file, expected and found. hint: what to do about it, or
    // empty.
    Error(ErrorKind kind, const std::string& message, std::string hint = {})
        : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

    ErrorKind kind() const { return kind_; }
    const std::string& hint() const { return hint_; }
    int exitStatus() const { return static_cast<int>(kind_); }

  private:
    ErrorKind kind_;
    std::string hint_;
};

}  // namespace duo
