#include "window/window_place.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>
#include <algorithm>

namespace duo::ui {
namespace {

constexpr QSize kFrame(8, 40);       // what a window manager puts around a window, at most
constexpr double kLeastShare = 0.6;  // of the area on the screens
constexpr int kTitleDepth = 32;      // by which a window is moved

qint64 areaOf(const QRect& rect) {
    return rect.isValid() ? qint64{rect.width()} * rect.height() : 0;
}

qint64 areaOn(const QRect& place, const QList<QRect>& screens) {
    qint64 area = 0;
    for (const QRect& screen : screens) area += areaOf(place & screen);
    return area;
}

int distance(const QRect& place, const QRect& screen) {
    const QPoint centre = place.center();
    const int dx = std::max({screen.left() - centre.x(), centre.x() - screen.right(), 0});
    const int dy = std::max({screen.top() - centre.y(), centre.y() - screen.bottom(), 0});
    return dx + dy;
}

QRect within(QRect place, const QRect& room) {
    place.setSize(place.size().boundedTo(room.size()));
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() - place.width() + 1));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() - place.height() + 1));
    return place;
}

}  // namespace

QRect freshPlace(QSize wanted, const QRect& screen) {
    QRect place(QPoint(), wanted.boundedTo(screen.size() - kFrame));
    place.moveCenter(screen.center() + QPoint(0, kFrame.height() / 2));
    return within(place, screen);
}

QRect placeOnScreens(const QRect& place, const QList<QRect>& screens) {
    if (screens.isEmpty() || place.isEmpty()) return place;
    const QRect title(place.topLeft(), QSize(place.width(), kTitleDepth));
    const QRect& nearest = *std::min_element(
        screens.begin(), screens.end(),
        [&](const QRect& a, const QRect& b) { return distance(place, a) < distance(place, b); });
    const bool there =
        static_cast<double>(areaOn(place, screens)) >= kLeastShare * double(areaOf(place)) &&
        static_cast<double>(areaOn(title, screens)) >= kLeastShare * double(areaOf(title));
    const bool fits = place.width() <= nearest.width() && place.height() <= nearest.height();
    if (there && fits) return place;
    return within(place, there ? nearest : nearest.adjusted(0, kFrame.height(), 0, 0));
}

void placeFresh(QWidget& window, QSize wanted) {
    window.setGeometry(freshPlace(wanted, window.screen()->availableGeometry()));
}

void bringOnScreen(QWidget& window) {
    if (window.isMaximized() || window.isFullScreen()) return;
    QList<QRect> rooms;
    for (const QScreen* screen : QGuiApplication::screens()) rooms << screen->availableGeometry();
    const QRect place = placeOnScreens(window.geometry(), rooms);
    if (place != window.geometry()) window.setGeometry(place);
}

}  // namespace duo::ui
