#include "window/help_window.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScreen>
#include <QShortcut>
#include <QSplitter>
#include <QStyle>
#include <QToolBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/theme.h"
#include "window/help_browser.h"
#include "window/help_pages.h"

namespace duo::ui {
namespace {

constexpr int kPage = Qt::UserRole;  // "terms.md#split-n"
constexpr QSize kSize(1040, 760);
constexpr int kContentsWidth = 240;

QAction* step(QWidget* owner, const QString& text, const QString& icon,
              const QKeySequence& shortcut) {
    auto* action = new QAction(theme::icon(icon), text, owner);
    action->setShortcut(shortcut);
    action->setToolTip(
        QStringLiteral("%1 (%2)").arg(text, shortcut.toString(QKeySequence::NativeText)));
    action->setEnabled(false);
    return action;
}

}  // namespace

HelpWindow::HelpWindow()
    : browser_(new HelpBrowser), contents_(new QTreeWidget), find_(new QLineEdit) {
    setWindowTitle(tr("User guide"));
    setWindowFlag(Qt::Window);
    setAttribute(Qt::WA_QuitOnClose, false);  // the program ends with the studio's window
    browser_->setAccessibleName(tr("Page of the guide"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    auto* both = new QSplitter(Qt::Horizontal);
    both->addWidget(buildContents());
    both->addWidget(browser_);
    both->setStretchFactor(1, 1);
    both->setSizes({kContentsWidth, kSize.width() - kContentsWidth});
    column->addWidget(both, 1);
    connect(browser_, &QTextBrowser::sourceChanged, this, &HelpWindow::followPage);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::close);
    resize(kSize.boundedTo(screen()->availableGeometry().size() * 0.9));
}

QWidget* HelpWindow::buildBar() {
    auto* bar = new QToolBar;
    QAction* back = step(this, tr("Back"), "chevron-left", QKeySequence::Back);
    QAction* forward = step(this, tr("Forward"), "chevron-right", QKeySequence::Forward);
    connect(back, &QAction::triggered, browser_, &QTextBrowser::backward);
    connect(forward, &QAction::triggered, browser_, &QTextBrowser::forward);
    connect(browser_, &QTextBrowser::backwardAvailable, back, &QAction::setEnabled);
    connect(browser_, &QTextBrowser::forwardAvailable, forward, &QAction::setEnabled);
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    find_->setPlaceholderText(tr("Find in the guide (Ctrl+F)"));
    find_->setAccessibleName(tr("Find in the guide"));
    find_->setToolTip(tr("Enter goes to the next place, through all pages."));
    find_->setClearButtonEnabled(true);
    find_->setFixedWidth(fontMetrics().averageCharWidth() * 34);
    connect(find_, &QLineEdit::returnPressed, this, &HelpWindow::findText);
    connect(find_, &QLineEdit::textChanged, this, [this] { showFound(true); });
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, find_, [this] {
        find_->setFocus();
        find_->selectAll();
    });
    bar->addAction(back);
    bar->addAction(forward);
    bar->addWidget(space);
    bar->addWidget(find_);
    return bar;
}

QWidget* HelpWindow::buildContents() {
    contents_->setHeaderHidden(true);
    contents_->setFrameShape(QFrame::NoFrame);
    contents_->setAccessibleName(tr("Contents of the guide"));
    fillContents();
    connect(contents_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (item != nullptr) browser_->open(item->data(0, kPage).toString());
    });
    if (QLocale().language() == QLocale::English) return contents_;
    auto* note = new QLabel(tr("The guide is in English."));
    note->setProperty("subtle", true);
    note->setWordWrap(true);
    note->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    auto* both = new QWidget;
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(contents_, 1);
    column->addWidget(note);
    return both;
}

void HelpWindow::fillContents() {
    for (const HelpPage& page : helpPages()) {
        auto* item = new QTreeWidgetItem(contents_, {page.title});
        item->setData(0, kPage, page.name);
        for (const QString& section : page.sections) {
            auto* inside = new QTreeWidgetItem(item, {section});
            inside->setData(0, kPage, page.name + '#' + headingAnchor(section));
        }
    }
}

void HelpWindow::open(const QString& page) {
    show();  // first: only a page that is laid out can be scrolled to a section
    browser_->open(page);
    raise();
    activateWindow();
    browser_->setFocus();
}

// The contents name the page shown, however it was reached.
void HelpWindow::followPage() {
    const QString shown = browser_->pageName();
    for (int i = 0; i < contents_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = contents_->topLevelItem(i);
        if (item->data(0, kPage).toString() != shown) continue;
        const QTreeWidgetItem* current = contents_->currentItem();
        if (current == item || (current != nullptr && current->parent() == item)) return;
        const QSignalBlocker quiet(contents_);
        contents_->setCurrentItem(item);
        item->setExpanded(true);
    }
}

void HelpWindow::findText() {
    showFound(browser_->findNext(find_->text()));
}

void HelpWindow::showFound(bool found) {
    find_->setProperty("wrong", !found);
    find_->style()->unpolish(find_);  // the style sheet reads the property then
    find_->style()->polish(find_);
}

}  // namespace duo::ui
