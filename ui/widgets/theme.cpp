#include "widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <QToolTip>

#include "widgets/line_icon.h"

// Resources of a static library must be initialised by name, outside every namespace.
static void loadResources() {
    static const bool loaded = [] {
        Q_INIT_RESOURCE(studio);
        return true;
    }();
    Q_UNUSED(loaded);
}

namespace duo::ui::theme {
namespace {

struct Colors {
    QColor window, base, alternate, button, raised, text, subtle, disabled, line, edge;
    QColor canvas, drafter, refiner, vqvae, accent, onAccent, focus, error, warning, good;
};

const Colors kDark{0x1f2023, 0x18191b, 0x1c1d20, 0x2c2e33, 0x292b30, 0xe2e4e8, 0x9ba1ab,
                   0x656a73, 0x34363b, 0x434750, 0x262626, 0x5aa2f7, 0xf0a03c, 0x3fbf9a,
                   0x6b5be0, 0xffffff, 0x9d90ff, 0xff7a72, 0xe8b93e, 0x5fc987};
const Colors kLight{0xf3f4f6, 0xffffff, 0xf8f9fa, 0xffffff, 0xffffff, 0x1c1e22, 0x5a606a,
                    0x9a9fa8, 0xd9dce1, 0xc3c7ce, 0xd6d6d6, 0x1c6fd6, 0xb85c00, 0x0c7d64,
                    0x5b49d6, 0xffffff, 0x5b49d6, 0xc3271e, 0x8a5b00, 0x17723d};

bool dark = true;

const Colors& colors() {
    return dark ? kDark : kLight;
}

// Reads the desktop's palette before ours replaces it.
bool desktopIsDark(QApplication& application) {
    application.setPalette(QPalette());
    const QPalette desktop = QApplication::palette();
    return desktop.color(QPalette::Window).lightness() <
           desktop.color(QPalette::WindowText).lightness();
}

QPalette paletteOf(const Colors& c) {
    QPalette palette(c.button, c.window);
    const auto setAll = [&](QPalette::ColorRole role, const QColor& color) {
        for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
            palette.setColor(group, role, color);
        }
    };
    setAll(QPalette::Window, c.window);
    setAll(QPalette::Base, c.base);
    setAll(QPalette::AlternateBase, c.alternate);
    setAll(QPalette::Button, c.button);
    setAll(QPalette::ToolTipBase, c.raised);
    setAll(QPalette::ToolTipText, c.text);
    setAll(QPalette::PlaceholderText, c.subtle);
    setAll(QPalette::Highlight, c.accent);
    setAll(QPalette::HighlightedText, c.onAccent);
    setAll(QPalette::Link, c.focus);
    setAll(QPalette::LinkVisited, c.focus);
    setAll(QPalette::Mid, c.line);
    setAll(QPalette::Midlight, c.edge);
    setAll(QPalette::Dark, mixed(c.window, Qt::black, 0.3));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        setAll(role, c.text);
        palette.setColor(QPalette::Disabled, role, c.disabled);
    }
    setAll(QPalette::BrightText, c.onAccent);
    return palette;
}

QList<std::pair<QString, QColor>> placeholders(const Colors& c) {
    return {{"window", c.window},
            {"base", c.base},
            {"alternate", c.alternate},
            {"button", c.button},
            {"buttonHover", mixed(c.button, c.text, 0.08)},
            {"buttonDown", mixed(c.button, c.text, 0.16)},
            {"raised", c.raised},
            {"text", c.text},
            {"subtle", c.subtle},
            {"disabled", c.disabled},
            {"line", c.line},
            {"edge", c.edge},
            {"edgeHover", mixed(c.edge, c.text, 0.25)},
            {"accent", c.accent},
            {"accentHover", mixed(c.accent, c.onAccent, 0.12)},
            {"accentDown", mixed(c.accent, Qt::black, 0.2)},
            {"onAccent", c.onAccent},
            {"focus", c.focus},
            {"error", c.error},
            {"selected", mixed(c.base, c.accent, dark ? 0.45 : 0.2)},
            {"hovered", mixed(c.base, c.text, 0.06)},
            {"groove", mixed(c.window, c.text, 0.12)},
            {"scroll", mixed(c.window, c.text, 0.2)},
            {"scrollHover", mixed(c.window, c.text, 0.35)}};
}

QString styleSheet(const Colors& c) {
    QFile file(":/style/studio.qss");
    [[maybe_unused]] const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT(open);
    QString sheet = QString::fromUtf8(file.readAll());
    auto names = placeholders(c);
    // Longest name first: otherwise @line would match the beginning of a longer name.
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [name, color] : names) sheet.replace('@' + name, color.name());
    return sheet.replace("@parts", dark ? "dark" : "light");
}

}  // namespace

void apply(QApplication& application, ThemeKind kind) {
    loadResources();
    application.setStyleSheet({});
    if (application.style()->objectName() != "fusion") {
        application.setStyle(QStyleFactory::create("Fusion"));
    }
    dark = kind == ThemeKind::System ? desktopIsDark(application) : kind == ThemeKind::Dark;
    const QPalette palette = paletteOf(colors());
    application.setPalette(palette);
    QToolTip::setPalette(palette);
    application.setStyleSheet(styleSheet(colors()));
}

bool isDark() {
    return dark;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto channel = [share](float from, float to) {
        return static_cast<float>(from + share * (to - from));
    };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

QColor model(ModelRole role) {
    return role == ModelRole::Drafter ? colors().drafter : colors().refiner;
}

QColor vqvae() {
    return colors().vqvae;
}

QColor memory(MemoryOwner owner, MemoryKind kind) {
    const QColor color = owner == MemoryOwner::Drafter   ? colors().drafter
                         : owner == MemoryOwner::Refiner ? colors().refiner
                                                         : colors().vqvae;
    switch (kind) {
        case MemoryKind::Weights:
            return mixed(color, Qt::black, 0.4);
        case MemoryKind::KvCache:
            return mixed(color, Qt::black, 0.08);
        case MemoryKind::Activations:
            return mixed(color, Qt::white, 0.45);
    }
    return color;
}

QColor accent() {
    return colors().accent;
}

QColor onAccent() {
    return colors().onAccent;
}

// The same in both themes, because pictures are.
QColor overlay() {
    return QColor(0, 0, 0, 170);
}

QColor onOverlay() {
    return Qt::white;
}

QColor focus() {
    return colors().focus;
}

QColor error() {
    return colors().error;
}

QColor warning() {
    return colors().warning;
}

QColor good() {
    return colors().good;
}

QColor subtle() {
    return colors().subtle;
}

QColor canvas() {
    return colors().canvas;
}

QColor line() {
    return colors().line;
}

QIcon icon(const QString& name) {
    return icon(name, nullptr);
}

QIcon icon(const QString& name, QColor (*color)()) {
    loadResources();
    Q_ASSERT_X(QFile::exists(LineIcon::fileOf(name)), "theme::icon", qPrintable(name));
    return QIcon(new LineIcon(name, color));
}

QStringList iconNames() {
    loadResources();
    QStringList names = QDir(":/icons").entryList({"*.svg"});
    for (QString& name : names) name.chop(4);
    return names;
}

QIcon programIcon() {
    loadResources();
    QSvgRenderer drawing(QStringLiteral(":/program/duoscale.svg"));
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        drawing.render(&painter);
        icon.addPixmap(pixmap);
    }
    return icon;
}

QFont small(const QFont& font) {
    QFont smaller = font;
    if (font.pointSizeF() > 0) smaller.setPointSizeF(font.pointSizeF() * 0.86);
    if (font.pixelSize() > 0) smaller.setPixelSize(std::max(9, qRound(font.pixelSize() * 0.86)));
    return smaller;
}

}  // namespace duo::ui::theme
