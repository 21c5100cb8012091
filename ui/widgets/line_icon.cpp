#include "widgets/line_icon.h"

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace duo::ui {

LineIcon::LineIcon(QString name, QColor (*color)()) : name_(std::move(name)), color_(color) {
    QFile file(fileOf(name_));
    if (file.open(QIODevice::ReadOnly)) svg_ = file.readAll();
}

QString LineIcon::fileOf(const QString& name) {
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QColor LineIcon::colorFor(QIcon::Mode mode) const {
    const QPalette palette = QApplication::palette();
    if (mode == QIcon::Disabled) return palette.color(QPalette::Disabled, QPalette::ButtonText);
    if (color_ != nullptr) return color_();
    return palette.color(QPalette::Active, QPalette::ButtonText);
}

void LineIcon::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    QByteArray svg = svg_;
    svg.replace("currentColor", colorFor(mode).name().toLatin1());
    QSvgRenderer renderer(svg);
    const int side = std::min(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(QRectF(rect).center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, square);
    painter->restore();
}

QPixmap LineIcon::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    return scaledPixmap(size, mode, state, 1.0);
}

// size is in device pixels; the caller sets the pixmap's ratio.
QPixmap LineIcon::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) {
    if (size.isEmpty()) return {};
    const QString key = QStringLiteral("duo-icon %1 %2×%3 %4")
                            .arg(name_)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(colorFor(mode).name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

}  // namespace duo::ui
