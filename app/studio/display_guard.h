// Says in words that no window can be opened. Qt would print its own lines and abort.
#pragma once

namespace duo::studio {

// While this lives, a display that Qt cannot use ends the program with status 1 and sentences on
// standard error: what is missing and what to do.
class DisplayGuard {
  public:
    DisplayGuard();
    ~DisplayGuard();
    DisplayGuard(const DisplayGuard&) = delete;
    DisplayGuard& operator=(const DisplayGuard&) = delete;
};

}  // namespace duo::studio
