#include "views/sweep_export.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QFuture>
#include <QMenu>
#include <QPromise>
#include <QRegularExpression>
#include <QThreadPool>
#include <memory>

#include "charts/chart_export.h"
#include "protocol/per_scale.h"
#include "state/run_titles.h"
#include "views/compare_words.h"
#include "views/sweep_model.h"
#include "widgets/file_dialogs.h"

namespace duo::ui {
namespace {

const QString kDot = QStringLiteral(" · ");

// Letters, digits and lines: legal in a file name everywhere.
QString fileWords(QString text) {
    static const QRegularExpression others(QStringLiteral("[^\\p{L}\\p{N}]+"));
    text.replace(others, QStringLiteral("_"));
    return text.isEmpty() ? QStringLiteral("picture") : text;
}

QString freeName(const QDir& folder, const QString& base) {
    QString file = folder.filePath(base + ".png");
    for (int i = 2; QFileInfo::exists(file); ++i) {
        file = folder.filePath(QStringLiteral("%1_%2.png").arg(base).arg(i));
    }
    return file;
}

// Empty, or a sentence that says why not.
QString writeImage(const Sheet& sheet, SheetPaper paper, const QString& file) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!paintSheet(sheet, paper).save(&buffer, "PNG")) {
        return SweepExport::tr("The sheet is too large for one picture.");
    }
    return writeFile(file, bytes);
}

template <class Member>
QString values(const DecodePlan& plan, Member member) {
    std::vector<double> list;
    for (const ScalePlan& scale : plan.scales) list.push_back(static_cast<double>(scale.*member));
    return QString::fromStdString(formatPerScale(list));
}

QString samplingWords(const DecodePlan& plan) {
    return SweepExport::tr("Guidance %1 · top-k %2 · top-p %3 · temperature %4")
        .arg(values(plan, &ScalePlan::guidance), values(plan, &ScalePlan::topK),
             values(plan, &ScalePlan::topP), values(plan, &ScalePlan::temperature));
}

QString modelFile(const std::string& file) {
    return modelWords({file, {}});
}

}  // namespace

SweepExport::SweepExport(const ModelLibrary& models, PictureFiles& files, NoticeCentre& notices,
                         SweepModel& model, QWidget* owner)
    : QObject(owner),
      models_(models),
      files_(files),
      notices_(notices),
      model_(model),
      owner_(owner),
      menu_(new QMenu(owner)) {
    menu_->addAction(tr("Export sheet, white…"), this, [this] { askSheet(SheetPaper::White); });
    menu_->addAction(tr("Export sheet, dark…"), this, [this] { askSheet(SheetPaper::Dark); });
    menu_->addSeparator();
    menu_->addAction(tr("Pictures with their settings…"), this, &SweepExport::askFolder);
    menu_->addAction(tr("NumPy archive (npz)…"), this, &SweepExport::askNpz);
    connect(menu_, &QMenu::aboutToShow, this, &SweepExport::enableActions);
    enableActions();
}

void SweepExport::enableActions() {
    const bool any = !model_.finishedPictures().empty();
    for (QAction* action : menu_->actions()) action->setEnabled(any);
}

// ---- The sheet ---------------------------------------------------------------------------------

Sheet SweepExport::sheet() const {
    Sheet sheet;
    sheet.title = title();
    sheet.notes = notes();
    const int scales = model_.scaleCount();
    for (int c = 0; c < model_.columnCount(); ++c) {
        const int split = model_.split(c);
        sheet.columns.push_back({model_.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString(),
                                 splitMeaning(split, scales),
                                 static_cast<double>(split) / std::max(scales, 1)});
    }
    for (int r = 0; r < model_.rowCount(); ++r) {
        sheet.rows << model_.rowTitle(r);
        for (int c = 0; c < model_.columnCount(); ++c) {
            const QModelIndex index = model_.index(r, c);
            sheet.cells.push_back({index.data(Qt::DecorationRole).value<QImage>(),
                                   index.data(SweepModel::LinesRole).toStringList()});
        }
    }
    return sheet;
}

QString SweepExport::title() const {
    if (model_.runs().empty()) return {};
    const GenerationRequest& request = model_.runs().front()->request;
    const QString name = models_.className(request.labels.front());
    const QString seed = seedWords(request.seed, 0);
    switch (model_.rowKind()) {
        case SweepModel::Rows::Classes:
            return tr("Split sweep") + kDot + seed;
        case SweepModel::Rows::Seeds:
            return tr("Split sweep") + kDot + name;
        case SweepModel::Rows::One:
            break;
    }
    return tr("Split sweep") + kDot + name + kDot + seed;
}

QStringList SweepExport::notes() const {
    if (model_.runs().empty()) return {};
    const Run& run = *model_.runs().front();
    QString models = tr("Drafter %1 · refiner %2")
                         .arg(modelFile(run.family.drafter), modelFile(run.family.refiner));
    for (const RunPtr& other : model_.runs()) {
        if (!other->specialised() || other->request != run.request) continue;
        models += kDot + tr("N = %1: %2, %3")
                             .arg(other->splits.front())
                             .arg(modelFile(other->files.drafter), modelFile(other->files.refiner));
    }
    for (const PicturePtr& picture : model_.finishedPictures()) {
        const auto provenance = provenanceOf(*picture);
        if (!provenance) continue;
        models += kDot + QString::fromStdString(provenance->device);
        break;
    }
    QStringList notes{
        models + kDot + samplingWords(run.request.plan),
        tr("Decoding time of one picture, speed-up against plain VAR · peak of caches "
           "and activations · PSNR to plain VAR")};
    if (model_.scale() >= 0) {
        notes << tr("Pictures after scale %1 of %2")
                     .arg(std::min(model_.scale() + 1, model_.scaleCount()))
                     .arg(model_.scaleCount());
    }
    return notes;
}

void SweepExport::writeSheet(const QString& file, SheetPaper paper) {
    auto promise = std::make_shared<QPromise<QString>>();
    QFuture<QString> written = promise->future();
    QThreadPool::globalInstance()->start([promise, sheet = sheet(), paper, file] {
        promise->start();
        promise->addResult(writeImage(sheet, paper, file));
        promise->finish();
    });
    written.then(this, [this, file](const QString& failure) {
        if (failure.isEmpty()) return notices_.tellSaved(file);
        notices_.tell({Notice::Place::Export, true, failure, tr("Choose another folder."),
                       Notice::Remedy::None, 0});
    });
}

void SweepExport::writePictures(const QString& folder) {
    for (int r = 0; r < model_.rowCount(); ++r) {
        for (int c = 0; c < model_.columnCount(); ++c) {
            const PicturePtr picture = model_.picture(model_.index(r, c));
            if (!picture || picture->final.isNull()) continue;
            const QString label = picture->labelName.isEmpty() ? models_.className(picture->label)
                                                               : picture->labelName;
            const QString name = QStringLiteral("%1_seed%2_image%3_N%4")
                                     .arg(fileWords(label))
                                     .arg(model_.runOfRow(r)->request.seed)
                                     .arg(picture->image)
                                     .arg(picture->split, 2, 10, QChar('0'));
            files_.savePicture(picture, freeName(QDir(folder), name));
        }
    }
}

// ---- Where to ----------------------------------------------------------------------------------

QString SweepExport::suggestion(const QString& ending) const {
    return fileWords(title()).toLower() + ending;
}

void SweepExport::askSheet(SheetPaper paper) {
    askWhereToSave(owner_,
                   {.kind = "sheet",
                    .title = tr("Export the sheet"),
                    .filters = {tr("Pictures (*.png)")},
                    .name = suggestion(".png")},
                   [this, paper](const QString& file) { writeSheet(file, paper); });
}

void SweepExport::askFolder() {
    askForFolder(owner_, {.kind = "sweepPictures", .title = tr("Choose a folder for the pictures")},
                 [this](const QString& folder) { writePictures(folder); });
}

void SweepExport::askNpz() {
    askWhereToSave(
        owner_,
        {.kind = "npz",
         .title = tr("Export the sweep"),
         .filters = {tr("NumPy archives (*.npz)")},
         .name = suggestion(".npz")},
        [this](const QString& file) { files_.exportNpz(model_.finishedPictures(), file); });
}

}  // namespace duo::ui
