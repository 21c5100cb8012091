// The client with the real core: jobs, their order, and questions.
#include "bridge/core_client.h"

#include "core_listener.h"

namespace duo::ui::test {
namespace {

struct CoreClientTest : testing::Test {
    CoreClient client{{DUO_CLI, "serve"}};
    CoreListener heard{client};

    CoreClientTest() { client.start(); }
    bool started(Tag tag) {
        return waitFor([&] { return heard.count<ScaleDone>(tag) > 0; });
    }
    bool ended(Tag tag) {
        return waitFor([&] { return !heard.ends[tag].empty(); });
    }
};

TEST_F(CoreClientTest, SaysHello) {
    EXPECT_EQ(client.state(), CoreState::Starting);
    ASSERT_TRUE(waitFor([&] { return client.state() == CoreState::Ready; }));
    EXPECT_GT(client.processId(), 0);
    EXPECT_TRUE(client.stateText().startsWith("Duoscale")) << client.stateText().toStdString();
}

TEST_F(CoreClientTest, TellsARunFromItsStartToItsEnd) {
    const Tag tag = client.enqueue(tinyPictures(2));
    ASSERT_TRUE(ended(tag));
    ASSERT_NE(heard.endOf<JobDone>(tag), nullptr);
    EXPECT_EQ(heard.endOf<JobDone>(tag)->report.pictures, 2);
    EXPECT_EQ(heard.count<JobStarted>(tag), 1);
    EXPECT_EQ(heard.count<ModelsLoaded>(tag), 1);
    EXPECT_EQ(heard.count<ScaleDone>(tag), 12);
    EXPECT_EQ(heard.count<HandOver>(tag), 2);
    EXPECT_EQ(heard.count<PictureDone>(tag), 2);
    EXPECT_FALSE(client.running().has_value());
}

TEST_F(CoreClientTest, TellsEventsInTheOrderOfTheCore) {
    const Tag tag = client.enqueue(tinyPictures(3));
    ASSERT_TRUE(ended(tag));
    int next = 0;
    for (const Event& event : heard.events[tag]) {
        const auto* scale = std::get_if<ScaleDone>(&event);
        if (scale == nullptr) continue;
        EXPECT_EQ(scale->scale, next % 6);
        EXPECT_EQ(scale->previews.size(), 1u);
        ++next;
    }
    EXPECT_EQ(next, 18);
}

TEST_F(CoreClientTest, StopsARun) {
    const Tag tag = client.enqueue(tinyPictures(kMany));
    ASSERT_TRUE(started(tag));
    client.stop(tag);
    ASSERT_TRUE(ended(tag));
    EXPECT_NE(heard.endOf<JobCancelled>(tag), nullptr);
}

TEST_F(CoreClientTest, StopsARunThatTheCoreHasNotNumberedYet) {
    ASSERT_TRUE(waitFor([&] { return client.state() == CoreState::Ready; }));
    const Tag tag = client.enqueue(tinyPictures(kMany));
    ASSERT_EQ(client.running(), tag);
    client.stop(tag);
    ASSERT_TRUE(ended(tag));
    EXPECT_NE(heard.endOf<JobCancelled>(tag), nullptr);
}

TEST_F(CoreClientTest, SendsOneJobAtATimeInOrder) {
    const Tag first = client.enqueue(tinyPictures(kMany));
    const Tag second = client.enqueue(tinyPictures(1));
    const Tag third = client.enqueue(tinyPictures(1));
    const Tag urgent = client.enqueue(tinyPictures(1), true);
    EXPECT_EQ(client.waiting(), (std::vector{urgent, first, second, third}));
    ASSERT_TRUE(started(urgent));
    ASSERT_TRUE(started(first));
    EXPECT_TRUE(client.moveUp(third));
    EXPECT_FALSE(client.moveUp(third));
    EXPECT_EQ(client.waiting(), (std::vector{third, second}));
    EXPECT_TRUE(heard.events[second].empty());
    client.stop(first);
    ASSERT_TRUE(ended(second));
    EXPECT_EQ(heard.order, (std::vector{urgent, first, third, second}));
}

TEST_F(CoreClientTest, DropsWaitingJobs) {
    const Tag first = client.enqueue(tinyPictures(1));
    const Tag second = client.enqueue(tinyPictures(1));
    client.stop(second);
    EXPECT_NE(heard.endOf<JobCancelled>(second), nullptr);
    client.clearWaiting();
    EXPECT_NE(heard.endOf<JobCancelled>(first), nullptr);
    EXPECT_TRUE(client.waiting().empty());
    const Tag third = client.enqueue(tinyPictures(1));
    ASSERT_TRUE(ended(third));
    EXPECT_NE(heard.endOf<JobDone>(third), nullptr);
    EXPECT_TRUE(heard.events[first].empty());
}

TEST_F(CoreClientTest, TellsWhyAJobFailed) {
    GenerateCommand command = tinyPictures(1);
    command.files.drafter = "/nowhere/drafter.safetensors";
    const Tag bad = client.enqueue(command);
    const Tag good = client.enqueue(tinyPictures(1));
    ASSERT_TRUE(ended(good));
    ASSERT_NE(heard.endOf<JobFailed>(bad), nullptr);
    EXPECT_EQ(heard.endOf<JobFailed>(bad)->kind, ErrorKind::File);
    EXPECT_NE(heard.endOf<JobDone>(good), nullptr);
}

TEST_F(CoreClientTest, HoldsJobsBack) {
    client.hold(true);
    const Tag tag = client.enqueue(tinyPictures(1));
    ASSERT_TRUE(waitFor([&] { return client.state() == CoreState::Ready; }));
    EXPECT_FALSE(client.running().has_value());
    client.hold(false);
    EXPECT_EQ(client.running(), tag);
    ASSERT_TRUE(ended(tag));
}

TEST_F(CoreClientTest, ListsModels) {
    QSignalSpy listed(&client, &CoreClient::modelsListed);
    const Tag tag = client.listModels(tinyFamilyFolder());  // before the core runs
    ASSERT_TRUE(waitFor([&] { return !listed.empty(); }));
    EXPECT_EQ(listed[0][0].value<Tag>(), tag);
    const auto models = listed[0][1].value<ModelsListed>();
    EXPECT_EQ(models.files.size(), 3u);
    EXPECT_EQ(models.suggested, tinyPictures(1).files);
}

TEST_F(CoreClientTest, TellsWhyAFolderCannotBeListed) {
    QSignalSpy failed(&client, &CoreClient::questionFailed);
    const Tag tag = client.listModels("/nowhere/at/all");
    ASSERT_TRUE(waitFor([&] { return !failed.empty(); }));
    EXPECT_EQ(failed[0][0].value<Tag>(), tag);
    EXPECT_FALSE(failed[0][1].value<JobFailed>().message.empty());
}

TEST_F(CoreClientTest, ExportsAnAnimation) {
    QSignalSpy exported(&client, &CoreClient::exported);
    ExportCommand command;
    command.pictures.assign(3, {16, 16, std::vector<std::uint8_t>(16 * 16 * 3, 90)});
    const Tag tag = client.exportFile(command);
    ASSERT_TRUE(waitFor([&] { return !exported.empty(); }));
    EXPECT_EQ(exported[0][0].value<Tag>(), tag);
    const auto bytes = exported[0][1].value<std::vector<std::uint8_t>>();
    EXPECT_EQ(std::string(bytes.begin(), bytes.begin() + 4), "RIFF");
}

}  // namespace
}  // namespace duo::ui::test
