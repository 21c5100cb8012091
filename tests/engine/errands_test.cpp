#include "engine/errands.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "base/error.h"
#include "engine/event_log.h"

namespace duo {
namespace {

using test::EventLog;

TEST(Errands, AnswerInTurnOnAnotherThread) {
    EventLog log;
    std::thread::id where;
    {
        std::latch done(2);
        Errands errands([&, sink = log.sink()](const Event& event) {
            sink(event);
            done.count_down();
        });
        errands.add(1, "saying one", [&] {
            where = std::this_thread::get_id();
            return Pong{1};
        });
        errands.add(2, "saying two", [] { return Pong{2}; });
        done.wait();
    }
    EXPECT_EQ(log.all(), (std::vector<Event>{Pong{1}, Pong{2}}));
    EXPECT_NE(where, std::this_thread::get_id());
}

TEST(Errands, WhatIsThrownIsToldWithTheTag) {
    EventLog log;
    std::latch done(2);
    Errands errands([&, sink = log.sink()](const Event& event) {
        sink(event);
        done.count_down();
    });
    errands.add(7, "reading", []() -> Event { throw Error(ErrorKind::File, "It is gone.", "h"); });
    errands.add(8, "reading", []() -> Event { throw std::runtime_error("a bug"); });
    done.wait();
    const auto failures = log.of<JobFailed>();
    ASSERT_EQ(failures.size(), 2u);
    EXPECT_EQ(failures[0], (JobFailed{0, 7, ErrorKind::File, "It is gone.", "h"}));
    EXPECT_EQ(failures[1].tag, 8u);
    EXPECT_EQ(failures[1].kind, ErrorKind::Internal);
    EXPECT_NE(failures[1].message.find("while reading: a bug"), std::string::npos);
}

TEST(Errands, TheEndFinishesOneAndFailsTheRest) {
    EventLog log;
    std::latch begun(1), release(1);
    Errands errands(log.sink());
    errands.add(1, "waiting", [&] {
        begun.count_down();
        release.wait();
        return Pong{1};
    });
    errands.add(2, "listing the models", [] { return Pong{2}; });
    begun.wait();
    // finish marks the end before it waits; only then may the first errand go on.
    std::jthread finisher([&] { errands.finish(); });
    while (!errands.finishing()) std::this_thread::yield();
    release.count_down();
    finisher.join();
    ASSERT_EQ(log.all().size(), 2u);
    EXPECT_EQ(log.all()[0], Event(Pong{1}));
    const auto failed = log.of<JobFailed>();
    ASSERT_EQ(failed.size(), 1u);
    EXPECT_EQ(failed[0].tag, 2u);
    EXPECT_EQ(failed[0].kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace duo
