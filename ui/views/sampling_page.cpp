#include "views/sampling_page.h"

#include <QFileInfo>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

#include "views/run_words.h"
#include "views/sweep_line.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kSide = 112;  // of a thumbnail, at least
constexpr int kFileRole = Qt::UserRole;
constexpr int kProgress = 10000;  // steps of the bar: runs may have more pictures than an int

}  // namespace

SamplingPage::SamplingPage(QWidget* parent)
    : QWidget(parent),
      figures_(new SweepLine(tr("Figures of the sampling run"))),
      progress_(new QProgressBar),
      pictures_(new QListWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, 0, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap);
    progress_->setRange(0, kProgress);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Pictures of the run"));
    pictures_->setAccessibleName(tr("Newest pictures of the run"));
    pictures_->setViewMode(QListView::IconMode);
    pictures_->setResizeMode(QListView::Adjust);
    pictures_->setMovement(QListView::Static);
    pictures_->setUniformItemSizes(true);
    pictures_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    pictures_->setFrameShape(QFrame::NoFrame);
    pictures_->setSelectionMode(QAbstractItemView::SingleSelection);
    pictures_->setMinimumSize(kSide + 4 * theme::kGap, kSide + theme::kGap);
    column->addWidget(figures_);
    column->addWidget(progress_);
    column->addWidget(pictures_, 1);
    connect(pictures_, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { emit opened(item->data(kFileRole).toString()); });
    fitColumns();
}

void SamplingPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

void SamplingPage::fitColumns() {
    layout()->activate();
    const int width = pictures_->viewport()->width() - 1;
    const int columns = std::max(width / (kSide + theme::kGap), 1);
    const int cell = std::max(width / columns, kSide / 2);
    pictures_->setGridSize({cell, cell});
    pictures_->setIconSize({cell - theme::kGap, cell - theme::kGap});
}

QString SamplingPage::figures() const {
    return figures_->text();
}

void SamplingPage::showNews(const RunNews& news) {
    const QLocale locale;
    QStringList parts{
        tr("%1 of %2 pictures").arg(locale.toString(news.there), locale.toString(news.wanted)),
        news.what};
    parts << paceWords(news);
    figures_->setLine(parts.join(QStringLiteral(" · ")));
    const qint64 wanted = std::max<qint64>(news.wanted, 1);
    progress_->setValue(static_cast<int>(kProgress * std::min(news.there, wanted) / wanted));
    progress_->setAccessibleDescription(parts.front());
    showPictures(news.newest);
}

// Items stay where nothing is new, so that the one that is looked at keeps its place.
void SamplingPage::showPictures(const std::vector<RunThumbnail>& newest) {
    while (pictures_->count() > static_cast<int>(newest.size())) {
        delete pictures_->takeItem(pictures_->count() - 1);
    }
    for (std::size_t i = 0; i < newest.size(); ++i) {
        const int row = static_cast<int>(i);
        if (row >= pictures_->count()) pictures_->addItem(new QListWidgetItem);
        QListWidgetItem& item = *pictures_->item(row);
        const QString name = QFileInfo(newest[i].file).fileName();
        const bool same = item.toolTip() == name && !item.icon().isNull();
        if (same || newest[i].image.isNull()) continue;
        item.setIcon(QPixmap::fromImage(newest[i].image));
        item.setToolTip(name);
        item.setData(kFileRole, newest[i].file);
        item.setData(Qt::AccessibleTextRole, name);
    }
}

}  // namespace duo::ui
