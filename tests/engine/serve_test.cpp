// The serve loop over real pipes.
#include "engine/serve.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "engine/serve_client.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::Bytes;
using Client = test::ServeClient;

const test::TinyFamily& family() {
    static const test::TinyFamily family;
    return family;
}

GenerateCommand generate(int count = 1) {
    GenerateCommand c;
    c.tag = 12;
    c.files = family().files();
    c.compute.device = "cpu";
    c.compute.threads = 1;
    c.request.labels.assign(count, 3);
    c.request.plan = DecodePlan::published(4, 2);
    return c;
}

TEST(Serve, GeneratesAndEndsCleanly) {
    Client client;
    client.greet();
    client.send(PingCommand{42});
    EXPECT_EQ(client.nextOf<Pong>()->tag, 42u);
    client.send(generate(2));
    EXPECT_EQ(client.nextOf<JobQueued>()->tag, 12u);
    EXPECT_EQ(client.nextOf<PictureDone>()->pixels.width, 16);
    EXPECT_EQ(client.nextOf<PictureDone>()->index, 1);
    EXPECT_EQ(client.nextOf<JobDone>()->report.pictures, 2);
    client.send(MemoryCommand{});
    EXPECT_GT(client.nextOf<MemorySample>()->memory.deviceTotalBytes, 0);
    client.send(ShutdownCommand{});
    EXPECT_FALSE(client.next());
    EXPECT_EQ(client.status(), 0);
}

TEST(Serve, LoadTellsTheFamily) {
    Client client;
    client.greet();
    client.send(LoadCommand{1, family().files(), {Precision::Float32, "cpu", 1}});
    EXPECT_EQ(client.nextOf<ModelsLoaded>()->family.classes, 10);
    EXPECT_TRUE(client.nextOf<JobDone>());
}

TEST(Serve, CancelByNumberAndStaleNumbers) {
    Client client;
    client.greet();
    client.send(generate(10000));
    const JobId job = client.nextOf<JobQueued>()->job;
    EXPECT_TRUE(client.nextOf<ScaleDone>());
    client.send(CancelCommand{5, job});
    EXPECT_EQ(client.nextOf<JobCancelled>()->job, job);
    client.send(CancelCommand{6, job});
    const auto stale = client.nextOf<JobFailed>();
    EXPECT_EQ(stale->tag, 6u);
    EXPECT_EQ(stale->job, 0u);
    EXPECT_NE(stale->message.find("Job 1"), std::string::npos);
}

TEST(Serve, StopsAreAskedForAsTheCommandSays) {
    Client client;
    client.greet();
    client.send(generate(10000));
    const JobId job = client.nextOf<JobQueued>()->job;
    EXPECT_TRUE(client.nextOf<ScaleDone>());
    client.send(CancelCommand{5, job, StopWhen::AfterBatch});
    int scales = 1, pictures = 0;
    std::optional<Event> event;
    while ((event = client.next()) && !std::holds_alternative<JobCancelled>(*event)) {
        scales += std::holds_alternative<ScaleDone>(*event);
        pictures += std::holds_alternative<PictureDone>(*event);
    }
    ASSERT_TRUE(event);
    EXPECT_EQ(std::get<JobCancelled>(*event), (JobCancelled{job, pictures}));
    EXPECT_EQ(scales, 4 * pictures);  // no batch was broken off
}

TEST(Serve, ListsModelsBesideTheJobs) {
    Client client;
    client.greet();
    client.send(generate(10000));
    EXPECT_TRUE(client.nextOf<ScaleDone>());
    client.send(ListModelsCommand{8, family().folder()});
    const auto listed = client.nextOf<ModelsListed>();
    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->tag, 8u);
    EXPECT_EQ(listed->files.size(), 3u);
    client.send(ListModelsCommand{9, family().folder() + "/absent"});
    std::optional<Event> event;
    while ((event = client.next()) && !std::holds_alternative<JobFailed>(*event)) continue;
    ASSERT_TRUE(event);
    const auto& failed = std::get<JobFailed>(*event);
    EXPECT_EQ(failed.job, 0u);
    EXPECT_EQ(failed.tag, 9u);
    EXPECT_EQ(failed.kind, ErrorKind::File);
    EXPECT_FALSE(failed.hint.empty());
}

TEST(Serve, ExportsBesideTheJobs) {
    Client client;
    client.greet();
    ExportCommand command{8, ExportKind::Npz, {}, {}, 40};
    // More than a pipe and any other command hold.
    command.pictures.assign(30, Pixels{256, 256, Bytes(3u * 256 * 256, 7)});
    client.send(command);
    const auto exported = client.nextOf<Exported>();
    ASSERT_TRUE(exported);
    EXPECT_EQ(exported->tag, 8u);
    EXPECT_GT(exported->bytes.size(), 30u * 3 * 256 * 256);
    command.pictures[3].rgb.pop_back();
    command.tag = 9;
    client.send(command);
    const auto event = client.next();
    ASSERT_TRUE(event && std::holds_alternative<JobFailed>(*event));
    EXPECT_EQ(std::get<JobFailed>(*event).tag, 9u);
    EXPECT_EQ(std::get<JobFailed>(*event).kind, ErrorKind::Usage);
}

TEST(Serve, SweepsAsAJob) {
    Client client;
    client.greet();
    const GenerateCommand c = generate(1);
    client.send(SweepCommand{3, c.files, c.compute, c.request, {4, 1}});
    EXPECT_EQ(client.nextOf<JobQueued>()->tag, 3u);
    EXPECT_EQ(client.nextOf<SweepSplitDone>()->split, 4);
    EXPECT_EQ(client.nextOf<SweepSplitDone>()->split, 1);
    EXPECT_EQ(client.nextOf<JobDone>()->report.pictures, 2);
}

TEST(Serve, EndOfInputCancelsAndEnds) {
    Client client;
    client.greet();
    client.send(generate(10000));
    EXPECT_TRUE(client.nextOf<ScaleDone>());
    client.hangUp();
    EXPECT_TRUE(client.nextOf<JobCancelled>());
    EXPECT_FALSE(client.next());
    EXPECT_EQ(client.status(), 0);
}

TEST(Serve, StopRequestEnds) {
    Client client;
    client.greet();
    client.send(generate(10000));
    EXPECT_TRUE(client.nextOf<ScaleDone>());
    client.stop.request_stop();
    EXPECT_TRUE(client.nextOf<JobCancelled>());
    EXPECT_EQ(client.status(), 0);
}

TEST(Serve, ReaderThatGoesAwayEndsIt) {
    Client client;
    client.greet();
    client.send(generate(10000));
    EXPECT_TRUE(client.nextOf<ScaleDone>());
    client.stopReading();
    EXPECT_EQ(client.status(), 0);
}

TEST(Serve, ReaderThatTakesNothingCannotHoldItUp) {
    ServeOptions options;
    options.maxQueuedBytes = 1000;
    options.patienceMs = 50;
    Client client(options);
    client.greet();
    client.send(generate(10000));  // more than the pipe and the queue hold
    client.hangUp();
    EXPECT_EQ(client.status(), 0);
}

TEST(Serve, MalformedMessagesAreSkipped) {
    Client client;
    client.send(PingCommand{1});
    EXPECT_FALSE(client.nextOf<ProtocolFault>()->fatal);  // no hello yet
    client.greet();
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        Bytes noise(1 + random() % 100);
        for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
        client.sendRaw(frame(noise));
        const auto fault = client.nextOf<ProtocolFault>();
        ASSERT_TRUE(fault);
        EXPECT_FALSE(fault->fatal);
    }
    client.send(PingCommand{7});
    EXPECT_EQ(client.nextOf<Pong>()->tag, 7u);
}

TEST(Serve, OversizedFrameEndsWithAFault) {
    Client client;
    client.greet();
    client.sendRaw({0xff, 0xff, 0xff, 0x7f, 1, 2, 3});
    const auto fault = client.nextOf<ProtocolFault>();
    ASSERT_TRUE(fault);
    EXPECT_TRUE(fault->fatal);
    EXPECT_FALSE(client.next());
    EXPECT_EQ(client.status(), 8);
}

TEST(Serve, TruncatedFrameEndsWithAFaultWhereverItIsCut) {
    const Bytes whole = frame(encode(Command(generate())));
    for (std::size_t cut = 1; cut < whole.size(); cut += 37) {
        Client client;
        client.greet();
        client.sendRaw(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(cut)));
        client.hangUp();
        const auto fault = client.nextOf<ProtocolFault>();
        ASSERT_TRUE(fault) << cut;
        EXPECT_TRUE(fault->fatal);
        EXPECT_EQ(client.status(), 8);
    }
}

TEST(Serve, AnotherVersionIsRefused) {
    Client client;
    client.send(Hello{kProtocolVersion + 1, "test"});
    EXPECT_EQ(client.nextOf<Hello>()->protocolVersion, kProtocolVersion);
    EXPECT_TRUE(client.nextOf<ProtocolFault>()->fatal);
    EXPECT_FALSE(client.next());
    EXPECT_EQ(client.status(), 8);
}

}  // namespace
}  // namespace duo
