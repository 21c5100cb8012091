// Chooses published models, downloads them through the core and offers the folder.
#pragma once

#include <QDialog>
#include <map>
#include <string>

#include "state/model_downloads.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace duo::ui {

class GetModelsDialog : public QDialog {
    Q_OBJECT
  public:
    explicit GetModelsDialog(ModelDownloads& downloads, QWidget* parent = nullptr);

    // The files of the checked families and files that are not in the folder, in the order of the
    // catalogue.
    QStringList wanted() const;

  public slots:
    void setFolder(const QString& folder);  // looks what it has

  signals:
    void folderChosen(const QString& folder);  // its models are to be used

  private:
    void build();
    QLayout* buildFolder();
    QLayout* buildChoices();
    QLayout* buildButtons();
    void chooseFolder();
    void showCatalogue();
    void addFamilies(const CatalogueListed& listed);
    void addFiles(const CatalogueListed& listed);
    QTreeWidgetItem* addGroup(const QString& title);
    void showThere();
    void showWanted();
    void showDetails();
    void showProgress();
    void showEnd();
    void showFailure(const QString& sentence);
    void download();
    QString folder() const;

    ModelDownloads& downloads_;
    QLabel *folder_, *details_, *sum_, *problem_;
    QTreeWidget* tree_;
    QComboBox* precision_;
    QLineEdit* mirror_;
    QProgressBar* bar_;
    QPushButton *browse_, *download_, *stop_, *use_;
    std::map<std::string, QTreeWidgetItem*> files_;  // by published name
    QString asked_;                                  // folder that was asked for last
};

}  // namespace duo::ui
