#include "widgets/fold_box.h"

#include <QVBoxLayout>

#include "widgets/fold_header.h"
#include "widgets/theme.h"

namespace duo::ui {

FoldBox::FoldBox(const QString& title, QWidget* parent)
    : QWidget(parent), header_(new FoldHeader(title)), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(theme::kGap / 2);
    layout_->addWidget(header_);
    setFocusProxy(header_);
    connect(header_, &QAbstractButton::toggled, this, &FoldBox::setOpen);
}

void FoldBox::setContent(QWidget* content) {
    delete content_;
    content_ = content;
    if (content_ == nullptr) return;
    layout_->addWidget(content_);
    content_->setVisible(open_);
}

void FoldBox::setOpen(bool open) {
    if (open == open_) return;
    open_ = open;
    header_->setChecked(open);
    if (content_ != nullptr) content_->setVisible(open);
    emit toggled(open);
}

void FoldBox::setSummary(const QString& summary) {
    header_->setSummary(summary);
}

}  // namespace duo::ui
