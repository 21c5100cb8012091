// Converts bytes to events outside the event loop.
#include "bridge/codec_thread.h"

#include "core_listener.h"
#include "protocol/codec.h"

namespace duo::ui::test {
namespace {

QByteArray framed(const std::vector<std::uint8_t>& payload) {
    const std::vector<std::uint8_t> bytes = frame(payload);
    return QByteArray(reinterpret_cast<const char*>(bytes.data()),
                      static_cast<qsizetype>(bytes.size()));
}

MemorySample sampleOf(std::int64_t bytes) {
    MemorySample sample;
    sample.memory.allocatorBytes = bytes;
    return sample;
}

struct CodecThreadTest : testing::Test {
    std::vector<Event> events;
    bool drained = false;
    QString broken;
    CodecThread codec;

    CodecThreadTest() {
        QObject::connect(&codec, &CodecThread::decoded, &codec,
                         [this](const Event& event) { events.push_back(event); });
        QObject::connect(&codec, &CodecThread::broken, &codec,
                         [this](const QString& why) { broken = why; });
        QObject::connect(&codec, &CodecThread::drained, &codec, [this] { drained = true; });
    }
    bool drain() {
        codec.finish();
        return waitFor([&] { return drained; });
    }
};

TEST_F(CodecThreadTest, KeepsTheOrderOfBytesInAnyHelpings) {
    QByteArray bytes;
    for (std::uint64_t i = 0; i < 30; ++i) bytes += framed(encode(Event(Pong{i})));
    for (int i = 0; i < bytes.size(); i += 7) codec.feed(bytes.mid(i, 7));
    ASSERT_TRUE(drain());
    ASSERT_EQ(events.size(), 30u);
    for (std::uint64_t i = 0; i < 30; ++i) EXPECT_EQ(std::get<Pong>(events[i]).tag, i);
    EXPECT_TRUE(broken.isEmpty());
}

TEST_F(CodecThreadTest, OfSamplesTheNewestCountsAndResultsAreKept) {
    QByteArray bytes;
    for (std::uint64_t i = 0; i < 200; ++i) {
        bytes += framed(encode(Event(sampleOf(static_cast<std::int64_t>(i)))));
        bytes += framed(encode(Event(Pong{i})));
    }
    codec.feed(bytes);
    QThread::msleep(300);  // a busy window
    ASSERT_TRUE(drain());
    std::vector<std::int64_t> samples;
    int results = 0;
    for (const Event& event : events) {
        results += std::holds_alternative<Pong>(event);
        if (const auto* sample = std::get_if<MemorySample>(&event)) {
            samples.push_back(sample->memory.allocatorBytes);
        }
    }
    EXPECT_EQ(results, 200);
    ASSERT_FALSE(samples.empty());
    EXPECT_LT(samples.size(), 100u);
    EXPECT_EQ(samples.back(), 199);
}

TEST_F(CodecThreadTest, TellsABrokenStreamAfterWhatCameBefore) {
    codec.feed(framed(encode(Event(Pong{1}))) + QByteArray(8, '\xff'));
    codec.feed(framed(encode(Event(Pong{2}))));
    ASSERT_TRUE(drain());
    EXPECT_EQ(events.size(), 1u);
    EXPECT_TRUE(broken.contains("4294967295")) << broken.toStdString();
}

TEST_F(CodecThreadTest, TellsAStreamThatEndsInsideAFrame) {
    codec.feed(framed(encode(Event(Pong{1}))).chopped(2));
    ASSERT_TRUE(drain());
    EXPECT_TRUE(events.empty());
    EXPECT_FALSE(broken.isEmpty());
}

TEST_F(CodecThreadTest, EncodesLargeCommands) {
    QByteArray made;
    QObject::connect(&codec, &CodecThread::encoded, &codec,
                     [&made](const QByteArray& bytes) { made = bytes; });
    ExportCommand command;
    command.tag = 5;
    command.pictures.assign(4, {64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 7)});
    codec.encode(command);
    ASSERT_TRUE(waitFor([&] { return !made.isEmpty(); }));
    EXPECT_EQ(made, framed(encode(Command(command))));
}

TEST_F(CodecThreadTest, RefusesACommandThatNoFrameHolds) {
    QSignalSpy unsendable(&codec, &CodecThread::unsendable);
    ExportCommand command;
    command.tag = 6;
    command.pictures.assign(1, {0, 0, std::vector<std::uint8_t>(kMaxFrameBytes)});
    codec.encode(std::move(command));
    ASSERT_TRUE(waitFor([&] { return !unsendable.empty(); }));
    EXPECT_EQ(unsendable[0][0].toULongLong(), 6u);
}

}  // namespace
}  // namespace duo::ui::test
