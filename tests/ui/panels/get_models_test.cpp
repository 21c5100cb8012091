// Getting models over the real core from a server on this machine.
#include "panels/get_models_dialog.h"

#include "support/web_server.h"
#include "ui/panels/panel_test.h"
#include "ui/support/demo_family.h"

namespace duo::ui::test {
namespace {

class GetModelsDialogTest : public PanelTest {
  protected:
    GetModelsDialogTest() {
        const QDir family(tinyFamilyFolder());
        for (const auto& [published, file] :
             {std::pair{"vae_ch160v4096z32.pth", "vqvae"}, std::pair{"drafter_8.pth", "drafter"},
              std::pair{"refiner_8.pth", "refiner"}}) {
            server.put(
                published,
                duo::test::readFile(family.filePath(QString(file) + ".safetensors").toStdString()));
        }
        QSettings().setValue("models/downloadFolder", folder.path());
        load();
        dialog = std::make_unique<GetModelsDialog>(studio().downloads());
        QObject::connect(dialog.get(), &GetModelsDialog::folderChosen, dialog.get(),
                         [this](const QString& f) { chosen = f; });
        QObject::connect(&studio().notices(), &NoticeCentre::noticed, dialog.get(),
                         [this](const Notice& notice) { told = notice; });
        dialog->show();
        EXPECT_TRUE(waitFor([this] { return studio().downloads().catalogue().has_value(); }));
    }
    ~GetModelsDialogTest() override { QSettings().remove("models/downloadFolder"); }

    QTreeWidget& tree() { return *named<QTreeWidget>(*dialog, "Published models"); }
    QTreeWidgetItem* row(const QString& text) {
        const auto found = tree().findItems(text, Qt::MatchExactly | Qt::MatchRecursive);
        EXPECT_EQ(found.size(), 1) << text.toStdString();
        return found.value(0);
    }
    void check(const QString& text) { row(text)->setCheckState(0, Qt::Checked); }
    void useMirror(const std::string& behaviour) {
        named<QLineEdit>(*dialog, "Mirror")
            ->setText(QString::fromStdString(server.endpoint(behaviour)));
    }
    void download() {
        click(button<QPushButton>(*dialog, "Download"));
        EXPECT_TRUE(waitFor([this] { return !studio().downloads().isWorking(); }));
        QCoreApplication::processEvents();
    }
    QString words() {
        QString all;
        for (const QLabel* label : dialog->findChildren<QLabel*>()) all += label->text() + "\n";
        return all;
    }

    duo::test::WebServer server;
    QTemporaryDir folder;
    std::unique_ptr<GetModelsDialog> dialog;
    QString chosen;
    Notice told;
};

TEST_F(GetModelsDialogTest, ListsFamiliesAndFilesWithTheirSizes) {
    EXPECT_EQ(tree().topLevelItemCount(), 2);
    EXPECT_EQ(tree().topLevelItem(0)->childCount(), 16);
    EXPECT_TRUE(row("CoDe pair for N = 8")->text(1).startsWith("about"));
    EXPECT_EQ(row("var_d36.pth")->text(1), "8.79" + QString(QChar(0xa0)) + "GiB");
    EXPECT_EQ(row("var_d16-ddo.pth")->text(4), "CC BY-NC-SA 4.0 (no commercial use)");
    EXPECT_TRUE(words().contains(folder.path())) << words().toStdString();
    EXPECT_FALSE(button<QPushButton>(*dialog, "Download")->isEnabled());
    EXPECT_FALSE(button<QPushButton>(*dialog, "Use these models")->isEnabled());
    check("CoDe pair for N = 8");
    check("drafter_8.pth");  // once more
    EXPECT_EQ(dialog->wanted(),
              (QStringList{"vae_ch160v4096z32.pth", "drafter_8.pth", "refiner_8.pth"}));
    EXPECT_TRUE(button<QPushButton>(*dialog, "Download")->isEnabled());
    screenshot(*dialog, "get-models");
}

TEST_F(GetModelsDialogTest, ADownloadIsOfferedAndOpened) {
    check("CoDe pair for N = 8");
    useMirror("hub+cut:2");
    download();
    EXPECT_TRUE(waitFor([this] { return dialog->wanted().isEmpty(); }));
    EXPECT_EQ(row("drafter_8.pth")->text(3), "there");
    EXPECT_EQ(row("CoDe pair for N = 8")->text(3), "there");
    EXPECT_EQ(dialog->wanted(), QStringList());
    EXPECT_EQ(told.remedy, Notice::Remedy::UseModels);
    EXPECT_EQ(told.file, folder.path());
    click(button<QPushButton>(*dialog, "Use these models"));
    EXPECT_EQ(chosen, folder.path());
    EXPECT_FALSE(dialog->isVisible());
    studio().notices().applyRemedy(told);  // what the notice's button does
    EXPECT_TRUE(waitFor(
        [this] { return studio().models().listed()->folder == folder.path().toStdString(); }));
    EXPECT_EQ(studio().models().listed()->specialised.size(), 1u);
}

TEST_F(GetModelsDialogTest, ConvertsOnArrival) {
    check("drafter_8.pth");
    useMirror("sha");
    auto* precision = named<QComboBox>(*dialog, "On arrival");
    precision->setCurrentIndex(precision->findData("bf16"));
    download();
    EXPECT_TRUE(waitFor([this] { return row("drafter_8.pth")->text(3) == "there (bf16)"; }));
    EXPECT_TRUE(QFile::exists(folder.filePath("drafter_8.safetensors")));
}

TEST_F(GetModelsDialogTest, AStopKeepsWhatArrived) {
    check("drafter_8.pth");
    useMirror("sha+slow");
    click(button<QPushButton>(*dialog, "Download"));
    EXPECT_TRUE(waitFor([this] { return row("drafter_8.pth")->text(3).contains("%"); }));
    EXPECT_TRUE(words().contains("0 of 1 files")) << words().toStdString();
    screenshot(*dialog, "get-models-at-work");
    click(button<QPushButton>(*dialog, "Stop"));
    EXPECT_TRUE(waitFor([this] { return row("drafter_8.pth")->text(3).contains("arrived"); }));
    EXPECT_TRUE(button<QPushButton>(*dialog, "Download")->isEnabled());
}

TEST_F(GetModelsDialogTest, ARefusalIsToldInTheDialog) {
    check("drafter_8.pth");
    useMirror("status:403");
    download();
    EXPECT_TRUE(words().contains("consent to its terms")) << words().toStdString();
    useMirror("nonsense");
    named<QLineEdit>(*dialog, "Mirror")->setText("nonsense");
    download();
    EXPECT_TRUE(words().contains("not a web address")) << words().toStdString();
}

}  // namespace
}  // namespace duo::ui::test
