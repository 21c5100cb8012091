// Cores that die, are missing, or are other programs: what the window reports and keeps.
#include <signal.h>

#include "core_listener.h"

namespace duo::ui::test {
namespace {

bool reaches(const CoreClient& client, CoreState state) {
    return waitFor([&] { return client.state() == state; });
}

TEST(CoreDeath, LosesTheJobAtWorkAlone) {
    CoreClient client({DUO_CLI, "serve"});
    CoreListener heard(client);
    client.start();
    const Tag lost = client.enqueue(tinyPictures(kMany));
    const Tag next = client.enqueue(tinyPictures(1));
    ASSERT_TRUE(waitFor([&] { return heard.count<ScaleDone>(lost) > 0; }));
    const qint64 before = client.processId();
    ::kill(static_cast<pid_t>(before), SIGKILL);

    ASSERT_TRUE(waitFor([&] { return !heard.ends[next].empty(); }));
    ASSERT_NE(heard.endOf<JobFailed>(lost), nullptr);
    const JobFailed& failure = *heard.endOf<JobFailed>(lost);
    EXPECT_EQ(failure.kind, ErrorKind::Internal);
    EXPECT_NE(failure.message.find("ended unexpectedly (signal 9) during this run"),
              std::string::npos)
        << failure.message;
    EXPECT_FALSE(failure.hint.empty());
    EXPECT_NE(heard.endOf<JobDone>(next), nullptr);
    EXPECT_NE(client.processId(), before);
    EXPECT_EQ(heard.states,
              (std::vector{CoreState::Starting, CoreState::Ready, CoreState::Restarting,
                           CoreState::Starting, CoreState::Ready}));
}

TEST(CoreDeath, RestartsWhenAsked) {
    CoreClient client({DUO_CLI, "serve"});
    CoreListener heard(client);
    client.start();
    const Tag lost = client.enqueue(tinyPictures(kMany));
    ASSERT_TRUE(waitFor([&] { return heard.count<ScaleDone>(lost) > 0; }));
    client.restart();
    ASSERT_TRUE(waitFor([&] { return !heard.ends[lost].empty(); }));
    EXPECT_NE(heard.endOf<JobFailed>(lost)->message.find("was restarted"), std::string::npos);
    EXPECT_TRUE(reaches(client, CoreState::Ready));
}

TEST(CoreDeath, StaysDownAfterThreeDeaths) {
    CoreClient client({"sh", "-c", "echo the disk is on fire >&2; exit 3"});
    CoreListener heard(client);
    const Tag waiting = client.enqueue(tinyPictures(1));
    client.start();
    ASSERT_TRUE(reaches(client, CoreState::Down));
    EXPECT_EQ(std::count(heard.states.begin(), heard.states.end(), CoreState::Restarting), 2);
    EXPECT_TRUE(client.stateText().contains("exit status 3"));
    EXPECT_TRUE(client.stateText().contains("the disk is on fire"));
    EXPECT_EQ(client.waiting(), std::vector{waiting});
    EXPECT_TRUE(heard.order.empty());
}

TEST(CoreDeath, SaysThatAProgramIsMissing) {
    CoreClient client({"/nowhere/duoscale-cli", "serve"});
    client.start();
    ASSERT_TRUE(reaches(client, CoreState::Down));
    EXPECT_TRUE(client.stateText().contains("/nowhere/duoscale-cli"));
    EXPECT_TRUE(client.stateText().contains("Install Duoscale again"))
        << client.stateText().toStdString();
    EXPECT_EQ(client.processId(), 0);
}

TEST(CoreDeath, SaysThatAShellFoundNoProgram) {
    CoreClient client({"sh", "-c", "no-such-duoscale serve"});
    client.start();
    ASSERT_TRUE(reaches(client, CoreState::Down));
    EXPECT_TRUE(client.stateText().contains("cannot be started"));
    EXPECT_TRUE(client.stateText().contains("not found")) << client.stateText().toStdString();
}

TEST(CoreDeath, SaysThatAProgramIsNoCore) {
    for (const char* script : {"echo hi", "yes", "true", "sleep 0.1; echo Welcome to HOST; cat"}) {
        CoreClient client({"sh", "-c", script});
        client.start();
        ASSERT_TRUE(reaches(client, CoreState::Down)) << script;
        EXPECT_TRUE(client.stateText().contains("does not speak")) << script;
    }
}

// A Hello frame of version 99: 4 bytes of length, then CBOR.
TEST(CoreDeath, SaysThatACoreIsOfAnotherVersion) {
    const QString hello = "\\243dtypeehellogprogramaXoprotocolVersion\\030\\143";
    CoreClient client({"sh", "-c", "printf '\\050\\0\\0\\0" + hello + "'; cat > /dev/null"});
    client.start();
    ASSERT_TRUE(reaches(client, CoreState::Down));
    EXPECT_TRUE(client.stateText().contains("version 99")) << client.stateText().toStdString();
}

TEST(CoreDeath, QuestionsToACoreThatIsDownFail) {
    CoreClient client({"/nowhere/duoscale-cli"});
    QSignalSpy failed(&client, &CoreClient::questionFailed);
    const Tag early = client.listModels({});
    client.start();
    ASSERT_TRUE(reaches(client, CoreState::Down));
    ASSERT_TRUE(waitFor([&] { return failed.size() == 1; }));
    const Tag late = client.listModels({});
    ASSERT_TRUE(waitFor([&] { return failed.size() == 2; }));
    EXPECT_EQ(failed[0][0].value<Tag>(), early);
    EXPECT_EQ(failed[1][0].value<Tag>(), late);
}

TEST(CoreDeath, ACoreMayLieBehindAnotherCommand) {
    CoreClient client({"sh", "-c", "exec " DUO_CLI " serve"});
    CoreListener heard(client);
    client.start();
    const Tag tag = client.enqueue(tinyPictures(1));
    ASSERT_TRUE(waitFor([&] { return !heard.ends[tag].empty(); }));
    EXPECT_NE(heard.endOf<JobDone>(tag), nullptr);
}

TEST(CoreDeath, EndsWithTheWindow) {
    qint64 process = 0;
    {
        CoreClient client({DUO_CLI, "serve"});
        client.start();
        ASSERT_TRUE(reaches(client, CoreState::Ready));
        process = client.processId();
        EXPECT_EQ(::kill(static_cast<pid_t>(process), 0), 0);
    }
    EXPECT_NE(::kill(static_cast<pid_t>(process), 0), 0);
}

}  // namespace
}  // namespace duo::ui::test
