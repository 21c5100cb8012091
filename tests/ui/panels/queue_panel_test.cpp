// The queue: runs that wait for a core that is never started.
#include "panels/queue_panel.h"

#include "ui/panels/panel_test.h"

namespace duo::ui::test {
namespace {

class QueuePanelTest : public PanelTest {
  protected:
    QueuePanelTest() : panel(studio().queue(), studio().models()) {
        settings().setClasses({{1, 1}});
        show(panel, 320, 300);
    }
    std::vector<Tag> shown() {
        std::vector<std::pair<int, Tag>> rows;
        for (const QueueRow* row : panel.findChildren<QueueRow*>()) {
            if (row->isVisible()) rows.emplace_back(row->y(), row->tag());
        }
        std::sort(rows.begin(), rows.end());
        std::vector<Tag> tags;
        for (const auto& [y, tag] : rows) tags.push_back(tag);
        return tags;
    }
    QToolButton* buttonOf(const RunPtr& run, const QString& name) {
        for (QueueRow* row : panel.findChildren<QueueRow*>()) {
            if (row->tag() == run->tag) return named<QToolButton>(*row, name);
        }
        return nullptr;
    }
    void settle() {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }

    QueuePanel panel;
};

TEST_F(QueuePanelTest, EmptyItSaysWhatComes) {
    EXPECT_TRUE(panel.findChild<QLabel*>()->isVisible());
    queue();
    settle();
    EXPECT_FALSE(panel.findChild<QLabel*>()->isVisible());
}

TEST_F(QueuePanelTest, MovesEarlierAndDrops) {
    const RunPtr a = queue(), b = queue(), c = queue();
    settle();
    EXPECT_EQ(shown(), (std::vector<Tag>{a->tag, b->tag, c->tag}));
    EXPECT_FALSE(buttonOf(a, "Run earlier")->isEnabled());
    click(buttonOf(c, "Run earlier"));
    settle();
    EXPECT_EQ(shown(), (std::vector<Tag>{a->tag, c->tag, b->tag}));
    EXPECT_EQ(studio().core().waiting(), shown());
    click(buttonOf(a, "Remove"));
    settle();
    EXPECT_EQ(shown(), (std::vector<Tag>{c->tag, b->tag}));
    EXPECT_EQ(a->state, RunState::Cancelled);
    EXPECT_FALSE(buttonOf(c, "Run earlier")->isEnabled());
    click(button<QToolButton>(panel, "Clear"));
    settle();
    EXPECT_TRUE(shown().empty());
}

TEST_F(QueuePanelTest, AFocusedButtonStaysWhileTheQueueChanges) {
    const RunPtr a = queue(), b = queue();
    settle();
    buttonOf(b, "Remove")->setFocus();
    studio().queue().cancel(a->tag);
    settle();
    EXPECT_TRUE(buttonOf(b, "Remove")->hasFocus());
}

TEST_F(QueuePanelTest, ARunAtWorkShowsItsProgress) {
    const RunPtr run = queue();
    run->state = RunState::Running;
    run->progress = 0.25;
    run->secondsLeft = 12;
    emit studio().queue().runChanged(run);
    settle();
    auto* progress = panel.findChild<QProgressBar*>();
    EXPECT_TRUE(progress->isVisible());
    EXPECT_EQ(progress->value(), progress->maximum() / 4);
    QString words;
    for (const QLabel* label : panel.findChildren<QLabel*>()) words += label->text() + "\n";
    EXPECT_TRUE(words.contains("25 %")) << words.toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("12\u00a0s"))) << words.toStdString();
    run->state = RunState::Done;
    emit studio().queue().runChanged(run);
    settle();
    EXPECT_TRUE(shown().empty());
}

TEST_F(QueuePanelTest, TheButtonCountsAndOpens) {
    QueueButton button(studio().queue(), studio().models());
    show(button, 120, 30);
    queue();
    queue();
    EXPECT_TRUE(button.text().contains('2'));
    QTest::keyClick(&button, Qt::Key_Space);
    EXPECT_TRUE(button.panel()->isVisible());
    QTest::keyClick(button.panel()->window(), Qt::Key_Escape);
    EXPECT_FALSE(button.panel()->isVisible());
    studio().queue().clearWaiting();
    EXPECT_FALSE(button.text().contains('2'));
}

}  // namespace
}  // namespace duo::ui::test
