// serve over the real program's pipes.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <optional>

#include "cli/process.h"
#include "protocol/codec.h"
#include "protocol/frame.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using Bytes = std::vector<std::uint8_t>;

class ServeProcess : public testing::Test {
  protected:
    ServeProcess() : process_({"serve"}) { send(Hello{kProtocolVersion, "test"}); }

    void send(const Bytes& bytes) { process_.send(bytes.data(), bytes.size()); }
    void send(const Command& command) { send(frame(encode(command))); }
    template <class T>
    std::optional<T> nextOf() {
        for (;;) {
            while (const auto payload = reader_.next()) {
                const Event event = decodeEvent(*payload);
                if (const T* value = std::get_if<T>(&event)) return *value;
            }
            std::uint8_t buffer[65536];
            const ssize_t count = read(process_.outputFd(), buffer, sizeof(buffer));
            if (count <= 0) return std::nullopt;
            reader_.feed({buffer, static_cast<std::size_t>(count)});
        }
    }
    GenerateCommand generate(int count) {
        GenerateCommand c;
        c.files = family_.files();
        c.compute = {Precision::Float32, "cpu", 1};
        c.request.labels.assign(count, 3);
        c.request.plan = DecodePlan::published(4, 2);
        return c;
    }

    test::TinyFamily family_;
    test::Process process_;
    FrameReader reader_;
};

TEST_F(ServeProcess, MakesPicturesAndShutsDown) {
    EXPECT_EQ(nextOf<Hello>()->protocolVersion, kProtocolVersion);
    send(generate(1));
    EXPECT_EQ(nextOf<PictureDone>()->labelName, "dune");
    EXPECT_TRUE(nextOf<JobDone>());
    send(ShutdownCommand{});
    EXPECT_EQ(process_.finish().status, 0);
}

TEST_F(ServeProcess, GoesOnAfterAMalformedMessage) {
    send(frame(Bytes{0xff, 0x00, 0x13}));
    EXPECT_FALSE(nextOf<ProtocolFault>()->fatal);
    send(PingCommand{4});
    EXPECT_EQ(nextOf<Pong>()->tag, 4u);
    process_.closeInput();
    EXPECT_EQ(process_.finish().status, 0);
}

TEST_F(ServeProcess, EndsOnAnOversizedFrame) {
    send(Bytes{0xff, 0xff, 0xff, 0xff});
    EXPECT_TRUE(nextOf<ProtocolFault>()->fatal);
    EXPECT_EQ(process_.finish().status, 8);
}

TEST_F(ServeProcess, EndsOnATruncatedFrame) {
    send(Bytes{10, 0, 0, 0, 1});
    process_.closeInput();
    EXPECT_TRUE(nextOf<ProtocolFault>()->fatal);
    EXPECT_EQ(process_.finish().status, 8);
}

TEST_F(ServeProcess, EndOfInputAndSignalsEndAJob) {
    send(generate(100000));
    EXPECT_TRUE(nextOf<PictureDone>());
    process_.signal(SIGTERM);
    EXPECT_TRUE(nextOf<JobCancelled>());
    EXPECT_EQ(process_.finish().status, 0);
}

}  // namespace
}  // namespace duo
