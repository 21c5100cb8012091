// A running serve loop, its pipes and a client's view of it.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "engine/serve.h"
#include "protocol/codec.h"
#include "protocol/frame.h"

namespace duo::test {

using Bytes = std::vector<std::uint8_t>;

class ServeClient {
  public:
    explicit ServeClient(ServeOptions options = {}) {
        signal(SIGPIPE, SIG_IGN);
        int down[2], up[2];
        if (pipe(down) != 0 || pipe(up) != 0) std::abort();
        to_ = down[1], from_ = up[0];
        server_ = std::thread([this, options, in = down[0], out = up[1]] {
            status_ = serve(in, out, options, stop.get_token());
            close(in);
            close(out);
        });
    }
    ~ServeClient() {
        hangUp();
        stopReading();
        if (server_.joinable()) server_.join();
    }
    void sendRaw(const Bytes& bytes) {
        ASSERT_EQ(write(to_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }
    void send(const Command& command) { sendRaw(frame(encode(command))); }
    void greet() {
        send(Hello{kProtocolVersion, "test"});
        const auto hello = next();
        ASSERT_TRUE(hello && std::holds_alternative<Hello>(*hello));
    }
    // The next message, or nothing at the end of the stream.
    std::optional<Bytes> nextPayload() {
        for (;;) {
            if (auto payload = reader_.next()) return payload;
            std::uint8_t buffer[65536];
            const ssize_t count = read(from_, buffer, sizeof(buffer));
            if (count <= 0) {
                reader_.finish();
                return std::nullopt;
            }
            reader_.feed({buffer, static_cast<std::size_t>(count)});
        }
    }
    std::optional<Event> next() {
        const auto payload = nextPayload();
        if (!payload) return std::nullopt;
        return decodeEvent(*payload);
    }
    template <class T>
    std::optional<T> nextOf() {
        while (const auto event = next()) {
            if (const T* value = std::get_if<T>(&*event)) return *value;
            if (const auto* failed = std::get_if<JobFailed>(&*event)) {
                ADD_FAILURE() << failed->message;
                return std::nullopt;
            }
        }
        return std::nullopt;
    }
    void hangUp() {
        if (to_ >= 0) close(to_);
        to_ = -1;
    }
    void stopReading() {
        if (from_ >= 0) close(from_);
        from_ = -1;
    }
    int status() {
        server_.join();
        return status_;
    }

    std::stop_source stop;

  private:
    int to_ = -1, from_ = -1;
    int status_ = -1;
    FrameReader reader_;
    std::thread server_;
};

}  // namespace duo::test
