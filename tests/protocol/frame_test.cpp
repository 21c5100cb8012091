#include "protocol/frame.h"

#include <gtest/gtest.h>

#include <random>

#include "protocol/codec.h"
#include "support/expect_error.h"

namespace duo {
namespace {

using Bytes = std::vector<std::uint8_t>;

TEST(Frame, LengthIsLittleEndian) {
    EXPECT_EQ(frame(Bytes{7, 8, 9}), (Bytes{3, 0, 0, 0, 7, 8, 9}));
    EXPECT_EQ(frame(Bytes(258, 1))[1], 1);
}

TEST(Frame, ArrivesWholeWhereverItIsCut) {
    Bytes stream;
    for (const std::size_t size : {1u, 300u, 5u}) {
        const Bytes bytes = frame(Bytes(size, static_cast<std::uint8_t>(size)));
        stream.insert(stream.end(), bytes.begin(), bytes.end());
    }
    for (std::size_t step = 1; step <= stream.size(); ++step) {
        FrameReader reader;
        std::vector<std::size_t> sizes;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            reader.feed(std::span(stream).subspan(at, std::min(step, stream.size() - at)));
            while (const auto payload = reader.next()) sizes.push_back(payload->size());
        }
        EXPECT_EQ(sizes, (std::vector<std::size_t>{1, 300, 5})) << step;
        EXPECT_NO_THROW(reader.finish());
    }
}

TEST(Frame, EveryTruncationIsNamed) {
    const Bytes whole = frame(Bytes(40, 1));
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
        FrameReader reader;
        reader.feed(std::span(whole).first(cut));
        EXPECT_FALSE(reader.next()) << cut;
        EXPECT_DUO_ERROR(reader.finish(), ErrorKind::Protocol, "inside a frame");
    }
}

TEST(Frame, OversizedAndEmptyFramesAreRefusedForGood) {
    FrameReader reader(100);
    reader.feed(Bytes{101, 0, 0, 0, 1});
    EXPECT_DUO_ERROR(reader.next(), ErrorKind::Protocol, "101", "100");
    reader.feed(Bytes{1, 0, 0, 0, 1});
    EXPECT_DUO_ERROR(reader.next(), ErrorKind::Protocol, "101");
    FrameReader empty;
    empty.feed(Bytes{0, 0, 0, 0});
    EXPECT_DUO_ERROR(empty.next(), ErrorKind::Protocol, "empty");
    FrameReader huge;
    huge.feed(Bytes{0xff, 0xff, 0xff, 0xff});
    EXPECT_DUO_ERROR(huge.next(), ErrorKind::Protocol, "4294967295");
}

TEST(Frame, RandomBytesNeverDoMoreThanThrow) {
    std::mt19937 random(1);
    int messages = 0, refused = 0;
    for (int round = 0; round < 20000; ++round) {
        Bytes bytes(1 + random() % 60);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        try {
            decodeCommand(bytes);
            ++messages;
        } catch (const Error& e) {
            EXPECT_EQ(e.kind(), ErrorKind::Protocol);
            ++refused;
        }
    }
    EXPECT_EQ(messages, 0);
    EXPECT_EQ(refused, 20000);
}

}  // namespace
}  // namespace duo
