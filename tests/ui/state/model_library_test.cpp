#include "state/model_library.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct ModelLibraryTest : testing::Test, SilentCore {};

TEST_F(ModelLibraryTest, AListingIsAdoptedAndLoaded) {
    QSignalSpy fitted(&models, &ModelLibrary::settingsFitted);
    open(false);
    EXPECT_EQ(settings.files(), kFamily);
    EXPECT_EQ(fitted.size(), 1);
    ASSERT_EQ(core.waiting().size(), 1U);
    models.load();
    EXPECT_EQ(core.waiting().size(), 1U) << "the same load waits already";
}

TEST_F(ModelLibraryTest, AnOlderAnswerIsIgnored) {
    models.openFirst({});
    models.list("/elsewhere");
    emit core.modelsListed(1, someListing());
    EXPECT_FALSE(models.listed().has_value());
    emit core.modelsListed(2, someListing());
    EXPECT_TRUE(models.listed().has_value());
}

TEST_F(ModelLibraryTest, FilesElsewhereAreKeptAtTheStartOnly) {
    const ModelFiles chosen{"/mine/vqvae", "/mine/drafter", "/mine/refiner"};
    settings.setFiles(chosen);
    open(false);
    EXPECT_EQ(settings.files(), chosen);
    models.list("/models");
    emit core.modelsListed(3, someListing());  // 2 is the load
    EXPECT_EQ(settings.files(), kFamily);
}

TEST_F(ModelLibraryTest, AFolderThatIsGivenWins) {
    settings.setFiles({"/mine/vqvae", "/mine/drafter", "/mine/refiner"});
    models.openFirst("/models");
    emit core.modelsListed(1, someListing());
    EXPECT_EQ(settings.files(), kFamily);
    EXPECT_TRUE(models.wasFolderGiven());
}

TEST_F(ModelLibraryTest, AGivenFolderWithoutModelsLeavesNoOtherFiles) {
    settings.setFiles({"/mine/vqvae", "/mine/drafter", "/mine/refiner"});
    models.openFirst("/empty");
    emit core.questionFailed(1, {0, 1, ErrorKind::File, "The folder is empty.", "Choose another."});
    EXPECT_EQ(settings.files(), ModelFiles());
    EXPECT_TRUE(core.waiting().empty()) << "nothing is loaded";
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].remedy, Notice::Remedy::ChooseModels);
}

TEST_F(ModelLibraryTest, LoadedModelsFitTheSettings) {
    settings.setClasses({{1, 2}, {7, 1}});
    QSignalSpy loaded(&models, &ModelLibrary::modelsLoaded);
    open();
    EXPECT_EQ(settings.scaleCount(), kSides);
    EXPECT_EQ(settings.classes(), (std::vector<ClassCount>{{1, 2}}));
    EXPECT_EQ(loaded.size(), 1);
    models.takeLoaded(someLoaded(), kFamily, settings.compute());
    EXPECT_EQ(loaded.size(), 1) << "nothing changed";
    EXPECT_FALSE(models.hasLoadedAnother(kFamily));
    EXPECT_TRUE(models.hasLoadedAnother({"/other", "", ""}));
}

TEST_F(ModelLibraryTest, NamesClasses) {
    EXPECT_EQ(models.className(0), "class 0") << "before the models are there";
    open();
    EXPECT_EQ(models.className(0), "tench");
    EXPECT_EQ(models.className(1), "goldfish");
    EXPECT_EQ(models.className(2), "class 2") << "without a name";
    EXPECT_EQ(models.className(9), "class 9");
    EXPECT_EQ(models.className(kNoClass), "no class");
}

TEST_F(ModelLibraryTest, OffersPairsBesideTheirFamilyAlone) {
    open();
    EXPECT_EQ(models.specialisedSplits(), std::vector{2});
    EXPECT_EQ(models.filesAt(2), kFamily) << "not wanted";
    EXPECT_EQ(models.specialisedAt(2).drafter, "/models/drafter_2");
    settings.setSpecialised(true);
    EXPECT_EQ(models.filesAt(2).refiner, "/models/refiner_2");
    EXPECT_EQ(models.filesAt(3), kFamily);
    settings.setFiles({kFamily.vqvae, kFamily.refiner, kFamily.refiner});
    EXPECT_FALSE(models.hasSpecialised(2));
}

TEST_F(ModelLibraryTest, APairOfEqualSizeCostsWhatTheFamilyCosts) {
    const ModelFiles pair{kFamily.vqvae, "/models/drafter_2", "/models/refiner_2"};
    EXPECT_EQ(models.costFiles(kFamily, pair), pair) << "nothing is known yet";
    open();
    EXPECT_EQ(models.costFiles(kFamily, pair), kFamily);
    const ModelFiles larger{kFamily.vqvae, "/models/drafter", "/models/drafter_2"};
    EXPECT_EQ(models.costFiles(kFamily, larger), larger);
    EXPECT_EQ(models.digestOf(kFamily.drafter), "digest-d");
    EXPECT_EQ(models.digestOf("/other"), "/other");
    EXPECT_EQ(models.deviceOf(settings.compute().device), "cuda:0");
}

TEST_F(ModelLibraryTest, AFailedListingIsToldBesideTheModels) {
    models.openFirst("/empty");
    emit core.questionFailed(1, {0, 1, ErrorKind::File, "The folder is empty.", "Choose another."});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].place, Notice::Place::Models);
    EXPECT_EQ(told[0].remedy, Notice::Remedy::ChooseModels);
}

TEST_F(ModelLibraryTest, ADeadCoreIsAskedAgain) {
    models.openFirst("/models");
    emit core.questionFailed(1, {0, 1, ErrorKind::Internal, "The core died.", ""});
    EXPECT_TRUE(told.empty()) << "that is told of the core";
    emit core.stateChanged(CoreState::Ready, {});
    emit core.modelsListed(2, someListing());
    EXPECT_TRUE(models.listed().has_value());
}

}  // namespace
}  // namespace duo::ui::test
