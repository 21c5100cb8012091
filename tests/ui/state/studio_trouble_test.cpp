// What goes wrong: failures with their remedies, a core that dies, files that are no pictures.
#include <signal.h>

#include "protocol/provenance.h"
#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

struct StudioTroubleTest : StudioTest {
    const Notice* noticeAt(Notice::Place place) const {
        const auto found = std::ranges::find(notices, place, &Notice::place);
        return found == notices.end() ? nullptr : &*found;
    }
    bool noticed(Notice::Place place) {
        return waitFor([&] { return noticeAt(place) != nullptr; });
    }
};

TEST_F(StudioTroubleTest, AMissingModelIsToldBesideTheModels) {
    ASSERT_TRUE(ready());
    ModelFiles files = studio.settings().files();
    files.drafter = "/nowhere/drafter.safetensors";
    studio.settings().setFiles(files);
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(waitFor([&] { return over(run); }));
    EXPECT_EQ(run->state, RunState::Failed);
    ASSERT_TRUE(noticed(Notice::Place::Models));
    EXPECT_EQ(noticeAt(Notice::Place::Models)->remedy, Notice::Remedy::ChooseModels);
    EXPECT_TRUE(noticeAt(Notice::Place::Models)->text.contains("/nowhere/drafter.safetensors"));
}

TEST_F(StudioTroubleTest, AnEmptyFolderTellsWhatToDo) {
    QTemporaryDir empty;
    studio.start();
    studio.models().list(empty.path());
    ASSERT_TRUE(noticed(Notice::Place::Models));
    EXPECT_TRUE(noticeAt(Notice::Place::Models)->text.contains(empty.path()));
    EXPECT_EQ(noticeAt(Notice::Place::Models)->remedy, Notice::Remedy::ChooseModels);
}

TEST_F(StudioTroubleTest, FilesChosenBeforeAreKeptWhereTheyStillAre) {
    const std::string tiny = tinyFamilyFolder().toStdString();
    const ModelFiles chosen{tiny + "/vqvae.safetensors", tiny + "/refiner.safetensors",
                            tiny + "/refiner.safetensors"};
    studio.settings().setFiles(chosen);
    ASSERT_TRUE(ready());
    EXPECT_EQ(studio.settings().files(), chosen);
}

TEST_F(StudioTroubleTest, FilesThatAreGoneGiveWay) {
    const std::string tiny = tinyFamilyFolder().toStdString();
    studio.settings().setFiles({tiny + "/vqvae.safetensors", tiny + "/deleted.safetensors",
                                tiny + "/refiner.safetensors"});
    ASSERT_TRUE(ready());
    EXPECT_EQ(studio.settings().files(), studio.models().listed()->suggested);
}

TEST_F(StudioTroubleTest, HalvingTheBatchRunsAgain) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    studio.notices().applyRemedy(
        {Notice::Place::Run, true, {}, {}, Notice::Remedy::HalveBatch, run->tag});
    const RunPtr next = studio.queue().runs().back();
    EXPECT_NE(next, run);
    EXPECT_EQ(next->request.batch, 1);
    EXPECT_EQ(studio.settings().batch(), 1);
    ASSERT_TRUE(finish(next));
}

TEST_F(StudioTroubleTest, AnotherPrecisionRunsAgain) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    studio.notices().applyRemedy(
        {Notice::Place::Run, true, {}, {}, Notice::Remedy::OtherPrecision, run->tag});
    EXPECT_EQ(studio.queue().runs().back()->compute.precision, Precision::BFloat16);
    EXPECT_EQ(studio.settings().compute().precision, Precision::BFloat16);
    studio.queue().stopAll();
}

TEST_F(StudioTroubleTest, AKilledCoreKeepsQueueSettingsAndHistory) {
    ASSERT_TRUE(ready());
    const RunPtr lost = generateMany();
    const RunPtr next = studio.queue().generate();
    ASSERT_TRUE(waitFor([&] { return studio.history().rowCount() > 0; }));
    ::kill(static_cast<pid_t>(studio.core().processId()), SIGKILL);
    ASSERT_TRUE(waitFor([&] { return over(lost); }));
    EXPECT_EQ(lost->state, RunState::Failed);
    ASSERT_NE(noticeAt(Notice::Place::Run), nullptr);
    EXPECT_TRUE(noticeAt(Notice::Place::Run)->text.contains("signal 9"));
    EXPECT_EQ(noticeAt(Notice::Place::Run)->remedy, Notice::Remedy::RunAgain);
    ASSERT_NE(noticeAt(Notice::Place::Core), nullptr);
    EXPECT_EQ(next->state, RunState::Waiting);
    const int kept = studio.history().rowCount();
    QSignalSpy mended(&studio.notices(), &NoticeCentre::cleared);
    ASSERT_TRUE(finish(next));
    EXPECT_FALSE(mended.empty());
    EXPECT_EQ(studio.history().rowCount(), kept + 2);
    EXPECT_EQ(studio.settings().seed(), 7u);
    EXPECT_EQ(studio.settings().files(), studio.models().listed()->suggested);
}

TEST_F(StudioTroubleTest, ACoreThatIsMissingIsToldWithAWayOut) {
    Studio other({{"/nowhere/duoscale-cli", "serve"}, {}, folder.path()});
    std::vector<Notice> told;
    QObject::connect(&other.notices(), &NoticeCentre::noticed, &other.notices(),
                     [&](const Notice& notice) { told.push_back(notice); });
    other.start();
    ASSERT_TRUE(waitFor([&] { return !told.empty(); }));
    EXPECT_EQ(told[0].place, Notice::Place::Core);
    EXPECT_EQ(told[0].remedy, Notice::Remedy::RestartCore);
    EXPECT_EQ(told.size(), 1u);  // that the models cannot be listed is the same trouble
}

TEST_F(StudioTroubleTest, ASavedPictureGivesItsRequestBack) {
    ASSERT_TRUE(ready());
    GenerationSettings& settings = studio.settings();
    settings.setClasses({{3, 1}, {5, 2}});
    settings.setSplit(2);
    settings.setGuidance({2.5, {}});
    settings.setBatch(3);
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    const QString file = folder.filePath("kept.png");
    studio.files().savePicture(run->pictures[1], file);
    ASSERT_TRUE(noticed(Notice::Place::Export));
    EXPECT_FALSE(noticeAt(Notice::Place::Export)->error);

    settings.setClasses({{0, 1}});
    settings.setSplit(6);
    settings.setSeed(1);
    settings.setGuidance({4, {}});
    settings.setBatch(1);
    ASSERT_TRUE(studio.files().takeSettings(file, GenerationSettings::Take::All));
    EXPECT_EQ(settings.request(settings.seed()), run->request);
    const RunPtr again = studio.queue().generate();
    ASSERT_TRUE(finish(again));
    EXPECT_EQ(again->pictures[1]->final, run->pictures[1]->final);
}

TEST_F(StudioTroubleTest, AFileWithoutSettingsIsRefused) {
    const QString file = folder.filePath("plain.png");
    QImage image(4, 4, QImage::Format_RGB888);
    image.fill(Qt::red);
    ASSERT_TRUE(image.save(file));
    EXPECT_FALSE(studio.files().takeSettings(file, GenerationSettings::Take::All));
    ASSERT_NE(noticeAt(Notice::Place::Run), nullptr);
    EXPECT_FALSE(noticeAt(Notice::Place::Run)->text.isEmpty());
    EXPECT_EQ(studio.settings().seed(), 7u);
}

TEST_F(StudioTroubleTest, ExportsAnimationAndNpz) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    const QString animation = folder.filePath("a.webp"), npz = folder.filePath("a.npz");
    studio.files().exportAnimation(run->pictures[0], animation);
    studio.files().exportNpz(run->pictures, npz);
    ASSERT_TRUE(waitFor([&] { return notices.size() == 2; }));
    for (const Notice& notice : notices) EXPECT_FALSE(notice.error) << notice.text.toStdString();
    EXPECT_GT(QFileInfo(animation).size(), 100);
    EXPECT_GT(QFileInfo(npz).size(), 2 * 96 * 96 * 3);
}

}  // namespace
}  // namespace duo::ui::test
