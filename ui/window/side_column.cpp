#include "window/side_column.h"

#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>

#include "widgets/fold_box.h"
#include "widgets/theme.h"

namespace duo::ui {

SideColumn::SideColumn(QWidget* parent) : QScrollArea(parent), column_(nullptr) {
    auto* content = new QWidget;
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kInset);
    column_->setSpacing(theme::kGap);
    column_->addStretch(1);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Settings"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

FoldBox* SideColumn::add(const QString& key, const QString& title, QWidget* panel, bool open) {
    auto* fold = new FoldBox(title);
    fold->setContent(panel);
    fold->setOpen(open);
    column_->insertWidget(column_->count() - 1, fold);
    folds_.emplace_back(key, fold);
    panels_.push_back(panel);
    return fold;
}

void SideColumn::reveal(const QString& key) {
    for (const auto& [name, fold] : folds_) {
        if (name != key) continue;
        fold->setOpen(true);
        fold->setFocus();
        // The fold has its height when the layout has heard of it.
        QTimer::singleShot(0, fold, [this, opened = fold] { ensureWidgetVisible(opened, 0, 0); });
    }
}

void SideColumn::save(QSettings& store) const {
    for (const auto& [key, fold] : folds_) store.setValue("folds/" + key, fold->isOpen());
}

void SideColumn::restore(QSettings& store) {
    for (const auto& [key, fold] : folds_) {
        fold->setOpen(store.value("folds/" + key, fold->isOpen()).toBool());
    }
}

QSize SideColumn::minimumSizeHint() const {
    int widest = 0;
    for (const QWidget* panel : panels_) {
        widest = std::max(widest, panel->minimumSizeHint().width());
    }
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {widest + 2 * theme::kInset + bar, QScrollArea::minimumSizeHint().height()};
}

QSize SideColumn::sizeHint() const {
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {fontMetrics().averageCharWidth() * 46 + bar, 600};
}

}  // namespace duo::ui
