// A Studio over the real core and the tiny family, with a folder of its own.
#pragma once

#include <QtTest>
#include <functional>

#include "state/studio.h"
#include "ui/support/demo_family.h"

namespace duo::ui::test {

inline constexpr int kScales = 6;   // of the tiny family
inline constexpr int kMany = 5000;  // pictures: a run that lasts until it is stopped

inline bool waitFor(const std::function<bool()>& condition, int ms = 60'000) {
    return QTest::qWaitFor(condition, ms);
}

struct StudioTest : testing::Test {
    QTemporaryDir folder;
    std::vector<Notice> notices;
    Studio studio{{{DUO_CLI, "serve"}, tinyFamilyFolder(), folder.path()}};

    StudioTest() {
        QObject::connect(&studio.notices(), &NoticeCentre::noticed, &studio.notices(),
                         [this](const Notice& notice) { notices.push_back(notice); });
        GenerationSettings& settings = studio.settings();
        settings.setCompute({Precision::Float32, "cpu", 1});
        settings.setClasses({{3, 2}});
        settings.setSeedMode(SeedMode::Fixed);
        settings.setSeed(7);
        settings.setBatch(2);
    }

    bool ready() {
        studio.start();
        return waitFor([&] { return studio.models().loaded().has_value(); });
    }
    static bool over(const RunPtr& run) {
        return run->state == RunState::Done || run->state == RunState::Failed ||
               run->state == RunState::Cancelled;
    }
    static bool finish(const RunPtr& run) {
        return waitFor([&] { return over(run); }) && run->state == RunState::Done;
    }
    static bool decoding(const RunPtr& run) {
        return waitFor([&] {
            return std::ranges::any_of(run->scales, [](const auto& scale) { return scale.done; });
        });
    }
    RunPtr generateMany() {
        studio.settings().setClasses({{3, kMany}});
        RunPtr run = studio.queue().generate();
        studio.settings().setClasses({{3, 2}});
        return run;
    }
};

}  // namespace duo::ui::test
