#include "panels/chosen_classes.h"

#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "panels/panel_parts.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kMaxPerClass = 9999;
constexpr std::size_t kRowsShown = 5;  // more of them scroll

}  // namespace

ChosenRow::ChosenRow(QWidget* parent)
    : QWidget(parent),
      name_(new ElidedLabel),
      count_(new QSpinBox),
      remove_(parts::iconButton("close", tr("Remove"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap / 2);
    row->addWidget(name_, 1);
    row->addWidget(count_);
    row->addWidget(remove_);
    count_->setRange(1, kMaxPerClass);
    count_->setPrefix(QStringLiteral("× "));
    count_->setKeyboardTracking(false);
    connect(count_, &QSpinBox::valueChanged, this, &ChosenRow::countEdited);
    connect(remove_, &QToolButton::clicked, this, &ChosenRow::removed);
}

void ChosenRow::showClass(const ClassCount& chosen, const QString& name) {
    const QSignalBlocker quiet(count_);
    name_->setText(name);
    count_->setValue(chosen.count);
    count_->setAccessibleName(tr("Pictures of %1").arg(name));
    remove_->setAccessibleName(tr("Remove %1").arg(name));
    remove_->setToolTip(remove_->accessibleName());
}

ChosenClasses::ChosenClasses(GenerationSettings& settings, const ModelLibrary& models,
                             QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      models_(models),
      empty_(parts::hintLabel(tr("No class is chosen. Click one in the list; Ctrl+click adds "
                                 "another."))),
      scroll_(new QScrollArea),
      rowsLayout_(nullptr) {
    auto* content = new QWidget;
    rowsLayout_ = parts::column(content);
    rowsLayout_->setSpacing(theme::kGap / 2);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    QVBoxLayout* column = parts::column(this);
    column->addWidget(empty_);
    column->addWidget(scroll_);
    connect(&settings_, &GenerationSettings::changed, this, [this](GenerationSettings::Part part) {
        if (part == GenerationSettings::Part::Classes) showClasses();
    });
    connect(&models_, &ModelLibrary::modelsLoaded, this, &ChosenClasses::showClasses);
    showClasses();
}

void ChosenClasses::add(int label) {
    std::vector<ClassCount> classes = settings_.classes();
    const auto same = [label](const ClassCount& c) { return c.label == label; };
    const auto found = std::find_if(classes.begin(), classes.end(), same);
    if (found == classes.end()) {
        classes.push_back({label, 1});
    } else {
        found->count = std::min(found->count + 1, kMaxPerClass);
    }
    settings_.setClasses(classes);
}

// Rows are used again, so that a box that is being edited keeps its focus.
void ChosenClasses::showClasses() {
    const std::vector<ClassCount>& classes = settings_.classes();
    while (rows_.size() > classes.size()) {
        rows_.back()->hide();
        rows_.back()->deleteLater();
        rows_.pop_back();
    }
    while (rows_.size() < classes.size()) {
        const int index = static_cast<int>(rows_.size());
        auto* row = new ChosenRow;
        connect(row, &ChosenRow::countEdited, this, [this, index](int n) { setCount(index, n); });
        connect(row, &ChosenRow::removed, this, [this, index] { remove(index); });
        rowsLayout_->insertWidget(index, row);
        rows_.push_back(row);
    }
    for (std::size_t i = 0; i < classes.size(); ++i) {
        rows_[i]->showClass(classes[i], models_.className(classes[i].label));
    }
    empty_->setVisible(classes.empty());
    scroll_->setVisible(!classes.empty());
    fitHeight();
}

void ChosenClasses::setCount(int row, int count) {
    std::vector<ClassCount> classes = settings_.classes();
    classes[row].count = count;
    settings_.setClasses(classes);
}

void ChosenClasses::remove(int row) {
    std::vector<ClassCount> classes = settings_.classes();
    classes.erase(classes.begin() + row);
    settings_.setClasses(classes);
}

// Rows are as high as the style makes them, which it does when they are shown.
bool ChosenClasses::event(QEvent* event) {
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) fitHeight();
    return done;
}

void ChosenClasses::fitHeight() {
    if (rows_.empty()) return;
    const int shown = static_cast<int>(std::min(rows_.size(), kRowsShown));
    rows_.front()->ensurePolished();
    const int row = rows_.front()->sizeHint().height();
    const int height = shown * row + (shown - 1) * rowsLayout_->spacing();
    if (scroll_->height() != height) scroll_->setFixedHeight(height);
}

}  // namespace duo::ui
