// The core as a child process: commands in and events out as frames over two descriptors. The
// window speaks to it directly or over ssh.
#pragma once

#include <stop_token>

namespace duo {

struct ServeOptions {
    std::size_t maxQueuedBytes = std::size_t{256} << 20;  // of results that wait to be read
    int memoryIntervalMs = 200;                           // between MemorySamples of a running job
    int patienceMs = 5000;  // at the end, how long to wait for a reader that reads nothing
};

// Runs until Shutdown, the end of the input, a broken output, a frame that breaks the stream, or
// stop. Then cancels all jobs and sends the events that wait. The first message must be Hello. A
// message that cannot be read is answered by a ProtocolFault, and serve goes on; an oversized or
// truncated frame by a fatal one, and serve ends. The program must ignore SIGPIPE.
// -> exit status: 0, or that of ErrorKind::Protocol after a fatal fault
int serve(int in, int out, const ServeOptions& options, std::stop_token stop);

}  // namespace duo
