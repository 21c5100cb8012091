#include "state/notice_centre.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace duo::ui {
namespace {

struct NoticeCentreTest : testing::Test {
    NoticeCentre notices;
    std::vector<Notice> told;
    std::vector<Notice::Place> cleared;

    NoticeCentreTest() {
        QObject::connect(&notices, &NoticeCentre::noticed, &notices,
                         [this](const Notice& notice) { told.push_back(notice); });
        QObject::connect(&notices, &NoticeCentre::cleared, &notices,
                         [this](Notice::Place place) { cleared.push_back(place); });
    }
};

TEST_F(NoticeCentreTest, ARestartOfTheCoreIsNoError) {
    notices.tellCoreState(CoreState::Restarting, "It is being started again.");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_FALSE(told[0].error);
    EXPECT_EQ(told[0].place, Notice::Place::Core);
    EXPECT_EQ(told[0].remedy, Notice::Remedy::None);
}

TEST_F(NoticeCentreTest, ACoreThatStaysDownIsAnErrorWithAHint) {
    notices.tellCoreState(CoreState::Down, "It stays down.\nIt last said: no memory");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_TRUE(told[0].error);
    EXPECT_EQ(told[0].text, "It stays down.");
    EXPECT_EQ(told[0].hint, "It last said: no memory");
    EXPECT_EQ(told[0].remedy, Notice::Remedy::RestartCore);
}

TEST_F(NoticeCentreTest, AReadyCoreClearsItsPlace) {
    notices.tellCoreState(CoreState::Starting, "The core is starting.");
    EXPECT_TRUE(cleared.empty());
    notices.tellCoreState(CoreState::Ready, "Ready.");
    EXPECT_EQ(cleared, std::vector{Notice::Place::Core});
    EXPECT_TRUE(told.empty());
}

TEST_F(NoticeCentreTest, OptionsOfTheCommandLineStayOut) {
    const auto hintOf = [this](const QString& hint) {
        notices.tell({Notice::Place::Run, true, "It failed.", hint, Notice::Remedy::None, 0});
        return told.back().hint;
    };
    EXPECT_EQ(hintOf("Make room. Or take a smaller --batch."), "Make room.");
    EXPECT_EQ(hintOf("Use '--device cpu', or wait."), "");
    EXPECT_EQ(hintOf("A well-known case. Wait - or stop."), "A well-known case. Wait - or stop.");
}

TEST_F(NoticeCentreTest, ARemedyGoesToWhoeverListens) {
    Notice::Remedy asked = Notice::Remedy::None;
    QObject::connect(&notices, &NoticeCentre::remedyAsked, &notices,
                     [&](const Notice& notice) { asked = notice.remedy; });
    notices.applyRemedy({Notice::Place::Run, true, {}, {}, Notice::Remedy::HalveBatch, 3});
    EXPECT_EQ(asked, Notice::Remedy::HalveBatch);
}

}  // namespace
}  // namespace duo::ui
