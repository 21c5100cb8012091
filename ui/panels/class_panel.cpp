#include "panels/class_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QRandomGenerator>
#include <algorithm>

#include "panels/chosen_classes.h"
#include "panels/class_list_view.h"
#include "panels/panel_parts.h"
#include "state/class_list_model.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

QVariantList toVariants(const auto& labels) {
    QVariantList list;
    for (const int label : labels) list << label;
    return list;
}

}  // namespace

ClassPanel::ClassPanel(GenerationSettings& settings, const ModelLibrary& models, QWidget* parent)
    : QWidget(parent),
      settings_(settings),
      models_(models),
      model_(new ClassListModel(this)),
      filter_(new ClassFilterModel(this)),
      search_(new QLineEdit),
      list_(new ClassListView),
      random_(new QToolButton),
      clear_(parts::iconButton("trash", tr("Remove all chosen classes"))),
      chosen_(new ChosenClasses(settings, models)),
      total_(parts::hintLabel()) {
    filter_->setSourceModel(model_);
    list_->setModel(filter_);
    search_->setPlaceholderText(tr("Name, number or WordNet id"));
    search_->setAccessibleName(tr("Search a class by name, number or WordNet id"));
    search_->setClearButtonEnabled(true);
    search_->addAction(theme::icon("search"), QLineEdit::LeadingPosition);
    search_->installEventFilter(this);
    QVBoxLayout* column = parts::column(this);
    column->addWidget(search_);
    column->addWidget(list_);
    column->addLayout(buildButtons());
    column->addWidget(chosen_);
    connectParts();
    takeFamily();
    showTotal();
}

QLayout* ClassPanel::buildButtons() {
    auto* menu = new QMenu(random_);
    menu->addAction(tr("Add a random class"), this, &ClassPanel::addRandom);
    menu->addAction(tr("Replace with a random class"), this, &ClassPanel::replaceWithRandom);
    random_->setText(tr("Random"));
    random_->setIcon(theme::icon("random"));
    random_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    random_->setPopupMode(QToolButton::MenuButtonPopup);
    random_->setMenu(menu);
    random_->setAccessibleName(tr("Add a random class"));
    random_->setToolTip(tr("Adds a random class; the arrow has more."));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kGap / 2);
    row->addWidget(total_, 1);
    for (QToolButton* button : {random_, clear_}) {
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    return row;
}

void ClassPanel::connectParts() {
    connect(search_, &QLineEdit::textChanged, this, &ClassPanel::search);
    connect(list_, &ClassListView::chosen, this, &ClassPanel::choose);
    connect(list_, &ClassListView::added, this, &ClassPanel::add);
    connect(list_, &ClassListView::confirmed, this, &ClassPanel::confirm);
    connect(list_, &ClassListView::leftAtTop, this, &ClassPanel::focusSearch);
    connect(list_, &ClassListView::typed, this, [this](const QString& text) {
        search_->setFocus();
        search_->setText(text);
    });
    connect(random_, &QToolButton::clicked, this, &ClassPanel::addRandom);
    connect(clear_, &QToolButton::clicked, this, &ClassPanel::clear);
    connect(&models_, &ModelLibrary::modelsLoaded, this, &ClassPanel::takeFamily);
    connect(&settings_, &GenerationSettings::changed, this, [this](GenerationSettings::Part part) {
        if (part == GenerationSettings::Part::Classes) showTotal();
    });
}

// Another family has other classes: favourites and recent choices are kept apart.
void ClassPanel::takeFamily() {
    if (models_.loaded()) {
        const FamilyFacts& family = models_.loaded()->family;
        if (family.classes != classCount_) {
            marks_ = allMarks();
            classCount_ = family.classes;
            const Marks marks = marks_.take(classCount_);
            model_->setFamily(family);
            model_->setFavourites(marks.favourites);
            model_->setRecent(marks.recent);
        } else {
            model_->setFamily(family);
        }
    }
    search(search_->text());
    random_->setEnabled(classCount_ > 0);
    showTotal();
}

void ClassPanel::search(const QString& text) {
    filter_->setSearch(text);
    list_->setCurrentIndex(text.isEmpty() ? QModelIndex() : filter_->index(0, 0));
    list_->scrollToTop();
    list_->setEmptyText(classCount_ == 0 ? tr("The classes appear when the models are loaded.")
                                         : tr("No class is called that."));
}

bool ClassPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == search_ && event->type() == QEvent::KeyPress &&
        searchKey(*static_cast<QKeyEvent*>(event))) {
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool ClassPanel::searchKey(const QKeyEvent& key) {
    const bool plain = (key.modifiers() & ~Qt::KeypadModifier) == 0;
    if (key.key() == Qt::Key_Down && filter_->rowCount() > 0) {
        if (!list_->currentIndex().isValid()) list_->setCurrentIndex(filter_->index(0, 0));
        list_->setFocus();
        return true;
    }
    if (plain && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter)) {
        search_->selectAll();
        search_->text().isEmpty() ? emit generateAsked() : confirm(list_->currentIndex());
        return true;
    }
    if (key.key() == Qt::Key_Space && key.modifiers() == Qt::ControlModifier) {
        add(list_->currentIndex());
        search_->selectAll();
        return true;
    }
    if (key.key() == Qt::Key_Escape && !search_->text().isEmpty()) {
        search_->clear();
        return true;
    }
    return false;
}

bool ClassPanel::isChosen(int label) const {
    const auto& classes = settings_.classes();
    return std::any_of(classes.begin(), classes.end(),
                       [label](const ClassCount& c) { return c.label == label; });
}

void ClassPanel::choose(const QModelIndex& index) {
    if (!index.isValid()) return;
    const auto& classes = settings_.classes();
    const int count = classes.empty() ? 1 : classes.front().count;
    const bool alike = std::all_of(classes.begin(), classes.end(),
                                   [count](const ClassCount& c) { return c.count == count; });
    settings_.setClasses({{index.data(ClassListModel::LabelRole).toInt(), alike ? count : 1}});
}

void ClassPanel::add(const QModelIndex& index) {
    if (index.isValid()) chosen_->add(index.data(ClassListModel::LabelRole).toInt());
}

// Classes that were added before stay, where this is one of them.
void ClassPanel::confirm(const QModelIndex& index) {
    if (!index.isValid()) return;
    if (!isChosen(index.data(ClassListModel::LabelRole).toInt())) choose(index);
    emit generateAsked();
}

// Not at the choice itself: the list would move under the mouse.
void ClassPanel::noteRecent() {
    const QPersistentModelIndex kept(list_->currentIndex());
    for (const ClassCount& chosen : settings_.classes()) model_->noteRecent(chosen.label);
    if (kept.isValid()) list_->setCurrentIndex(kept);
}

int ClassPanel::randomLabel() const {
    std::vector<int> free;
    for (int label = 0; label < classCount_; ++label) {
        if (!isChosen(label)) free.push_back(label);
    }
    auto& random = *QRandomGenerator::global();
    if (free.empty()) return static_cast<int>(random.bounded(classCount_));
    return free[random.bounded(static_cast<quint32>(free.size()))];
}

void ClassPanel::addRandom() {
    if (classCount_ > 0) chosen_->add(randomLabel());
}

void ClassPanel::replaceWithRandom() {
    if (classCount_ == 0) return;
    const int label = randomLabel();
    const int pictures = std::max(settings_.pictureCount(), 1);
    settings_.setClasses({{label, pictures}});
}

void ClassPanel::clear() {
    settings_.setClasses({});
}

void ClassPanel::focusSearch() {
    search_->setFocus();
    search_->selectAll();
}

void ClassPanel::showTotal() {
    const auto& classes = settings_.classes();
    const int pictures = settings_.pictureCount();
    total_->setText(classes.empty() ? QString() : tr("%n picture(s)", nullptr, pictures));
    clear_->setEnabled(!classes.empty());
    QString summary = tr("none chosen");
    if (classes.size() == 1) {
        summary = tr("%1 × %2", "class × count")
                      .arg(models_.className(classes.front().label))
                      .arg(pictures);
    } else if (classes.size() > 1) {
        summary = tr("%n class(es)", nullptr, static_cast<int>(classes.size()));
    }
    if (summary == summary_) return;
    summary_ = summary;
    emit summaryChanged(summary_);
}

QHash<int, ClassPanel::Marks> ClassPanel::allMarks() const {
    QHash<int, Marks> all = marks_;
    if (classCount_ > 0) all[classCount_] = {model_->favourites(), model_->recent()};
    return all;
}

void ClassPanel::save(QSettings& store) const {
    const QHash<int, Marks> all = allMarks();
    store.beginWriteArray("classMarks", static_cast<int>(all.size()));
    int row = 0;
    for (auto marks = all.begin(); marks != all.end(); ++marks) {
        store.setArrayIndex(row++);
        store.setValue("classes", marks.key());
        store.setValue("favourites", toVariants(marks->favourites));
        store.setValue("recent", toVariants(marks->recent));
    }
    store.endArray();
}

void ClassPanel::restore(QSettings& store) {
    marks_.clear();
    const int rows = store.beginReadArray("classMarks");
    for (int row = 0; row < rows; ++row) {
        store.setArrayIndex(row);
        Marks& marks = marks_[store.value("classes").toInt()];
        for (const QVariant& label : store.value("favourites").toList()) {
            marks.favourites << label.toInt();
        }
        for (const QVariant& label : store.value("recent").toList()) marks.recent << label.toInt();
    }
    store.endArray();
    if (classCount_ == 0 || !marks_.contains(classCount_)) return;
    const Marks marks = marks_.take(classCount_);
    model_->setFavourites(marks.favourites);
    model_->setRecent(marks.recent);
}

}  // namespace duo::ui
