// Ctrl-C and SIGTERM as a stop token: the first requests an orderly stop, the second ends at once.
#pragma once

#include <stop_token>
#include <thread>

namespace duo::cli {

class InterruptWatch {
  public:
    // Blocks SIGINT and SIGTERM in the calling thread, so make it before any other thread starts.
    // SIGPIPE is ignored: a closed pipe is an error of the write.
    InterruptWatch();
    std::stop_token token() const { return source_.get_token(); }

  private:
    void watch(const std::stop_token& end);

    std::stop_source source_;
    std::jthread thread_;
};

}  // namespace duo::cli
