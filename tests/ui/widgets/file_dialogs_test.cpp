// File dialogs remember their folder, each kind its own.
#include "widgets/file_dialogs.h"

#include "test_picture.h"

namespace duo::ui {
namespace {

class FileDialogsTest : public testing::Test {
  protected:
    FileDialogsTest() {
        QSettings().remove("folders");
        window.show();
    }
    ~FileDialogsTest() override { QSettings().remove("folders"); }

    // Types the name into the dialog and presses Enter.
    static void answer(QFileDialog* dialog, const QString& name) {
        auto* field = dialog->findChild<QLineEdit*>("fileNameEdit");
        ASSERT_NE(field, nullptr);
        ASSERT_TRUE(QTest::qWaitForWindowActive(dialog));
        field->completer()->setCompletionMode(QCompleter::InlineCompletion);  // no popup in between
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, name);
        QTest::keyClick(field, Qt::Key_Return);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    QTemporaryDir home;
    QWidget window;
    QString chosen;
    UseFile use = [this](const QString& file) { chosen = file; };
};

TEST_F(FileDialogsTest, AKindOpensWhereItWasUsedLast) {
    const QString folder = home.filePath("out");
    QDir().mkpath(folder);
    const FileQuestion question{
        .kind = "picture", .title = "Save", .name = "a.png", .folder = home.path()};
    QFileDialog* first = askWhereToSave(&window, question, use);
    EXPECT_EQ(first->directory(), QDir(home.path()));
    answer(first, folder + "/b");
    EXPECT_EQ(chosen, folder + "/b.png") << "the suffix is the suggestion's";
    QFileDialog* again = askWhereToSave(&window, question, use);
    EXPECT_EQ(again->directory(), QDir(folder));
    again->reject();
    QFileDialog* other = askWhereToSave(
        &window, {.kind = "npz", .title = "Save", .name = "a.npz", .folder = home.path()}, use);
    EXPECT_EQ(other->directory(), QDir(home.path())) << "another kind has its own folder";
    other->reject();
}

TEST_F(FileDialogsTest, AFolderThatIsGoneIsNotOffered) {
    QSettings().setValue("folders/picture", home.filePath("gone"));
    QFileDialog* dialog = askWhereToSave(
        &window, {.kind = "picture", .title = "Save", .name = "a.png", .folder = home.path()}, use);
    EXPECT_EQ(dialog->directory(), QDir(home.path()));
    dialog->reject();
}

TEST_F(FileDialogsTest, FilesAndFoldersAreRemembered) {
    QFile file(home.filePath("x.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.close();
    answer(askForFile(&window, {.kind = "evaluation", .title = "Open"}, use), file.fileName());
    EXPECT_EQ(chosen, file.fileName());
    EXPECT_EQ(QSettings().value("folders/evaluation"), home.path());
    answer(askForFolder(&window, {.kind = "run", .title = "Open"}, use), home.path());
    EXPECT_EQ(QSettings().value("folders/run"), home.path());
}

}  // namespace
}  // namespace duo::ui
