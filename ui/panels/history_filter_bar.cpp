#include "panels/history_filter_bar.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSlider>
#include <map>

#include "panels/panel_parts.h"
#include "panels/thumbnail_view.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kTypingMs = 120;   // until a person pauses
constexpr int kListingMs = 300;  // many pictures may come at once

// Keeps what was chosen, also where no picture has it any more.
void list(QComboBox& box, const QString& all,
          const std::vector<std::pair<QString, QVariant>>& now) {
    const QSignalBlocker quiet(box);
    const QVariant chosen = box.currentData();
    const QString chosenText = box.currentText();
    box.clear();
    box.addItem(all);
    for (const auto& [text, value] : now) box.addItem(text, value);
    if (!chosen.isValid()) return;
    if (box.findData(chosen) < 0) box.addItem(chosenText, chosen);
    box.setCurrentIndex(box.findData(chosen));
}

}  // namespace

HistoryFilterBar::HistoryFilterBar(HistoryStore& history, QWidget* parent)
    : QWidget(parent),
      history_(history),
      text_(new QLineEdit),
      starred_(parts::iconButton("star", tr("Starred pictures only"))),
      more_(parts::iconButton("filter", tr("Filter by class, N and seed; size of the pictures"))),
      fold_(nullptr),
      classes_(choice(tr("Class"))),
      splits_(choice(tr("Split point N"))),
      seed_(new QLineEdit),
      side_(new QSlider(Qt::Horizontal)),
      count_(parts::hintLabel()) {
    QVBoxLayout* column = parts::column(this);
    column->setSpacing(theme::kGap / 2);
    column->addWidget(buildLine());
    column->addWidget(fold_ = buildFold());
    column->addWidget(count_);
    setOpen(false);
    count_->hide();
    typing_.setSingleShot(true);
    typing_.setInterval(kTypingMs);
    listing_.setSingleShot(true);
    listing_.setInterval(kListingMs);
    connect(&typing_, &QTimer::timeout, this, &HistoryFilterBar::tellQuery);
    connect(&listing_, &QTimer::timeout, this, &HistoryFilterBar::listChoices);
    const auto grown = [this] {
        if (isOpen() && !listing_.isActive()) listing_.start();
    };
    connect(&history_, &QAbstractItemModel::rowsInserted, this, grown);
    connect(&history_, &QAbstractItemModel::rowsRemoved, this, grown);
    connect(&history_, &QAbstractItemModel::dataChanged, this,
            [grown](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.contains(HistoryStore::FactsRole)) grown();
            });
}

QWidget* HistoryFilterBar::buildLine() {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap / 2);
    text_->setPlaceholderText(tr("Filter"));
    text_->setAccessibleName(tr("Words in the title of a picture"));
    text_->setToolTip(tr("Words that the title of a picture holds, such as \"fox N=8\""));
    text_->setClearButtonEnabled(true);
    text_->addAction(theme::icon("search"), QLineEdit::LeadingPosition);
    text_->installEventFilter(this);
    starred_->setCheckable(true);
    more_->setCheckable(true);
    row->addWidget(text_, 1);
    row->addWidget(starred_);
    row->addWidget(more_);
    connect(text_, &QLineEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(starred_, &QToolButton::toggled, this, [this](bool on) {
        starred_->setIcon(theme::icon(on ? "star-filled" : "star"));
        tellQuery();
    });
    connect(more_, &QToolButton::toggled, this, &HistoryFilterBar::setOpen);
    return line;
}

QWidget* HistoryFilterBar::buildFold() {
    auto* fold = new QWidget;
    QFormLayout* form = parts::form();
    fold->setLayout(form);
    form->setVerticalSpacing(theme::kGap / 2);
    seed_->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{0,20}"), seed_));
    seed_->setPlaceholderText(tr("any"));
    seed_->setAccessibleName(tr("Seed"));
    seed_->setClearButtonEnabled(true);
    side_->setRange(ThumbnailView::kMinSide, ThumbnailView::kMaxSide);
    side_->setValue(ThumbnailView::kUsualSide);
    side_->setPageStep(24);
    side_->setAccessibleName(tr("Size of the pictures"));
    side_->setToolTip(tr("Size of the pictures (Ctrl+wheel)"));
    form->addRow(tr("Class"), classes_);
    form->addRow(tr("N"), splits_);
    form->addRow(tr("Seed"), seed_);
    form->addRow(tr("Size"), side_);
    connect(seed_, &QLineEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(side_, &QSlider::valueChanged, this, &HistoryFilterBar::thumbnailSideChanged);
    return fold;
}

QComboBox* HistoryFilterBar::choice(const QString& name) {
    QComboBox* box = parts::narrowCombo(name);
    connect(box, &QComboBox::currentIndexChanged, this, &HistoryFilterBar::tellQuery);
    return box;
}

HistoryQuery HistoryFilterBar::query() const {
    HistoryQuery query;
    query.text = text_->text().simplified();
    query.starred = starred_->isChecked();
    query.className = classes_->currentData().toString();
    if (splits_->currentData().isValid()) query.split = splits_->currentData().toInt();
    bool number = false;
    const quint64 seed = seed_->text().toULongLong(&number);
    if (number) query.seed = seed;
    return query;
}

void HistoryFilterBar::tellQuery() {
    typing_.stop();
    emit queryChanged(query());
}

void HistoryFilterBar::clear() {
    {
        const QSignalBlocker quietClass(classes_), quietSplit(splits_);
        classes_->setCurrentIndex(0);
        splits_->setCurrentIndex(0);
        seed_->clear();
        text_->clear();
        starred_->setChecked(false);
    }
    tellQuery();
}

// The classes and splits of the pictures that there are.
void HistoryFilterBar::listChoices() {
    std::map<QString, int> classes;
    std::map<int, int> splits;
    for (int row = 0; row < history_.rowCount(); ++row) {
        const HistoryEntry& entry = history_.entry(row);
        if (!entry.facts) continue;
        ++classes[classWords(*entry.facts)];
        ++splits[entry.facts->split];
    }
    std::vector<std::pair<QString, QVariant>> names, numbers;
    for (const auto& [name, count] : classes) names.emplace_back(name, name);
    for (const auto& [split, count] : splits) {
        numbers.emplace_back(split < 0 ? tr("mixed models") : QString::number(split), split);
    }
    list(*classes_, tr("all"), names);
    list(*splits_, tr("all"), numbers);
}

bool HistoryFilterBar::isOpen() const {
    return more_->isChecked();
}

void HistoryFilterBar::setOpen(bool open) {
    more_->setChecked(open);
    fold_->setVisible(open);
    if (!open) return;
    history_.readFacts();
    listChoices();
}

int HistoryFilterBar::thumbnailSide() const {
    return side_->value();
}

void HistoryFilterBar::setThumbnailSide(int side) {
    side_->setValue(side);
}

void HistoryFilterBar::tellCount(int shown, int selected) {
    QStringList words;
    if (!query().isEmpty()) {
        words << tr("%1 of %n picture(s)", nullptr, history_.rowCount())
                     .arg(QLocale().toString(shown));
    }
    if (selected > 1) words << tr("%n selected", nullptr, selected);
    count_->setVisible(!words.isEmpty());
    count_->setText(words.join(QStringLiteral(" · ")));
}

bool HistoryFilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == text_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool leaves = key->key() == Qt::Key_Down || key->key() == Qt::Key_Return ||
                            key->key() == Qt::Key_Enter;
        if (leaves) {
            tellQuery();
            emit left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace duo::ui
