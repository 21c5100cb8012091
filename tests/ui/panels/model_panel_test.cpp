// Choosing models over the real core: folders, files, device and precision, and what is loaded.
#include "panels/model_panel.h"

#include "panels/loaded_models.h"
#include "ui/panels/panel_test.h"
#include "ui/support/demo_family.h"

namespace duo::ui::test {
namespace {

class ModelPanelTest : public PanelTest {
  protected:
    ModelPanelTest()
        : panel({studio().settings(), studio().models(), studio().core(), studio().queue(),
                 studio().downloads()}) {}
    QComboBox& combo(const char* name) { return *named<QComboBox>(panel, name); }
    QString words() {
        QString all;
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->isVisible()) all += label->text() + "\n";
        }
        return all;
    }
    void choose(QComboBox& combo, const QString& text) {
        const int row = combo.findText(text);
        ASSERT_GE(row, 0) << text.toStdString();
        combo.setFocus();
        combo.setCurrentIndex(row);
        emit combo.activated(row);
    }

    ModelPanel panel;
};

TEST_F(ModelPanelTest, ListsTheFolderAndTellsWhatIsLoaded) {
    load();
    show(panel);
    EXPECT_EQ(combo("VQ-VAE").currentText(), "vqvae.safetensors");
    EXPECT_EQ(combo("Drafter").currentText(), "drafter.safetensors");
    EXPECT_EQ(combo("Refiner").currentText(), "refiner.safetensors");
    EXPECT_EQ(combo("VQ-VAE").findText("drafter.safetensors"), -1);
    EXPECT_TRUE(words().contains("depth")) << words().toStdString();
    EXPECT_TRUE(words().contains("6 scales")) << words().toStdString();
    EXPECT_TRUE(panel.findChild<LoadedModels*>()->isCurrent());
}

TEST_F(ModelPanelTest, ChoicesReachTheSettings) {
    load();
    show(panel);
    settings().setSplit(3);  // both models are needed
    choose(combo("Refiner"), "drafter.safetensors");
    EXPECT_EQ(settings().files().refiner, settings().files().drafter);
    EXPECT_FALSE(panel.findChild<LoadedModels*>()->isCurrent());
    choose(combo("Drafter"), "None");
    EXPECT_TRUE(settings().files().drafter.empty());
    choose(combo("Precision"), "bf16");
    EXPECT_EQ(settings().compute().precision, Precision::BFloat16);
    choose(combo("Precision"), "int8");
    EXPECT_EQ(settings().compute().precision, Precision::Int8);
}

TEST_F(ModelPanelTest, FollowsTheSettingsWithoutALoop) {
    load();
    const Changes changes(settings());
    settings().setCompute({Precision::Float16, "cuda:1", 0});
    EXPECT_EQ(combo("Device").currentText(), "cuda:1");
    EXPECT_EQ(combo("Precision").currentText(), "fp16");
    ModelFiles files = settings().files();
    files.drafter = "/elsewhere/big.pth";
    settings().setFiles(files);
    EXPECT_EQ(combo("Drafter").currentText(), "big.pth");
    EXPECT_EQ(changes.count(), 2);
}

TEST_F(ModelPanelTest, SaysWhichModelsGoTogether) {
    load();
    show(panel);
    EXPECT_TRUE(words().contains("Pairs here: drafter + refiner (any N)."))
        << words().toStdString();
    ModelsListed listed = *studio().models().listed();
    for (ModelListing& model : listed.files) {
        if (model.file == settings().files().refiner) model.classes = 7;
    }
    const Tag asked = studio().core().listModels({});
    studio().models().list({});
    emit studio().core().modelsListed(asked + 1, listed);
    EXPECT_TRUE(
        words().contains("drafter.safetensors and refiner.safetensors do not go together "
                         "(classes: 10 here, 7 there)"))
        << words().toStdString();
    const int row = combo("Refiner").findText("refiner.safetensors");
    EXPECT_TRUE(combo("Refiner")
                    .itemData(row, Qt::ToolTipRole)
                    .toString()
                    .contains("Not with drafter.safetensors"));
}

TEST_F(ModelPanelTest, ADeviceMayBeTyped) {
    show(panel);
    QLineEdit* line = combo("Device").lineEdit();
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, "cuda:3");
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_EQ(settings().compute().device, "cuda:3");
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Delete);
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_EQ(settings().compute().device, "auto");
}

TEST_F(ModelPanelTest, AnEmptyFolderIsToldByName) {
    load();
    show(panel);
    const QTemporaryDir empty;
    QString told;
    QObject::connect(&studio().notices(), &NoticeCentre::noticed, &panel,
                     [&told](const Notice& notice) { told = notice.text; });
    QLineEdit* line = combo("Folder").lineEdit();
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, empty.path());
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_TRUE(waitFor([&] { return told.contains(empty.path()); }, 20000)) << told.toStdString();
}

TEST_F(ModelPanelTest, LoadNowLoadsAnotherChoice) {
    load();
    show(panel);
    settings().setSplit(3);  // both models are needed
    choose(combo("Refiner"), "drafter.safetensors");
    click(button<QPushButton>(panel, "Load now"));
    EXPECT_TRUE(waitFor([&] { return panel.findChild<LoadedModels*>()->isCurrent(); }));
}

TEST_F(ModelPanelTest, TheFolderComesBack) {
    load();
    QSettings store(dataFolder() + "/ui.ini", QSettings::IniFormat);
    panel.save(store);
    EXPECT_EQ(store.value("models/folder").toString(), tinyFamilyFolder());
}

}  // namespace
}  // namespace duo::ui::test
