#include "views/sweep_model.h"

#include <QLocale>
#include <algorithm>
#include <set>

#include "state/run.h"
#include "state/run_titles.h"
#include "views/compare_words.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

QString timesWords(double factor) {
    return QStringLiteral("%1×").arg(figure(factor, 3));
}

QString psnrWords(const DifferenceFigures& difference) {
    if (difference.max == 0) return SweepModel::tr("equal");
    return SweepModel::tr("%1 dB").arg(QLocale().toString(difference.psnr, 'f', 1));
}

bool isAtWork(const Run& run) {
    return run.state == RunState::Waiting || run.state == RunState::Loading ||
           run.state == RunState::Running;
}

}  // namespace

SweepModel::SweepModel(std::function<QString(int)> className, QObject* parent)
    : QAbstractTableModel(parent), className_(std::move(className)) {}

void SweepModel::setRuns(std::vector<RunPtr> runs, Rows rows) {
    beginResetModel();
    runs_ = std::move(runs);
    rowKind_ = rows;
    rows_.clear();
    std::set<int> splits;
    for (const RunPtr& run : runs_) splits.insert(run->splits.begin(), run->splits.end());
    splits_.assign(splits.begin(), splits.end());
    scaleCount_ = runs_.empty() ? 0 : static_cast<int>(runs_.front()->request.plan.scales.size());
    for (const RunPtr& run : runs_) addRows(run);
    endResetModel();
    for (const RunPtr& run : runs_) refresh(run);
}

void SweepModel::addRows(const RunPtr& run) {
    bool there = false;
    for (Row& row : rows_) {
        if (row.runs.front()->request != run->request) continue;
        row.runs.push_back(run);
        there = true;
    }
    if (there) return;
    for (int i = 0; i < static_cast<int>(run->request.labels.size()); ++i) {
        rows_.push_back({{run}, i, std::vector<Cell>(splits_.size())});
    }
}

bool SweepModel::isSpecialised(int split) const {
    return std::any_of(runs_.begin(), runs_.end(), [split](const RunPtr& run) {
        return run->specialised() && run->splits.front() == split;
    });
}

bool SweepModel::holds(const RunPtr& run) const {
    return std::find(runs_.begin(), runs_.end(), run) != runs_.end();
}

void SweepModel::refresh(const RunPtr& run) {
    for (int r = 0; r < rowCount(); ++r) {
        Row& row = rows_[r];
        if (std::find(row.runs.begin(), row.runs.end(), run) == row.runs.end()) continue;
        for (const PicturePtr& picture : run->pictures) place(picture, row);
        compareRow(row);
        emit dataChanged(index(r, 0), index(r, columnCount() - 1));
    }
}

void SweepModel::place(const PicturePtr& picture, Row& row) {
    const int column = columnOf(picture->split);
    if (picture->index == row.index && column >= 0) row.cells[column].picture = picture;
}

// Once a cell, when both pictures are finished.
void SweepModel::compareRow(Row& row) {
    const int plain = columnOf(scaleCount_);
    if (plain < 0 || !row.cells[plain].picture) return;
    const QImage& reference = row.cells[plain].picture->final;
    for (Cell& cell : row.cells) {
        if (cell.difference.known || !cell.picture) continue;
        cell.difference = differenceFigures(cell.picture->final, reference, DifferenceOf::Rgb);
    }
}

void SweepModel::setScale(int scale) {
    if (scale_ == scale) return;
    scale_ = scale;
    if (cellCount() == 0) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DecorationRole});
}

int SweepModel::columnOf(int split) const {
    const auto found = std::find(splits_.begin(), splits_.end(), split);
    return found == splits_.end() ? -1 : static_cast<int>(found - splits_.begin());
}

PicturePtr SweepModel::picture(const QModelIndex& index) const {
    return index.isValid() ? rows_[index.row()].cells[index.column()].picture : nullptr;
}

const SplitFigures* SweepModel::splitFigures(const Run& run, int split) {
    const auto found =
        std::find_if(run.splitFigures.begin(), run.splitFigures.end(),
                     [split](const SplitFigures& f) { return f.split == split && f.done; });
    return found == run.splitFigures.end() ? nullptr : &*found;
}

const SplitFigures* SweepModel::splitFigures(const Row& row, int split) {
    for (const RunPtr& run : row.runs) {
        if (const SplitFigures* figures = splitFigures(*run, split)) return figures;
    }
    return nullptr;
}

SweepFigures SweepModel::figures(const QModelIndex& index) const {
    SweepFigures result;
    const Row& row = rows_[index.row()];
    result.difference = row.cells[index.column()].difference;
    const SplitFigures* own = splitFigures(row, splits_[index.column()]);
    if (own == nullptr) return result;
    result.ms = own->decodeMs / static_cast<double>(row.runs.front()->request.labels.size());
    result.peakBytes = own->peakBytes;
    const SplitFigures* plain = splitFigures(row, scaleCount_);
    if (plain != nullptr && own->decodeMs > 0) result.speedUp = plain->decodeMs / own->decodeMs;
    return result;
}

std::vector<SplitFigures> SweepModel::costs() const {
    std::vector<SplitFigures> costs;
    for (const int split : splits_) {
        SplitFigures sum{.split = split};
        int runs = 0;
        for (const RunPtr& run : runs_) {
            const SplitFigures* figures = splitFigures(*run, split);
            if (figures == nullptr) continue;
            const auto pictures = static_cast<double>(run->request.labels.size());
            sum.decodeMs += figures->decodeMs / pictures;
            sum.vqvaeMs += figures->vqvaeMs / pictures;
            sum.peakBytes = std::max(sum.peakBytes, figures->peakBytes);
            ++runs;
        }
        sum.done = runs > 0;
        sum.decodeMs /= std::max(runs, 1);
        sum.vqvaeMs /= std::max(runs, 1);
        costs.push_back(sum);
    }
    return costs;
}

std::vector<PicturePtr> SweepModel::finishedPictures() const {
    std::vector<PicturePtr> pictures;
    for (const Row& row : rows_) {
        for (const Cell& cell : row.cells) {
            if (cell.picture && !cell.picture->final.isNull()) pictures.push_back(cell.picture);
        }
    }
    return pictures;
}

bool SweepModel::isWorking() const {
    return std::any_of(runs_.begin(), runs_.end(),
                       [](const RunPtr& run) { return isAtWork(*run); });
}

// ---- Words -------------------------------------------------------------------------------------

QString SweepModel::rowTitle(int row) const {
    const Run& run = *runOfRow(row);
    if (rowKind_ == Rows::Seeds) return seedWords(run.request.seed, 0);
    return className_(run.request.labels[rows_[row].index]);
}

QStringList SweepModel::lines(const QModelIndex& index) const {
    const SweepFigures f = figures(index);
    QStringList lines;
    const bool plain = splits_[index.column()] == scaleCount_;
    if (f.ms >= 0) {
        lines << durationWords(f.ms / 1000);
        if (f.speedUp >= 0 || plain) lines << timesWords(plain ? 1 : f.speedUp);
        lines << bytesWords(static_cast<double>(f.peakBytes));
    }
    if (f.difference.known) lines << (plain ? tr("plain VAR") : psnrWords(f.difference));
    return lines;
}

QString SweepModel::sentence(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const SweepFigures f = figures(index);
    QStringList parts{rowTitle(index.row()), splitWords(splits_[index.column()], scaleCount_)};
    if (isSpecialised(splits_[index.column()])) parts << tr("by its specialised pair");
    if (f.ms >= 0) parts << tr("%1 a picture").arg(durationWords(f.ms / 1000));
    if (f.speedUp >= 0 && splits_[index.column()] != scaleCount_) {
        parts << tr("%1 speed").arg(timesWords(f.speedUp));
    }
    if (f.peakBytes >= 0) {
        parts << tr("peak %1").arg(bytesWords(static_cast<double>(f.peakBytes)));
    }
    if (f.difference.known && splits_[index.column()] != scaleCount_) {
        parts << (f.difference.max == 0
                      ? tr("equal to plain VAR")
                      : tr("%1 to plain VAR, mean difference %2 of 255")
                            .arg(psnrWords(f.difference), figure(f.difference.mean, 3)));
    }
    return parts.join(QStringLiteral(" · "));
}

// ---- The table ---------------------------------------------------------------------------------

int SweepModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SweepModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(splits_.size());
}

QVariant SweepModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Cell& cell = rows_[index.row()].cells[index.column()];
    switch (role) {
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole:
            return sentence(index);
        case PictureRole:
            return QVariant::fromValue(cell.picture);
        case Qt::DecorationRole:
            return cell.picture ? cell.picture->at(scale_) : QImage();
        case SplitRole:
            return splits_[index.column()];
        case LinesRole:
            return lines(index);
        default:
            return {};
    }
}

QVariant SweepModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const int count = orientation == Qt::Horizontal ? columnCount() : rowCount();
    if (section < 0 || section >= count) return {};
    if (orientation == Qt::Vertical) {
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return rowTitle(section);
        return {};
    }
    const int split = splits_[section];
    switch (role) {
        case Qt::DisplayRole:
            return isSpecialised(split) ? tr("N = %1 ◆").arg(split) : tr("N = %1").arg(split);
        case MeaningRole:
            return splitMeaning(split, scaleCount_);
        case SplitRole:
            return split;
        case Qt::ToolTipRole:
            return isSpecialised(split)
                       ? tr("The drafter decodes scales 1 to %1, the refiner the other %2. Both "
                            "are tuned for this split")
                             .arg(split)
                             .arg(scaleCount_ - split)
                       : tr("The drafter decodes scales 1 to %1, the refiner the other %2")
                             .arg(split)
                             .arg(scaleCount_ - split);
        default:
            return {};
    }
}

}  // namespace duo::ui
