#include "panels/model_panel.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>
#include <array>

#include "panels/get_models_dialog.h"
#include "panels/loaded_models.h"
#include "panels/model_item_delegate.h"
#include "panels/panel_parts.h"
#include "protocol/precision_name.h"
#include "state/model_fit.h"
#include "widgets/file_dialogs.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kRecentFolders = 8;

QString fileName(const std::string& file) {
    return QFileInfo(QString::fromStdString(file)).fileName();
}

std::string& fileOf(ModelFiles& files, int which) {
    return which == 0 ? files.vqvae : which == 1 ? files.drafter : files.refiner;
}

// The folder that comes with the program.
bool isDemoFolder(const QString& folder) {
    return QDir::fromNativeSeparators(folder).endsWith(QLatin1String("/models/demo"));
}

}  // namespace

ModelPanel::ModelPanel(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      folder_(parts::narrowCombo(tr("Folder with the models"))),
      browse_(parts::iconButton("folder", tr("Choose a folder…"))),
      refresh_(parts::iconButton("refresh", tr("Look into the folder again"))),
      empty_(parts::hintLabel()),
      fit_(parts::hintLabel()),
      get_(new QPushButton(tr("Get models…"))),
      device_(parts::narrowCombo(tr("Device"))),
      precision_(parts::narrowCombo(tr("Precision"))),
      loaded_(new LoadedModels({parts.settings, parts.models, parts.core, parts.queue})) {
    setAcceptDrops(true);
    QVBoxLayout* column = parts::column(this);
    column->addLayout(buildFolder());
    column->addWidget(get_, 0, Qt::AlignLeft);
    column->addWidget(empty_);
    column->addLayout(buildChoices());
    column->addWidget(fit_);
    column->addWidget(loaded_);
    connectState();
    showListed();
    showCompute();
}

QLayout* ModelPanel::buildFolder() {
    folder_->setEditable(true);
    folder_->setInsertPolicy(QComboBox::NoInsert);
    folder_->lineEdit()->setPlaceholderText(tr("Demo family"));
    folder_->setToolTip(tr("The folder with the checkpoints. You can also drop a folder here."));
    connect(folder_, &QComboBox::activated, this,
            [this](int index) { setFolder(folder_->itemData(index).toString()); });
    connect(folder_->lineEdit(), &QLineEdit::editingFinished, this, &ModelPanel::takeFolder);
    connect(browse_, &QToolButton::clicked, this, &ModelPanel::chooseFolder);
    connect(refresh_, &QToolButton::clicked, this, [this] {
        parts_.models.list(parts_.models.listed()
                               ? QString::fromStdString(parts_.models.listed()->folder)
                               : QString());
    });
    get_->setToolTip(tr("Download published models"));
    connect(get_, &QPushButton::clicked, this, &ModelPanel::getModels);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kGap / 2);
    row->addWidget(folder_, 1);
    row->addWidget(browse_);
    row->addWidget(refresh_);
    return row;
}

QLayout* ModelPanel::buildChoices() {
    QFormLayout* form = parts::form();
    const std::array names{tr("VQ-VAE"), tr("Drafter"), tr("Refiner")};
    const std::array tips{tr("Turns the finished tokens into pixels."),
                          tr("The large model: decodes the scales before the split."),
                          tr("The small model: decodes the scales from the split on.")};
    constexpr std::array topics{"latent", "drafter", "refiner"};
    for (int i = 0; i < kFiles; ++i) {
        const File which = static_cast<File>(i);
        files_[i] = parts::narrowCombo(names[i]);
        files_[i]->setToolTip(tips[i]);
        setHelpTopics(*files_[i], topics[i]);
        files_[i]->setItemDelegate(new ModelItemDelegate(files_[i]));
        connect(files_[i], &QComboBox::activated, this, [this, which] { takeFile(which); });
        form->addRow(names[i], files_[i]);
    }
    device_->setEditable(true);
    device_->setInsertPolicy(QComboBox::NoInsert);
    device_->addItems({"auto", "cpu", "cuda"});
    device_->setToolTip(tr("auto uses a GPU if there is one. cuda:1 is the second GPU."));
    connect(device_, &QComboBox::activated, this, &ModelPanel::takeDevice);
    connect(device_->lineEdit(), &QLineEdit::editingFinished, this, &ModelPanel::takeDevice);
    for (const auto precision :
         {Precision::Float32, Precision::BFloat16, Precision::Float16, Precision::Int8}) {
        precision_->addItem(QString::fromStdString(precisionName(precision)),
                            static_cast<int>(precision));
    }
    precision_->setToolTip(
        tr("fp32 is exact. bf16 and fp16 halve the memory and are faster on a GPU. int8 halves the "
           "transformers' weights once more."));
    connect(precision_, &QComboBox::activated, this, [this] {
        ComputeOptions compute = parts_.settings.compute();
        compute.precision = static_cast<Precision>(precision_->currentData().toInt());
        parts_.settings.setCompute(compute);
    });
    form->addRow(tr("Device"), device_);
    form->addRow(tr("Precision"), precision_);
    return form;
}

void ModelPanel::connectState() {
    connect(&parts_.models, &ModelLibrary::modelsListed, this, &ModelPanel::showListed);
    connect(&parts_.settings, &GenerationSettings::changed, this,
            [this](GenerationSettings::Part part) {
                if (part == GenerationSettings::Part::Models) showFiles();
                if (part == GenerationSettings::Part::Compute) showCompute();
            });
}

void ModelPanel::showListed() {
    showFolder();
    showFiles();
    const auto& listed = parts_.models.listed();
    const bool none = listed && listed->files.empty();
    empty_->setVisible(none);
    if (!none) return;
    empty_->setText(
        tr("There are no models in %1.\n\nPut a VQ-VAE there (vae_ch160v4096z32.pth) and "
           "a pair of VAR models (drafter_8.pth and refiner_8.pth, or var_d30.pth and "
           "var_d16.pth), then look again. Or go back to the demo family, which needs "
           "no download.")
            .arg(QDir::toNativeSeparators(QString::fromStdString(listed->folder))));
}

void ModelPanel::showFolder() {
    if (!parts_.models.listed()) return;
    const QString folder = QString::fromStdString(parts_.models.listed()->folder);
    const bool demo = isDemoFolder(folder);
    if (!demo) {
        recent_.removeAll(folder);
        recent_.prepend(folder);
        while (recent_.size() > kRecentFolders) recent_.removeLast();
    }
    const QSignalBlocker quiet(folder_);
    folder_->clear();
    folder_->addItem(tr("Demo family"), QString());
    for (const QString& recent : recent_) {
        folder_->addItem(QDir::toNativeSeparators(recent), recent);
    }
    folder_->setCurrentIndex(demo ? 0 : 1);
    folder_->lineEdit()->setModified(false);
    folder_->lineEdit()->setToolTip(QDir::toNativeSeparators(folder));
}

void ModelPanel::showFiles() {
    for (const File which : {VqVae, Drafter, Refiner}) fillCombo(which);
    showFit();
    showSummary();
}

const ModelListing* ModelPanel::chosen(File which) const {
    ModelFiles files = parts_.settings.files();
    const auto& listed = parts_.models.listed();
    if (!listed) return nullptr;
    const auto found = std::ranges::find(listed->files, fileOf(files, which), &ModelListing::file);
    return found == listed->files.end() ? nullptr : &*found;
}

// Describes the model, and says why it does not go with the others that are chosen.
QString ModelPanel::phraseOf(const ModelListing& model, File which) const {
    const QString description = QString::fromStdString(model.description);
    for (const File other : {VqVae, Drafter, Refiner}) {
        const ModelListing* beside = other == which ? nullptr : chosen(other);
        const QString why = beside == nullptr ? QString() : whyNotTogether(model, *beside);
        if (!why.isEmpty())
            return tr("Not with %1 (%2). %3").arg(fileName(beside->file), why, description);
    }
    return description;
}

void ModelPanel::showFit() {
    const auto& listed = parts_.models.listed();
    QString words = listed ? pairWords(*listed) : QString();
    for (const auto& [first, second] :
         {std::pair{Drafter, Refiner}, std::pair{Drafter, VqVae}, std::pair{Refiner, VqVae}}) {
        const ModelListing *a = chosen(first), *b = chosen(second);
        const QString why = a == nullptr || b == nullptr ? QString() : whyNotTogether(*a, *b);
        if (!why.isEmpty()) {
            words = tr("%1 and %2 do not go together (%3).")
                        .arg(fileName(a->file), fileName(b->file), why);
        }
    }
    fit_->setText(words);
    fit_->setVisible(!words.isEmpty());
}

void ModelPanel::fillCombo(File which) {
    QComboBox* combo = files_[which];
    ModelFiles files = parts_.settings.files();
    const std::string& chosen = fileOf(files, which);
    const QSignalBlocker quiet(combo);
    combo->clear();
    if (parts_.models.listed()) {
        for (const ModelListing& model : parts_.models.listed()->files) {
            if (model.vqvae != (which == VqVae)) continue;
            ModelItemDelegate::add(combo, fileName(model.file), QString::fromStdString(model.file),
                                   phraseOf(model, which));
        }
    }
    if (which != VqVae)
        ModelItemDelegate::add(combo, tr("None"), {}, tr("This split does not use it"));
    const QString path = QString::fromStdString(chosen);
    if (!path.isEmpty() && combo->findData(path) < 0) {
        ModelItemDelegate::add(combo, fileName(chosen), path, tr("Not in this folder"));
    }
    combo->setCurrentIndex(combo->findData(path));
    combo->setPlaceholderText(tr("Choose one"));
    ModelItemDelegate::fitPopup(combo);
}

void ModelPanel::showCompute() {
    const ComputeOptions& compute = parts_.settings.compute();
    device_->setCurrentText(QString::fromStdString(compute.device));
    precision_->setCurrentIndex(precision_->findData(static_cast<int>(compute.precision)));
    showSummary();
}

void ModelPanel::showSummary() {
    const ModelFiles& files = parts_.settings.files();
    const ComputeOptions& compute = parts_.settings.compute();
    QStringList models;
    for (const std::string& file : {files.drafter, files.refiner}) {
        if (!file.empty()) models << QFileInfo(fileName(file)).completeBaseName();
    }
    const QString summary =
        models.isEmpty()
            ? tr("none chosen")
            : tr("%1, %2 %3", "models, device precision")
                  .arg(models.join(QStringLiteral(" + ")), QString::fromStdString(compute.device),
                       QString::fromStdString(precisionName(compute.precision)));
    if (summary == summary_) return;
    summary_ = summary;
    emit summaryChanged(summary_);
}

void ModelPanel::setFolder(const QString& folder) {
    parts_.models.list(folder);
}

void ModelPanel::chooseFolder() {
    const auto& listed = parts_.models.listed();
    askForFolder(this,
                 {.kind = "models",
                  .title = tr("Choose the folder with the models"),
                  .folder = listed ? QString::fromStdString(listed->folder) : QString()},
                 [this](const QString& folder) { setFolder(folder); });
}

void ModelPanel::getModels() {
    if (dialog_ == nullptr) {
        dialog_ = new GetModelsDialog(parts_.downloads, window());
        connect(dialog_, &GetModelsDialog::folderChosen, this, &ModelPanel::setFolder);
    }
    dialog_->show();
    dialog_->raise();
    dialog_->activateWindow();
}

void ModelPanel::takeFolder() {
    if (!folder_->lineEdit()->isModified()) return;
    folder_->lineEdit()->setModified(false);
    const QString text = folder_->currentText().trimmed();
    setFolder(text == tr("Demo family") ? QString() : QDir::fromNativeSeparators(text));
}

void ModelPanel::takeFile(File which) {
    ModelFiles files = parts_.settings.files();
    fileOf(files, which) = files_[which]->currentData().toString().toStdString();
    parts_.settings.setFiles(files);
}

void ModelPanel::takeDevice() {
    const QString device = device_->currentText().trimmed();
    ComputeOptions compute = parts_.settings.compute();
    compute.device = device.isEmpty() ? "auto" : device.toStdString();
    parts_.settings.setCompute(compute);
    showCompute();
}

void ModelPanel::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && QFileInfo(urls.front().toLocalFile()).isDir()) {
        event->acceptProposedAction();
    }
}

void ModelPanel::dropEvent(QDropEvent* event) {
    setFolder(event->mimeData()->urls().front().toLocalFile());
}

void ModelPanel::save(QSettings& store) const {
    store.setValue("models/folder",
                   folder_->currentIndex() == 0 ? QString() : folder_->currentData().toString());
    store.setValue("models/recentFolders", recent_);
}

void ModelPanel::restore(QSettings& store) {
    recent_ = store.value("models/recentFolders").toStringList();
    const QString folder = store.value("models/folder").toString();
    if (!folder.isEmpty() && !parts_.models.wasFolderGiven()) setFolder(folder);
}

}  // namespace duo::ui
