#include "window/help_pages.h"

#include <QFile>
#include <QRegularExpression>
#include <algorithm>

namespace duo::ui {
namespace {

HelpPage read(const QString& name) {
    static const QRegularExpression note(QStringLiteral("<!--.*?-->\n"));
    static const QRegularExpression fence(
        QStringLiteral("^```.*?^```"),
        QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression heading(QStringLiteral("^(#{1,2}) (.*)$"),
                                            QRegularExpression::MultilineOption);
    QFile file(QStringLiteral("%1/%2").arg(kGuideFolder, name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    HelpPage page;
    page.name = name;
    page.text = QString::fromUtf8(file.readAll()).remove(note);
    const QString prose = QString(page.text).remove(fence);  // a comment in a command is no heading
    for (const QRegularExpressionMatch& match : heading.globalMatch(prose)) {
        if (match.capturedLength(1) == 1) {
            page.title = match.captured(2);
        } else {
            page.sections << match.captured(2);
        }
    }
    return page;
}

std::vector<HelpPage> readAll() {
    static const QRegularExpression row(QStringLiteral("^\\| \\[.*?\\]\\(([\\w-]+\\.md)\\)"),
                                        QRegularExpression::MultilineOption);
    std::vector<HelpPage> pages{read(QStringLiteral("index.md"))};
    const QString index = pages.front().text;
    for (const QRegularExpressionMatch& match : row.globalMatch(index)) {
        pages.push_back(read(match.captured(1)));
    }
    return pages;
}

}  // namespace

const std::vector<HelpPage>& helpPages() {
    static const std::vector<HelpPage> pages = readAll();
    return pages;
}

const HelpPage* helpPage(const QString& name) {
    const auto found = std::ranges::find(helpPages(), name, &HelpPage::name);
    return found == helpPages().end() ? nullptr : &*found;
}

QString headingAnchor(const QString& heading) {
    static const QRegularExpression mark(QStringLiteral("[^\\w\\s-]"),
                                         QRegularExpression::UseUnicodePropertiesOption);
    return heading.toLower().remove(mark).trimmed().replace(' ', '-');
}

}  // namespace duo::ui
