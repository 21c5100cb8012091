// The core as a child process: commands in and events out as frames over two descriptors. What the
// window speaks to, here or behind ssh.
#pragma once

#include <stop_token>

namespace duo {

struct ServeOptions {
    std::size_t mostQueuedBytes = std::size_t{256} << 20;  // of results that wait to be read
    int memoryIntervalMs = 200;                            // of MemorySample while a job runs
    int patienceMs = 5000;  // at the end, for a reader that takes nothing
};

// Runs until Shutdown, the end of the input, a broken output, a frame that breaks the stream, or
// stop; then cancels what runs and sends what waits. The first message must be Hello. A message
// that cannot be read gets a ProtocolFault and the next one is taken; an oversized or truncated
// frame gets a fatal one and the end. SIGPIPE must be ignored by the program.
// -> exit status: 0, or that of ErrorKind::Protocol after a fatal fault
int serve(int in, int out, const ServeOptions& options, std::stop_token stop);

}  // namespace duo
