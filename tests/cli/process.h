// The real program as a child process.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace duo::test {

struct Outcome {
    int status = -1;  // exit status, or 128 + signal
    std::string out, err;
};

class Process {
  public:
    // Starts duoscale-cli; its standard input is a pipe from us. mostFileBytes: writes beyond it
    // fail, as on a full disk; 0: no limit. variables: NAME=value, beside those of the test.
    explicit Process(const std::vector<std::string>& arguments, std::size_t mostFileBytes = 0,
                     const std::vector<std::string>& variables = {});
    ~Process();  // kills what still runs
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void send(const void* data, std::size_t bytes);
    void closeInput();
    void signal(int number);
    int outputFd() const { return out_; }
    // Reads both streams to their ends and waits.
    Outcome finish();

  private:
    pid_t pid_ = -1;
    int in_ = -1, out_ = -1, err_ = -1;
};

// Runs to the end without input.
Outcome run(const std::vector<std::string>& arguments, std::size_t mostFileBytes = 0);

}  // namespace duo::test
