#include "charts/chart.h"

#include <QBuffer>
#include <QtWidgets>

#include "charts/plot_library.h"
#include "widgets/file_dialogs.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kRing = 2;  // room for the focus ring around the plot
constexpr int kLegendIcon = 10;
constexpr int kLegendShare = 4;  // maximum part of the height

QLabel* wordsLabel(Qt::Alignment alignment) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setAlignment(alignment);
    return label;
}

// The maximum number of columns in which items of these widths, filled line by line, fit the room.
int columnsThatFit(const std::vector<int>& items, int room, int spacing) {
    int columns = std::max(1, static_cast<int>(items.size()));
    for (; columns > 1; --columns) {
        std::vector<int> widths(static_cast<std::size_t>(columns), 0);
        for (std::size_t i = 0; i < items.size(); ++i) {
            int& width = widths[i % widths.size()];
            width = std::max(width, items[i]);
        }
        const int total = std::accumulate(widths.begin(), widths.end(), 0);
        if (total + (columns - 1) * spacing <= room) break;
    }
    return columns;
}

}  // namespace

Chart::Chart(const QString& title, QWidget* parent)
    : QWidget(parent),
      title_(title),
      header_(new QHBoxLayout),
      titleLabel_(new QLabel(title)),
      noteLabel_(new QLabel),
      emptyTitle_(wordsLabel(Qt::AlignHCenter | Qt::AlignBottom)),
      emptyHint_(wordsLabel(Qt::AlignHCenter | Qt::AlignTop)),
      stack_(new QStackedLayout),
      plot_(new QCustomPlot),
      export_(new QAction(tr("Export…"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGap / 4);
    buildHeader();
    column->addLayout(header_);
    buildPlot();
    auto* ringed = new QWidget;
    auto* inner = new QVBoxLayout(ringed);
    inner->setContentsMargins(kRing, kRing, kRing, kRing);
    inner->addWidget(plot_);
    stack_->addWidget(ringed);
    stack_->addWidget(buildEmpty());
    stack_->setCurrentIndex(1);
    column->addLayout(stack_, 1);
    setAccessibleName(title);
    connectPlot();
}

void Chart::buildHeader() {
    header_->setContentsMargins(0, 0, 0, 0);
    header_->setSpacing(theme::kGap);
    titleLabel_->setProperty("heading", true);
    noteLabel_->setProperty("subtle", true);
    // Never wider than the room next to the title.
    noteLabel_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* button = new QToolButton;
    export_->setIcon(theme::icon(QStringLiteral("export")));
    export_->setToolTip(tr("Save this chart as PNG or SVG, or its figures as CSV"));
    export_->setEnabled(false);
    button->setDefaultAction(export_);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(tr("Export the chart “%1”").arg(title_));
    header_->addWidget(titleLabel_);
    header_->addWidget(noteLabel_, 1);
    header_->addWidget(button);
    connect(export_, &QAction::triggered, this, &Chart::chooseFile);
}

void Chart::addTool(QWidget* tool) {
    header_->insertWidget(header_->count() - 1, tool);
}

QWidget* Chart::buildEmpty() {
    auto* words = new QWidget;
    auto* column = new QVBoxLayout(words);
    emptyHint_->setProperty("subtle", true);
    column->addStretch();
    column->addWidget(emptyTitle_);
    column->addWidget(emptyHint_);
    column->addStretch();
    return words;
}

void Chart::buildPlot() {
    plot_->setFocusPolicy(Qt::StrongFocus);
    plot_->setAccessibleName(title_);
    plot_->setMinimumSize(120, 70);
    plot_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    plot_->axisRect()->setMinimumMargins(QMargins(0, theme::kGap, theme::kGap, 0));
    plot_->legend->setFillOrder(QCPLegend::foColumnsFirst);
    plot_->legend->setIconSize(kLegendIcon, kLegendIcon);
    plot_->legend->setMargins(QMargins(theme::kGap / 2, 0, 0, 0));
    plot_->legend->setRowSpacing(0);
    plot_->legend->setColumnSpacing(theme::kGap);
    plot_->legend->setVisible(false);
}

// Puts the legend on a separate line above the axes, left-aligned.
void Chart::placeLegend() {
    plot_->axisRect()->insetLayout()->take(plot_->legend);
    legendLine_ = new QCPLayoutGrid;
    plot_->plotLayout()->insertRow(0);
    plot_->plotLayout()->addElement(0, 0, legendLine_);
    legendLine_->addElement(0, 0, plot_->legend);
    legendLine_->addElement(0, 1, new QCPLayoutElement);
    legendLine_->setColumnStretchFactor(0, 0.0001);
    plot_->plotLayout()->setRowStretchFactor(0, 0.0001);
    plot_->plotLayout()->setRowSpacing(0);
}

void Chart::connectPlot() {
    plot_->installEventFilter(this);
    noteLabel_->installEventFilter(this);
    connect(plot_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        const QString tip = empty_ ? QString() : tipAt(event->position());
        if (tip.isEmpty()) return QToolTip::hideText();
        QToolTip::showText(event->globalPosition().toPoint(), tip, plot_);
    });
    connect(plot_, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (!empty_ && event->button() == Qt::LeftButton) clickedAt(event->position());
    });
}

void Chart::begin() {
    applyTheme();
    finish(true, {});
}

void Chart::setEmptyText(const QString& title, const QString& hint) {
    emptyTitle_->setText(title);
    emptyHint_->setText(hint);
}

QString Chart::note() const {
    return note_;
}

void Chart::finish(bool empty, const QString& note) {
    empty_ = empty;
    note_ = empty ? QString() : note;
    noteLabel_->setToolTip(note_);
    fitNote();
    export_->setEnabled(!empty);
    stack_->setCurrentIndex(empty ? 1 : 0);
    const QString figures =
        empty ? emptyTitle_->text() + QLatin1Char(' ') + emptyHint_->text() : summary();
    setAccessibleDescription(figures);
    plot_->setAccessibleDescription(figures);
    plot_->replot(QCustomPlot::rpQueuedRefresh);
}

void Chart::setLegend(const std::vector<QCPAbstractPlottable*>& plottables,
                      const std::vector<QCPAbstractPlottable*>& brief) {
    if (legendLine_ == nullptr) placeLegend();
    inLegend_ = plottables;
    inBriefLegend_ = brief;
    fitLegend();
}

void Chart::fitLegend() {
    if (legendLine_ == nullptr) return;
    // No legend if even the brief one is too large; tooltips have the same information.
    const bool fits = fillLegend(inLegend_) || fillLegend(inBriefLegend_);
    if (!fits) plot_->legend->clearItems();
    plot_->legend->setVisible(fits);
    fitLabels();
}

// False if the legend would be too high or empty.
bool Chart::fillLegend(const std::vector<QCPAbstractPlottable*>& plottables) {
    QCPLegend& legend = *plot_->legend;
    legend.clearItems();
    std::vector<int> widths;
    for (QCPAbstractPlottable* plottable : plottables) {
        plottable->addToLegend(&legend);
        const QCPLayoutElement& item = *legend.itemWithPlottable(plottable);
        widths.push_back(item.minimumOuterSizeHint().width());
    }
    const int room = plot_->width() - 4 * theme::kGap;
    legend.setWrap(columnsThatFit(widths, room, legend.columnSpacing()));
    legend.setFillOrder(QCPLegend::foColumnsFirst, true);
    legendHeight_ = legend.minimumOuterSizeHint().height();
    return !plottables.empty() && legendHeight_ <= plot_->height() / kLegendShare;
}

void Chart::fitNote() {
    noteLabel_->setText(
        noteLabel_->fontMetrics().elidedText(note_, Qt::ElideRight, noteLabel_->width()));
}

void Chart::setGrowOnly(bool on) {
    if (growOnly_ == on) return;
    growOnly_ = on;
    ends_.clear();
}

double Chart::grown(QCPAxis* axis, double upper) {
    if (!growOnly_) return upper;
    double& end = ends_[axis];
    return end = std::max(end, upper);
}

QFont Chart::smallFont() const {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    return small;
}

void Chart::showAxis(QCPAxis* axis, const QString& label) {
    axis->setVisible(true);
    axis->setTickLabels(true);
    labels_[axis] = label;
    fitLabels();
}

void Chart::fitLabels() {
    const QFontMetrics metrics(smallFont());
    const bool legend = legendLine_ != nullptr && plot_->legend->visible();
    const int taken = (legend ? legendHeight_ : 0) + 3 * metrics.height();
    for (const auto& [axis, label] : labels_) {
        const bool upright = QCPAxis::orientation(axis->axisType()) == Qt::Vertical;
        const int room = upright ? plot_->height() - taken : plot_->width();
        const int unit = std::max(0, static_cast<int>(label.indexOf(QLatin1Char('['))));
        const QString brief = unit > 0 ? label.mid(unit) : QString();
        axis->setLabel(metrics.horizontalAdvance(label) <= room ? label : brief);
        if (upright) axis->ticker()->setTickCount(std::clamp(room / (2 * metrics.height()), 2, 5));
    }
}

void Chart::applyTheme() {
    const QFont small = smallFont();
    const QPalette& colors = palette();
    plot_->setBackground(colors.window());
    for (QCPAxis* axis : plot_->axisRect()->axes()) {
        axis->setBasePen(QPen(theme::line(), 0));
        axis->setTickPen(QPen(theme::line(), 0));
        axis->setSubTicks(false);
        axis->setTickLengthIn(0);
        axis->setTickLengthOut(3);
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
        axis->setTickLabelColor(theme::subtle());
        axis->setLabelColor(theme::subtle());
        axis->setLabelPadding(2);
        axis->grid()->setPen(QPen(theme::mixed(theme::line(), colors.window().color(), 0.4), 0));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setSubGridVisible(false);
    }
    plot_->legend->setBorderPen(Qt::NoPen);
    plot_->legend->setBrush(Qt::NoBrush);
    plot_->legend->setFont(small);
    plot_->legend->setTextColor(theme::subtle());
    applyColors();
    fitLegend();
    plot_->replot(QCustomPlot::rpQueuedRefresh);
}

QImage Chart::picture() const {
    return chartImage(*plot_, title_);
}

QByteArray Chart::svg() const {
    return chartSvg(*plot_, title_);
}

QString Chart::exportTo(const QString& file) const {
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == QLatin1String("csv")) return writeFile(file, csv().toUtf8());
    if (suffix == QLatin1String("svg")) return writeFile(file, svg());
    if (suffix != QLatin1String("png")) {
        return tr("A chart can be saved as .png, .svg or .csv; “%1” has another suffix.")
            .arg(QFileInfo(file).fileName());
    }
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    picture().save(&buffer, "PNG");
    return writeFile(file, buffer.data());
}

void Chart::chooseFile() {
    QFileDialog* dialog =
        askWhereToSave(this,
                       {.kind = "chart",
                        .title = tr("Export the chart “%1”").arg(title_),
                        .filters = {tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)"),
                                    tr("CSV figures (*.csv)")},
                        .name = title_},
                       [this](const QString& file) {
                           const QString sentence = exportTo(file);
                           tell(sentence);
                           if (sentence.isEmpty()) emit exported(file);
                       });
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        const int dot = filter.lastIndexOf(QLatin1String("*."));
        dialog->setDefaultSuffix(filter.mid(dot + 2, 3));
    });
}

void Chart::tell(const QString& sentence) {
    if (sentence.isEmpty()) {
        fitNote();
    } else {
        noteLabel_->setText(QStringLiteral("<span style='color:%1'>%2</span>")
                                .arg(theme::error().name(), sentence.toHtmlEscaped()));
    }
    noteLabel_->setToolTip(sentence.isEmpty() ? note_ : sentence);
}

void Chart::copyPicture() {
    QApplication::clipboard()->setImage(picture());
}

void Chart::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(export_);
    QAction* copy = menu->addAction(tr("Copy picture"), this, &Chart::copyPicture);
    QAction* figures = menu->addAction(tr("Copy figures"), this,
                                       [this] { QApplication::clipboard()->setText(csv()); });
    copy->setEnabled(!empty_);
    figures->setEnabled(!empty_);
    menu->popup(event->globalPos());
}

void Chart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    switch (event->type()) {
        case QEvent::PaletteChange:
        case QEvent::FontChange:
        case QEvent::StyleChange:
            applyTheme();
            break;
        default:
            break;
    }
}

void Chart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitLegend();
    fitLabels();
    fitNote();
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == plot_) {
        if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
        if (event->type() == QEvent::Resize) {
            fitLegend();
            fitLabels();
        }
        if (event->type() == QEvent::Wheel) {
            event->ignore();  // the plot would keep it from the area that scrolls
            return true;
        }
        if (event->type() == QEvent::KeyPress && !empty_) {
            auto* key = static_cast<QKeyEvent*>(event);
            if (key->modifiers() == Qt::NoModifier && keyPressed(key->key())) return true;
        }
    }
    // The note's room is known after the layout of the title row.
    if (watched == noteLabel_ && event->type() == QEvent::Resize) fitNote();
    return QWidget::eventFilter(watched, event);
}

void Chart::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    if (!plot_->hasFocus()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::focus(), 1.5));
    const QRect place = QRect(plot_->mapTo(this, QPoint()), plot_->size());
    painter.drawRoundedRect(QRectF(place).adjusted(-1, -1, 1, 1), 3, 3);
}

}  // namespace duo::ui
