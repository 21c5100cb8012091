// The user guide in its window, the explanations of charts and terms, and the tour.
#include <gtest/gtest.h>

#include <QWhatsThis>
#include <QtTest>

#include "charts/chart.h"
#include "panels/class_panel.h"
#include "panels/notice_bar.h"
#include "ui/window/studio_window.h"
#include "widgets/help_topics.h"
#include "widgets/scale_rail.h"
#include "window/help_browser.h"
#include "window/help_centre.h"
#include "window/help_pages.h"
#include "window/help_topics.h"
#include "window/help_window.h"
#include "window/language.h"
#include "window/tour.h"

namespace duo::ui::test {
namespace {

// "page.md" or "page.md#section" leads to a page and a section that are there.
bool leadsSomewhere(const QString& link) {
    const HelpPage* page = helpPage(link.section('#', 0, 0));
    const QString anchor = link.section('#', 1);
    if (page == nullptr) return false;
    return anchor.isEmpty() || std::ranges::any_of(page->sections, [&](const QString& section) {
               return headingAnchor(section) == anchor;
           });
}

HelpWindow* guideOf(StudioWindow& studio) {
    return studio.find<HelpCentre>()->window();
}

HelpBrowser& pageOf(StudioWindow& studio) {
    return *guideOf(studio)->findChild<HelpBrowser*>();
}

// Every term and chart that a person may ask about.
const QStringList kTopics{
    "drafter",       "refiner",    "scale",        "split",         "hand-over",   "prefill",
    "kv-cache",      "guidance",   "top-k",        "top-p",         "temperature", "latent",
    "token-map",     "entropy",    "memory-chart", "speed-chart",   "cost-chart",  "split-curve",
    "quality-chart", "loss-chart", "energy-chart", "spectrum-chart"};

TEST(Help, EveryPageHasATitleAndText) {
    ASSERT_GT(helpPages().size(), 8U);
    for (const HelpPage& page : helpPages()) {
        EXPECT_FALSE(page.title.isEmpty()) << page.name.toStdString();
        EXPECT_GT(page.text.size(), 200) << page.name.toStdString();
        EXPECT_FALSE(page.text.contains("<!--")) << page.name.toStdString();
    }
    EXPECT_EQ(headingAnchor("Numbers that are not finite?"), "numbers-that-are-not-finite");
}

TEST(Help, TheMenuOpensTheGuideWhichGoesBackAndForward) {
    StudioWindow studio;
    studio.window().actions().guide->trigger();
    ASSERT_NE(guideOf(studio), nullptr);
    HelpBrowser& page = pageOf(studio);
    EXPECT_EQ(page.pageName(), "index.md");
    EXPECT_TRUE(page.toPlainText().contains("user guide"));
    auto* contents = guideOf(studio)->findChild<QTreeWidget*>();
    EXPECT_EQ(contents->topLevelItemCount(), static_cast<int>(helpPages().size()));
    contents->setCurrentItem(contents->topLevelItem(2));
    EXPECT_EQ(page.pageName(), helpPages()[2].name);
    page.backward();
    EXPECT_EQ(page.pageName(), "index.md");
    EXPECT_EQ(contents->currentItem(), contents->topLevelItem(0)) << "the contents follow";
    page.forward();
    EXPECT_EQ(page.pageName(), helpPages()[2].name);
    ASSERT_TRUE(QTest::qWaitForWindowActive(guideOf(studio)));
    QTest::keyClick(&page, Qt::Key_Escape);
    EXPECT_TRUE(waitFor([&] { return !guideOf(studio)->isVisible(); }));
}

TEST(Help, ALinkOpensItsSection) {
    StudioWindow studio;
    studio.find<HelpCentre>()->open("terms.md#kv-cache");
    HelpBrowser& page = pageOf(studio);
    EXPECT_EQ(page.textCursor().block().text(), "KV cache");
    EXPECT_GT(page.verticalScrollBar()->value(), 0);
    page.open("install.md");
    EXPECT_EQ(page.verticalScrollBar()->value(), 0);
}

TEST(Help, FindGoesThroughAllPages) {
    HelpWindow guide;
    guide.open("index.md");
    HelpBrowser& page = *guide.findChild<HelpBrowser*>();
    EXPECT_TRUE(page.findNext("guided-diffusion"));
    EXPECT_EQ(page.pageName(), "evaluation.md");
    EXPECT_EQ(page.textCursor().selectedText(), "guided-diffusion");
    EXPECT_FALSE(page.findNext("no page has these words"));
    auto* field = guide.findChild<QLineEdit*>();
    field->setText("ssh-agent");
    QTest::keyClick(field, Qt::Key_Return);
    EXPECT_EQ(page.pageName(), "remote-core.md");
    EXPECT_FALSE(field->property("wrong").toBool());
    field->setText("no page has these words");
    QTest::keyClick(field, Qt::Key_Return);
    EXPECT_TRUE(field->property("wrong").toBool());
}

TEST(Help, EveryTopicIsOnTheWindowAndLeadsToTheGuide) {
    StudioWindow studio;
    QStringList named;
    for (const QWidget* widget : studio.window().findChildren<QWidget*>()) {
        const QString names = widget->property(kHelpTopics).toString();
        if (names.isEmpty()) continue;
        named << names.split(' ');
        EXPECT_FALSE(widget->whatsThis().isEmpty()) << names.toStdString();
    }
    for (const QString& name : kTopics) {
        const HelpTopic topic = helpTopic(name);
        EXPECT_TRUE(named.contains(name)) << name.toStdString() << " explains no widget";
        EXPECT_TRUE(leadsSomewhere(topic.page)) << topic.page.toStdString();
    }
    for (const QString& name : named) EXPECT_TRUE(kTopics.contains(name));
    for (const Chart* chart : studio.window().findChildren<Chart*>()) {
        EXPECT_FALSE(chart->whatsThis().isEmpty()) << chart->title().toStdString();
    }
}

TEST(Help, ExplanationsAreRussianInARussianWindow) {
    StudioWindow studio;
    speak("ru");
    const QRegularExpression russian("[а-яА-Я]");
    for (const QString& name : kTopics) {
        EXPECT_TRUE(helpTopic(name).text.contains(russian)) << name.toStdString();
        EXPECT_TRUE(helpTopic(name).title.contains(russian) || name.startsWith("top-") ||
                    name == "guidance")
            << name.toStdString();
    }
    const HelpWindow guide;
    const auto labels = guide.findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(labels, [&](const QLabel* label) {
        return label->text().contains(russian);
    })) << "the window says that the guide is in English";
    speak("en");
}

TEST(Help, WhatsThisOfAChartOpensItsPage) {
    StudioWindow studio;
    Chart* chart = studio.window().findChild<Chart*>();
    ASSERT_NE(chart, nullptr);
    const QString link = QRegularExpression("href='([^']*)'").match(chart->whatsThis()).captured(1);
    ASSERT_TRUE(leadsSomewhere(link)) << link.toStdString();
    QWhatsThisClickedEvent clicked(link);
    QApplication::sendEvent(chart, &clicked);
    ASSERT_NE(guideOf(studio), nullptr);
    EXPECT_EQ(pageOf(studio).pageName(), link.section('#', 0, 0));
    studio.window().actions().whatsThis->trigger();
    EXPECT_TRUE(QWhatsThis::inWhatsThisMode());
    QWhatsThis::leaveWhatsThisMode();
}

TEST(Help, AnErrorOffersItsPage) {
    StudioWindow studio;
    NoticeCentre& notices = studio.studio().notices();
    auto* more = studio.find<NoticeBar>()->findChild<QPushButton*>("learnMore");
    ASSERT_NE(more, nullptr);
    notices.tell({Notice::Place::Export, false, "Saved.", {}, Notice::Remedy::None, 0});
    EXPECT_TRUE(more->isHidden()) << "nothing to learn from what went well";
    for (const auto place : {Notice::Place::Models, Notice::Place::Run, Notice::Place::Core,
                             Notice::Place::History, Notice::Place::Export}) {
        const Notice notice{place, true, "It failed.", {}, Notice::Remedy::None, 0};
        notices.tell(notice);
        EXPECT_FALSE(more->isHidden());
        const QString page = HelpCentre::pageOf(notice, studio.studio().queue());
        EXPECT_TRUE(leadsSomewhere(page)) << page.toStdString();
    }
    QTest::mouseClick(more, Qt::LeftButton);
    ASSERT_NE(guideOf(studio), nullptr);
    EXPECT_EQ(pageOf(studio).pageName(), "troubleshooting.md");
    EXPECT_EQ(pageOf(studio).textCursor().block().text(), "Files");
}

TEST(Help, AFailedRunsPageIsThatOfItsKind) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 1}});
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    run->state = RunState::Failed;
    const Notice notice{Notice::Place::Run, true, "It failed.", {}, Notice::Remedy::None, run->tag};
    for (const auto kind : {ErrorKind::Memory, ErrorKind::Numeric, ErrorKind::Device,
                            ErrorKind::Protocol, ErrorKind::File, ErrorKind::Checkpoint}) {
        run->failure.kind = kind;
        const QString page = HelpCentre::pageOf(notice, studio.studio().queue());
        EXPECT_TRUE(page.contains('#') && leadsSomewhere(page)) << page.toStdString();
    }
}

TEST(Help, TheTourLightsWhatItExplainsAndOpensItsDrawer) {
    StudioWindow studio;
    auto* classes = studio.find<ClassPanel>();
    for (QDockWidget* dock : studio.window().findChildren<QDockWidget*>()) dock->hide();
    studio.window().actions().tour->trigger();
    auto* tour = studio.find<Tour>();
    ASSERT_NE(tour, nullptr);
    EXPECT_TRUE(waitFor([&] { return classes->isVisible(); }));
    EXPECT_TRUE(waitFor([&] { return tour->lit().size() == classes->size(); }));
    tour->next();
    EXPECT_TRUE(
        tour->lit().contains(studio.find<ScaleRail>()->mapTo(&studio.window(), QPoint(5, 5))));
    tour->back();
    EXPECT_EQ(tour->current(), 0);
    tour->back();
    EXPECT_EQ(tour->current(), 0);
    emit tour->pageAsked("choosing-n.md");
    EXPECT_EQ(pageOf(studio).pageName(), "choosing-n.md");
    tour->end();
    EXPECT_TRUE(tour->lit().isEmpty());
}

}  // namespace
}  // namespace duo::ui::test
