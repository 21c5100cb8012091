#include "panels/get_models_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>
#include <algorithm>

#include "panels/catalogue_words.h"
#include "panels/panel_parts.h"
#include "widgets/file_dialogs.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

enum Column { Name, Size, Memory, Here, Licence, kColumns };
constexpr int kFilesRole = Qt::UserRole;        // of a row: the published files that it stands for
constexpr int kDetailsRole = Qt::UserRole + 1;  // a sentence about it
constexpr const char* kFolderKey = "models/downloadFolder";

}  // namespace

GetModelsDialog::GetModelsDialog(ModelDownloads& downloads, QWidget* parent)
    : QDialog(parent),
      downloads_(downloads),
      folder_(new ElidedLabel),
      details_(parts::hintLabel()),
      sum_(parts::textLabel()),
      problem_(parts::textLabel()),
      tree_(new QTreeWidget),
      precision_(new QComboBox),
      mirror_(new QLineEdit),
      bar_(new QProgressBar),
      browse_(new QPushButton(tr("Choose…"))),
      download_(new QPushButton(tr("Download"))),
      stop_(new QPushButton(tr("Stop"))),
      use_(new QPushButton(tr("Use these models"))) {
    setWindowTitle(tr("Get models"));
    build();
    connect(&downloads_, &ModelDownloads::catalogueChanged, this, &GetModelsDialog::showCatalogue);
    connect(&downloads_, &ModelDownloads::progressChanged, this, &GetModelsDialog::showProgress);
    connect(&downloads_, &ModelDownloads::ended, this, &GetModelsDialog::showEnd);
    connect(&downloads_, &ModelDownloads::failed, this, &GetModelsDialog::showFailure);
    connect(tree_, &QTreeWidget::itemChanged, this, &GetModelsDialog::showWanted);
    connect(tree_, &QTreeWidget::currentItemChanged, this, &GetModelsDialog::showDetails);
    showProgress();
    setFolder(QSettings().value(kFolderKey).toString());
}

// ---- Parts -------------------------------------------------------------------------------------

void GetModelsDialog::build() {
    tree_->setAccessibleName(tr("Published models"));
    tree_->setColumnCount(kColumns);
    tree_->setHeaderLabels(
        {tr("Model"), tr("Download"), tr("Memory: fp32, bf16, int8"), tr("Here"), tr("Licence")});
    tree_->setUniformRowHeights(true);
    tree_->header()->setStretchLastSection(true);
    problem_->setForegroundRole(QPalette::Text);
    bar_->setRange(0, 1000);
    auto* column = new QVBoxLayout(this);
    column->addLayout(buildFolder());
    column->addWidget(tree_, 1);
    column->addWidget(details_);
    column->addLayout(buildChoices());
    column->addWidget(sum_);
    column->addWidget(bar_);
    column->addWidget(problem_);
    column->addLayout(buildButtons());
    const QSize room =
        parentWidget() == nullptr ? QSize(1000, 800) : parentWidget()->screen()->availableSize();
    resize(QSize(fontMetrics().averageCharWidth() * 130, fontMetrics().height() * 42)
               .boundedTo(room * 0.9));
}

QLayout* GetModelsDialog::buildFolder() {
    folder_->setAccessibleName(tr("Folder for the models"));
    connect(browse_, &QPushButton::clicked, this, &GetModelsDialog::chooseFolder);
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("Into the folder")));
    row->addWidget(folder_, 1);
    row->addWidget(browse_);
    return row;
}

QLayout* GetModelsDialog::buildChoices() {
    precision_->setAccessibleName(tr("On arrival"));
    precision_->addItem(tr("Keep the files as published"), QString());
    precision_->addItem(tr("Convert to bf16: half the disk and memory"), QStringLiteral("bf16"));
    precision_->addItem(tr("Convert to int8: a quarter of the disk and memory"),
                        QStringLiteral("int8"));
    precision_->setToolTip(
        tr("The converted file takes the place of the published one. The VQ-VAE stays as it is."));
    mirror_->setAccessibleName(tr("Mirror"));
    mirror_->setPlaceholderText(tr("none, or the address of a mirror of huggingface.co"));
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("On arrival")));
    row->addWidget(precision_);
    row->addSpacing(theme::kGap);
    row->addWidget(new QLabel(tr("Mirror")));
    row->addWidget(mirror_, 1);
    return row;
}

QLayout* GetModelsDialog::buildButtons() {
    auto* leave = new QPushButton(tr("Close"));
    leave->setToolTip(tr("A download goes on while the window is open."));
    download_->setProperty("primary", true);
    use_->setToolTip(tr("Open this folder in the Models panel"));
    connect(leave, &QPushButton::clicked, this, &QDialog::close);
    connect(download_, &QPushButton::clicked, this, &GetModelsDialog::download);
    connect(stop_, &QPushButton::clicked, &downloads_, &ModelDownloads::stop);
    connect(use_, &QPushButton::clicked, this, [this] {
        emit folderChosen(folder());
        close();
    });
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    for (QPushButton* button : {download_, stop_, use_, leave}) row->addWidget(button);
    return row;
}

// ---- The folder and what it has ----------------------------------------------------------------

QString GetModelsDialog::folder() const {
    return downloads_.catalogue() ? QString::fromStdString(downloads_.catalogue()->folder) : asked_;
}

void GetModelsDialog::setFolder(const QString& folder) {
    asked_ = folder;
    downloads_.look(folder);
}

void GetModelsDialog::chooseFolder() {
    askForFolder(
        this, {.kind = "downloads", .title = tr("Choose a folder for models"), .folder = folder()},
        [this](const QString& chosen) {
            QSettings().setValue(kFolderKey, chosen);
            setFolder(chosen);
        });
}

QTreeWidgetItem* GetModelsDialog::addGroup(const QString& title) {
    auto* group = new QTreeWidgetItem(tree_, {title});
    group->setFlags(Qt::ItemIsEnabled);
    group->setFirstColumnSpanned(true);
    group->setExpanded(true);
    return group;
}

void GetModelsDialog::addFamilies(const CatalogueListed& listed) {
    QTreeWidgetItem* group = addGroup(tr("Families: what makes pictures together"));
    for (const CatalogueFamily& family : listed.families) {
        auto* item = new QTreeWidgetItem(group, {familyTitle(family)});
        QStringList files;
        for (const std::string& file : family.files) files << QString::fromStdString(file);
        item->setData(Name, kFilesRole, files);
        item->setData(Name, kDetailsRole, tr("Files: %1.").arg(files.join(QStringLiteral(", "))));
        item->setCheckState(Name, Qt::Unchecked);
        item->setText(Size, familySize(family, listed));
        item->setText(Licence, familyLicence(family, listed));
    }
}

void GetModelsDialog::addFiles(const CatalogueListed& listed) {
    QTreeWidgetItem* group = addGroup(tr("Single files"));
    group->setExpanded(false);
    for (const CatalogueFile& file : listed.files) {
        const QString name = QString::fromStdString(file.file);
        auto* item = new QTreeWidgetItem(group, {name});
        item->setData(Name, kFilesRole, QStringList{name});
        item->setData(Name, kDetailsRole,
                      tr("Published at %1.").arg(QString::fromStdString(file.page)));
        item->setCheckState(Name, Qt::Unchecked);
        item->setText(Size, fileSize(file));
        item->setText(Memory, memoryWords(file));
        item->setText(Licence, QString::fromStdString(file.licence));
        files_[file.file] = item;
    }
}

void GetModelsDialog::showCatalogue() {
    const CatalogueListed& listed = *downloads_.catalogue();
    folder_->setText(QDir::toNativeSeparators(QString::fromStdString(listed.folder)));
    if (files_.empty()) {
        const QSignalBlocker quiet(tree_);
        addFamilies(listed);
        addFiles(listed);
        for (int column = 0; column < kColumns; ++column) tree_->resizeColumnToContents(column);
        tree_->setColumnWidth(Here, fontMetrics().averageCharWidth() * 26);
    }
    problem_->clear();
    showThere();
    showWanted();
}

void GetModelsDialog::showThere() {
    const QSignalBlocker quiet(tree_);
    const CatalogueListed& listed = *downloads_.catalogue();
    for (const CatalogueFile& file : listed.files)
        files_.at(file.file)->setText(Here, presenceWords(file));
    QTreeWidgetItem* families = tree_->topLevelItem(0);
    for (std::size_t i = 0; i < listed.families.size(); ++i)
        families->child(static_cast<int>(i))
            ->setText(Here, familyPresence(listed.families[i], listed));
    tree_->viewport()->update();
}

// ---- What is wanted ----------------------------------------------------------------------------

QStringList GetModelsDialog::wanted() const {
    QStringList checked, files;
    for (QTreeWidgetItemIterator item(tree_, QTreeWidgetItemIterator::Checked); *item; ++item)
        checked += (*item)->data(Name, kFilesRole).toStringList();
    if (!downloads_.catalogue()) return files;
    for (const CatalogueFile& file : downloads_.catalogue()->files) {
        const QString name = QString::fromStdString(file.file);
        if (!file.there && checked.contains(name)) files << name;
    }
    return files;
}

void GetModelsDialog::showWanted() {
    const QStringList files = wanted();
    download_->setEnabled(!files.isEmpty() && !downloads_.isWorking());
    if (!downloads_.catalogue() || downloads_.isWorking()) return;
    const CatalogueListed& listed = *downloads_.catalogue();
    double bytes = 0;
    for (const CatalogueFile& file : listed.files) {
        if (files.contains(QString::fromStdString(file.file)))
            bytes += static_cast<double>(file.bytes - file.arrivedBytes);
    }
    const QString free = bytesWords(static_cast<double>(listed.freeBytes));
    sum_->setText(files.isEmpty() ? tr("Check a family or a file. %1 are free.").arg(free)
                                  : tr("%n file(s): about %1 to download, %2 are free.", nullptr,
                                       static_cast<int>(files.size()))
                                        .arg(bytesWords(bytes), free));
    const bool any = std::ranges::any_of(listed.files, [](const CatalogueFile& file) {
        return file.there && file.kind == CatalogueKind::Var;
    });
    use_->setEnabled(any);
}

void GetModelsDialog::showDetails() {
    const QTreeWidgetItem* item = tree_->currentItem();
    details_->setText(item == nullptr ? QString() : item->data(Name, kDetailsRole).toString());
}

void GetModelsDialog::download() {
    problem_->clear();
    downloads_.get(
        {wanted(), folder(), mirror_->text().trimmed(), precision_->currentData().toString()});
}

// ---- How it goes -------------------------------------------------------------------------------

void GetModelsDialog::showProgress() {
    const bool working = downloads_.isWorking();
    bar_->setVisible(working);
    stop_->setEnabled(working);
    for (QWidget* choice : std::initializer_list<QWidget*>{browse_, precision_, mirror_})
        choice->setEnabled(!working);
    if (!working) return showWanted();
    download_->setEnabled(false);
    const QSignalBlocker quiet(tree_);
    for (const GetProgress& file : downloads_.progress()) {
        const auto row = files_.find(file.file);
        if (row == files_.end()) continue;
        row->second->setText(Here, progressWords(file));
        row->second->setToolTip(Here, QString::fromStdString(file.problem));
        row->second->parent()->setExpanded(true);
    }
    tree_->viewport()->update();
    const DownloadSum sum = sumOf(downloads_.progress(), downloads_.catalogue());
    bar_->setValue(sum.totalBytes > 0 ? static_cast<int>(1000 * sum.bytes / sum.totalBytes) : 0);
    sum_->setText(sumWords(sum));
}

void GetModelsDialog::showEnd() {
    QStringList problems;
    for (const GotFile& file : downloads_.got()->files) {
        if (file.message.empty() || file.stopped) continue;
        problems << QString::fromStdString(file.message + " " + file.hint).trimmed();
    }
    showProgress();
    problem_->setText(problems.join('\n'));
    use_->setDefault(problems.isEmpty());
}

void GetModelsDialog::showFailure(const QString& sentence) {
    problem_->setText(sentence);
}

}  // namespace duo::ui
