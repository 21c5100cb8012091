#include "panels/loaded_models.h"

#include <QEvent>
#include <QFileInfo>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>

#include "panels/panel_parts.h"
#include "protocol/precision_name.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

QString ownerName(MemoryOwner owner) {
    switch (owner) {
        case MemoryOwner::Drafter:
            return LoadedModels::tr("Drafter");
        case MemoryOwner::Refiner:
            return LoadedModels::tr("Refiner");
        case MemoryOwner::VqVae:
            break;
    }
    return LoadedModels::tr("VQ-VAE");
}

QColor ownerColor(MemoryOwner owner) {
    switch (owner) {
        case MemoryOwner::Drafter:
            return theme::model(ModelRole::Drafter);
        case MemoryOwner::Refiner:
            return theme::model(ModelRole::Refiner);
        case MemoryOwner::VqVae:
            break;
    }
    return theme::vqvae();
}

// "● Drafter   depth 30, 2.01 G, 4.0 GB"
QString factsRow(const ModelFacts& model) {
    QStringList facts;
    if (model.depth > 0) facts << LoadedModels::tr("depth %1").arg(model.depth);
    facts << LoadedModels::tr("%1 weights", "a count").arg(parts::countText(model.parameters))
          << bytesWords(static_cast<double>(model.weightBytes));
    return QStringLiteral(
               "<tr><td style='padding-right:%1px'><span style='color:%2'>●</span> "
               "%3</td><td>%4</td></tr>")
        .arg(theme::kGap)
        .arg(ownerColor(model.owner).name(), ownerName(model.owner),
             facts.join(QStringLiteral(" · ")));
}

}  // namespace

LoadedModels::LoadedModels(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      models_(parts::textLabel()),
      state_(parts::hintLabel()),
      progress_(new QProgressBar),
      load_(new QPushButton(tr("Load now"))) {
    models_->setTextFormat(Qt::RichText);
    models_->setAccessibleName(tr("Loaded models"));
    progress_->setRange(0, 100);
    progress_->setAccessibleName(tr("Loading"));
    progress_->hide();
    load_->setAccessibleName(tr("Load the chosen models now"));
    load_->setToolTip(tr("Loads the chosen models now. Otherwise the next run loads them."));
    QVBoxLayout* column = parts::column(this);
    column->setSpacing(theme::kGap / 2);
    column->addWidget(models_);
    column->addWidget(state_);
    column->addWidget(progress_);
    column->addWidget(load_, 0, Qt::AlignRight);
    connectState();
    compute_ = parts_.settings.compute();
    showModels();
}

void LoadedModels::connectState() {
    connect(load_, &QPushButton::clicked, this, [this] { parts_.models.load(); });
    connect(&parts_.models, &ModelLibrary::modelsLoaded, this, &LoadedModels::showModels);
    connect(&parts_.core, &CoreClient::jobEvent, this, &LoadedModels::showJobEvent);
    connect(&parts_.core, &CoreClient::jobEnded, this, &LoadedModels::endLoading);
    connect(&parts_.settings, &GenerationSettings::changed, this,
            [this](GenerationSettings::Part part) {
                using Part = GenerationSettings::Part;
                if (part == Part::Models || part == Part::Compute || part == Part::Split) {
                    showState();
                }
            });
}

void LoadedModels::showModels() {
    QString rows;
    if (parts_.models.loaded()) {
        for (const ModelFacts& model : parts_.models.loaded()->models) rows += factsRow(model);
    }
    models_->setText(QStringLiteral("<table cellspacing='0'>%1</table>").arg(rows));
    models_->setVisible(!rows.isEmpty());
    showState();
}

void LoadedModels::showState() {
    const ModelFiles& files = parts_.settings.files();
    const bool chosen = !files.vqvae.empty() && !(files.drafter.empty() && files.refiner.empty());
    const bool loading = !progress_->isHidden();
    const bool current = isCurrent();
    load_->setVisible(chosen && !current && !loading);
    state_->setVisible(chosen && !loading);
    if (current) {
        const FamilyFacts& family = parts_.models.loaded()->family;
        state_->setText(tr("%1 scales, %2 × %2 pixels, %3 classes; on %4 in %5")
                            .arg(family.sides.size())
                            .arg(family.pictureSide)
                            .arg(QLocale().toString(family.classes),
                                 QString::fromStdString(family.device),
                                 QString::fromStdString(precisionName(compute_.precision))));
    } else {
        state_->setText(parts_.models.loaded()
                            ? tr("Other models are chosen. The next run loads them.")
                            : tr("Not loaded yet. The next run loads them."));
    }
}

bool LoadedModels::isCurrent() const {
    if (!parts_.models.loaded() || compute_ != parts_.settings.compute()) return false;
    const ModelFiles files = parts_.models.filesNow();
    const auto isHeld = [this](MemoryOwner owner, const std::string& file) {
        const auto& models = parts_.models.loaded()->models;
        return file.empty() || std::any_of(models.begin(), models.end(), [&](const ModelFacts& m) {
                   return m.owner == owner && m.file == file;
               });
    };
    // A run loads only what its split needs.
    const DecodePlan plan = parts_.settings.plan();
    return isHeld(MemoryOwner::VqVae, files.vqvae) &&
           (!plan.uses(ModelRole::Drafter) || isHeld(MemoryOwner::Drafter, files.drafter)) &&
           (!plan.uses(ModelRole::Refiner) || isHeld(MemoryOwner::Refiner, files.refiner));
}

void LoadedModels::showJobEvent(Tag tag, const Event& event) {
    if (std::holds_alternative<ModelsLoaded>(event)) {
        // A run loads what it was asked with, which the settings may have left since.
        const RunPtr run = parts_.queue.run(tag);
        compute_ = run ? run->compute : parts_.settings.compute();
        endLoading();
        return showModels();
    }
    if (const auto* loading = std::get_if<LoadProgress>(&event)) showProgress(*loading);
}

void LoadedModels::showProgress(const LoadProgress& loading) {
    const bool first = progress_->isHidden();
    const QString file = QFileInfo(QString::fromStdString(loading.file)).fileName();
    progress_->setFormat(tr("Loading %1: %p %").arg(file));
    progress_->setValue(static_cast<int>(loading.fraction * 100));
    progress_->show();
    if (first) showState();
}

void LoadedModels::endLoading() {
    if (progress_->isHidden()) return;
    progress_->hide();
    showState();
}

void LoadedModels::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showModels();
}

}  // namespace duo::ui
