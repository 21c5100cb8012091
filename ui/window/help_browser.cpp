#include "window/help_browser.h"

#include <QFileInfo>
#include <QImage>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>
#include <algorithm>

#include "widgets/theme.h"
#include "window/help_pages.h"

namespace duo::ui {
namespace {

QUrl urlOf(const QString& page) {
    return QUrl(QStringLiteral("qrc%1/%2").arg(kGuideFolder, page));
}

// Code stands on its own ground, in lines of one block each; paragraphs and headings get air.
QTextBlockFormat formatOf(const QTextBlock& block, const QColor& ground) {
    QTextBlockFormat format = block.blockFormat();
    if (format.hasProperty(QTextFormat::BlockCodeFence) ||
        format.hasProperty(QTextFormat::BlockCodeLanguage)) {
        format.setBackground(ground);
        format.setLeftMargin(theme::kInset);
        format.setRightMargin(theme::kInset);
    } else if (format.headingLevel() > 0) {
        format.setTopMargin(block.position() == 0 ? 0 : 2 * theme::kInset);
        format.setBottomMargin(theme::kGap);
    } else if (block.textList() == nullptr) {
        format.setBottomMargin(theme::kGap);
        format.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
    }
    return format;
}

}  // namespace

HelpBrowser::HelpBrowser(QWidget* parent) : QTextBrowser(parent) {
    setOpenExternalLinks(true);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(2 * theme::kInset);
}

void HelpBrowser::open(const QString& page) {
    setSource(urlOf(page), QTextDocument::MarkdownResource);
}

QString HelpBrowser::pageName() const {
    return QFileInfo(source().path()).fileName();
}

void HelpBrowser::doSetSource(const QUrl& url, QTextDocument::ResourceType type) {
    QTextBrowser::doSetSource(url, type);
    format();
    if (url.hasFragment()) scrollToHeading(url.fragment());
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name) {
    if (type == QTextDocument::MarkdownResource) {
        const HelpPage* page = helpPage(QFileInfo(name.path()).fileName());
        return page == nullptr ? QVariant() : QVariant(page->text);
    }
    return QTextBrowser::loadResource(type, name);
}

void HelpBrowser::format() {
    const QColor ground =
        theme::mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.08);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        cursor.setBlockFormat(formatOf(block, ground));
    }
    formatTables();
    cursor.endEditBlock();
    document()->setDocumentMargin(2 * theme::kInset);
}

void HelpBrowser::formatTables() {
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr) continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderBrush(theme::line());
        format.setCellPadding(theme::kGap / 2);
        format.setBottomMargin(theme::kInset);
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        table->setFormat(format);
    }
}

void HelpBrowser::scrollToHeading(const QString& anchor) {
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || headingAnchor(block.text()) != anchor) {
            continue;
        }
        setTextCursor(QTextCursor(block));
        // Layout is lazy: the scroll bar reaches this far only when all of it is there.
        static_cast<void>(document()->size());
        const QRectF at = document()->documentLayout()->blockBoundingRect(block);
        verticalScrollBar()->setValue(static_cast<int>(at.top()) - theme::kInset);
        return;
    }
}

bool HelpBrowser::findNext(const QString& text) {
    if (text.isEmpty()) return false;
    if (find(text)) return true;
    const auto& pages = helpPages();
    const auto here = std::ranges::find(pages, pageName(), &HelpPage::name) - pages.begin();
    const auto count = static_cast<std::ptrdiff_t>(pages.size());
    for (std::ptrdiff_t i = 1; i <= count; ++i) {
        const HelpPage& page = pages[(here + i) % count];
        if (!page.text.contains(text, Qt::CaseInsensitive)) continue;
        if (i < count) open(page.name);
        moveCursor(QTextCursor::Start);
        if (find(text)) return true;
    }
    return false;
}

void HelpBrowser::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !source().isEmpty()) format();
}

}  // namespace duo::ui
