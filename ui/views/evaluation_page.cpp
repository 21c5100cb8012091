#include "views/evaluation_page.h"

#include <QtWidgets>

#include "charts/quality_chart.h"
#include "views/evaluation_model.h"
#include "views/sweep_line.h"
#include "widgets/file_dialogs.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

QString notesOf(const Evaluation& evaluation) {
    QStringList notes;
    if (!evaluation.features.isEmpty()) {
        notes << EvaluationPage::tr("compared to %1 by the %2")
                     .arg(evaluation.reference, evaluation.features);
    }
    notes
        << EvaluationPage::tr("on %1, batches of %2").arg(evaluation.device).arg(evaluation.batch);
    return notes.join(QStringLiteral(" · "));
}

}  // namespace

EvaluationPage::EvaluationPage(GenerationSettings& settings, const ModelLibrary& models,
                               NoticeCentre& notices, QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      models_(models),
      notices_(notices),
      model_(new EvaluationModel(this)),
      table_(new QTableView),
      chart_(new QualityChart),
      splitter_(new QSplitter(Qt::Vertical)),
      title_(new SweepLine(tr("Models of the evaluation"))),
      notes_(new SweepLine(tr("How it was measured"))),
      open_(new QPushButton(theme::icon("folder"), tr("Open…"))),
      copy_(new QPushButton(theme::icon("copy"), tr("Copy table"))),
      use_(new QPushButton(theme::icon("check"), tr("Use this N"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildTop());
    buildTable();
    splitter_->addWidget(table_);
    auto* chartBox = new QWidget;
    auto* inset = new QVBoxLayout(chartBox);
    inset->setContentsMargins(theme::kInset, theme::kGap / 2, theme::kInset, theme::kGap / 2);
    inset->addWidget(chart_);
    splitter_->addWidget(chartBox);
    splitter_->setChildrenCollapsible(false);
    splitter_->setStretchFactor(1, 1);
    column->addWidget(splitter_, 1);
    connectParts();
    showRow();
}

QWidget* EvaluationPage::buildTop() {
    auto* top = new QWidget;
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    row->setSpacing(theme::kGap);
    auto* words = new QVBoxLayout;
    words->setSpacing(theme::kGap / 4);
    notes_->setForegroundRole(QPalette::PlaceholderText);
    words->addWidget(title_);
    words->addWidget(notes_);
    open_->setProperty("opensDialog", true);
    open_->setToolTip(tr("Open the sweep.json of another run of duoscale-cli sweep"));
    copy_->setToolTip(tr("Copy all figures as CSV"));
    use_->setToolTip(tr("Generate with this split from now on (U)"));
    row->addLayout(words, 1);
    row->addWidget(use_);
    row->addWidget(copy_);
    row->addWidget(open_);
    return top;
}

void EvaluationPage::buildTable() {
    table_->setModel(model_);
    table_->setAccessibleName(tr("Figures of every split"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + theme::kGap);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->setMinimumHeight(fontMetrics().height() * 5);
    table_->installEventFilter(this);
}

void EvaluationPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeChart();
}

// Under the table, but beside it where the page is low: a curve needs height more than width. The
// table takes what it needs, at most half, until someone moves the handle.
void EvaluationPage::placeChart() {
    const bool beside = width() > 2 * height();
    const bool turned = (splitter_->orientation() == Qt::Horizontal) != beside;
    if (turned) splitter_->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
    if (placedByHand_ && !turned) return;
    placedByHand_ = false;
    const QSize need = tableSize();
    const int room = beside ? splitter_->width() : splitter_->height();
    const int table = std::min(beside ? need.width() : need.height(), room / 2);
    splitter_->setSizes({table, room - table});
    const bool wide = table_->viewport()->width() > need.width();
    table_->horizontalHeader()->setSectionResizeMode(
        EvaluationModel::Pair, wide ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
}

QSize EvaluationPage::tableSize() {
    QHeaderView& header = *table_->horizontalHeader();
    header.setSectionResizeMode(EvaluationModel::Pair, QHeaderView::ResizeToContents);
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const int rows = model_->rowCount() * table_->verticalHeader()->defaultSectionSize();
    return {header.length() + bar + theme::kGap, header.height() + rows + bar + theme::kGap};
}

void EvaluationPage::connectParts() {
    connect(splitter_, &QSplitter::splitterMoved, this, [this] { placedByHand_ = true; });
    connect(open_, &QPushButton::clicked, this, &EvaluationPage::chooseFile);
    connect(copy_, &QPushButton::clicked, this, &EvaluationPage::copyTable);
    connect(use_, &QPushButton::clicked, this, &EvaluationPage::useRow);
    connect(table_, &QTableView::doubleClicked, this, &EvaluationPage::useRow);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &EvaluationPage::showRow);
    connect(chart_, &QualityChart::splitClicked, this, [this](int split) {
        const int plain = model_->rowOf(split, false);
        table_->selectRow(plain < 0 ? model_->rowOf(split, true) : plain);
    });
}

bool EvaluationPage::open(const QString& file) {
    QString whyNot;
    const std::optional<Evaluation> evaluation = readEvaluation(file, &whyNot);
    if (!evaluation) {
        notices_.tell({Notice::Place::Run, true, whyNot,
                       tr("Choose the sweep.json in a folder that duoscale-cli sweep wrote."),
                       Notice::Remedy::None, 0});
        return false;
    }
    notices_.clear(Notice::Place::Run);
    file_ = file;
    model_->setEvaluation(*evaluation);
    chart_->setEvaluation(*evaluation);
    title_->setLine(evaluation->title);
    table_->selectRow(std::max(model_->rowOf(settings_.split(), false), 0));
    placeChart();
    showRow();
    emit opened();
    return true;
}

void EvaluationPage::chooseFile() {
    askForFile(this,
               {.kind = "evaluation",
                .title = tr("Open an evaluation"),
                .filters = {tr("Evaluations (*.json)")},
                .folder = QFileInfo(file_).path()},
               [this](const QString& file) { open(file); });
}

void EvaluationPage::showRow() {
    const EvaluationPoint* point = model_->point(table_->currentIndex().row());
    const bool takes = point != nullptr && point->split >= 0;
    use_->setEnabled(takes);
    use_->setText(takes ? tr("Use N = %1").arg(point->split) : tr("Use this N"));
    chart_->setSelected(takes ? point->split : -1);
    notes_->setLine(notesOf(model_->evaluation()));
}

void EvaluationPage::useRow() {
    const EvaluationPoint* point = model_->point(table_->currentIndex().row());
    if (point == nullptr || point->split < 0) return;
    GenerationSettings& settings = settings_;
    settings.setSplit(point->split);
    if (models_.hasSpecialised(point->split)) settings.setSpecialised(point->isSpecialised());
    notes_->setLine(models_.filesNow() == settings.files()
                        ? tr("N = %1 is in use").arg(point->split)
                        : tr("N = %1 is in use, by its own pair").arg(point->split));
}

void EvaluationPage::copyTable() {
    QApplication::clipboard()->setText(chart_->csv());
    notes_->setLine(tr("The table was copied as CSV"));
}

bool EvaluationPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy)) return copyTable(), true;
        const bool use =
            key->key() == Qt::Key_U || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (use && (key->modifiers() & ~Qt::KeypadModifier) == 0) return useRow(), true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace duo::ui
