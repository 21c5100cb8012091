#include "views/token_hover.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kRestMs = 150;
constexpr int kEdge = 72;  // of a patch on the screen
constexpr int kMaxAlternatives = 4;

}  // namespace

QRect patchOf(QSize picture, int side, int cell) {
    if (side <= 0 || picture.isEmpty()) return {};
    const double width = static_cast<double>(picture.width()) / side;
    const double height = static_cast<double>(picture.height()) / side;
    const QRectF own((cell % side) * width, (cell / side) * height, width, height);
    return own.adjusted(-width / 2, -height / 2, width / 2, height / 2).toRect() &
           QRect({}, picture);
}

TokenHover::TokenHover(TokenSwaps& swaps, QWidget* view)
    : QFrame(view), swaps_(swaps), row_(new QHBoxLayout(this)) {
    setObjectName("tokenHover");
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    row_->setContentsMargins(theme::kGap, theme::kGap, theme::kGap, theme::kGap);
    row_->setSpacing(theme::kGap);
    rest_.setSingleShot(true);
    rest_.setInterval(kRestMs);
    connect(&rest_, &QTimer::timeout, this, [this] { swaps_.ask(at_, alternatives()); });
    connect(&swaps, &TokenSwaps::decoded, this, &TokenHover::showSwaps);
}

void TokenHover::pointAt(const TokenSwaps::Place& place, const QPoint& globalPosition) {
    cursor_ = globalPosition;
    if (place == at_ && isVisible()) return this->place();
    at_ = place;
    if (!at_.picture || at_.picture->final.isNull() || at_.scale < 0) return leave();
    showOwn();
    rest_.start();
}

void TokenHover::leave() {
    rest_.stop();
    swaps_.drop();
    at_ = {};
    hide();
}

int TokenHover::tiles() const {
    return row_->count();
}

void TokenHover::showOwn() {
    clear();
    const auto scale = static_cast<std::size_t>(at_.scale);
    const std::vector<std::int32_t>& tokens = at_.picture->tokens[scale];
    addTile(tokens[static_cast<std::size_t>(at_.cell)], at_.picture->final, true);
    place();
    show();
}

void TokenHover::showSwaps(const TokenSwaps::Place& place, const std::vector<std::int32_t>& codes,
                           const std::vector<QImage>& pictures) {
    if (place != at_ || !isVisible()) return;
    for (std::size_t i = 0; i < codes.size(); ++i) addTile(codes[i], pictures[i], false);
    this->place();
}

void TokenHover::addTile(std::int32_t code, const QImage& picture, bool drawn) {
    auto* tile = new QWidget;
    auto* column = new QVBoxLayout(tile);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* patch = new QLabel;
    const int side = at_.picture->sides[static_cast<std::size_t>(at_.scale)];
    const QImage part = picture.copy(patchOf(picture.size(), side, at_.cell));
    patch->setPixmap(QPixmap::fromImage(
        part.scaled(kEdge, kEdge, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation)));
    patch->setFixedSize(kEdge, kEdge);
    patch->setFrameShape(drawn ? QFrame::Box : QFrame::NoFrame);
    auto* text = new QLabel(words(code));
    text->setFont(theme::small(font()));
    text->setAlignment(Qt::AlignHCenter);
    column->addWidget(patch);
    column->addWidget(text);
    row_->addWidget(tile);
}

// The code, and its probability where statistics were recorded.
QString TokenHover::words(std::int32_t code) const {
    const QString number = QLocale().toString(code);
    for (const TokenChoice& choice : choices()) {
        if (choice.code != code) continue;
        const double percent = 100.0 * static_cast<double>(choice.probability);
        return tr("%1 · %2 %").arg(number, QLocale().toString(percent, 'f', 0));
    }
    return number;
}

std::vector<TokenChoice> TokenHover::choices() const {
    if (!at_.picture) return {};
    return choicesOf(*at_.picture, at_.scale, static_cast<std::size_t>(at_.cell));
}

std::vector<std::int32_t> TokenHover::alternatives() const {
    std::vector<std::int32_t> codes;
    for (const TokenChoice& choice : choices()) {
        const auto scale = static_cast<std::size_t>(at_.scale);
        const bool drawn =
            choice.code == at_.picture->tokens[scale][static_cast<std::size_t>(at_.cell)];
        if (!drawn && codes.size() < kMaxAlternatives) codes.push_back(choice.code);
    }
    return codes;
}

void TokenHover::clear() {
    while (QLayoutItem* item = row_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

// Right of the cursor and below it, inside the view.
void TokenHover::place() {
    adjustSize();
    raise();
    const QRect room = parentWidget()->rect();
    const QPoint wanted =
        parentWidget()->mapFromGlobal(cursor_) + QPoint(2 * theme::kGap, 2 * theme::kGap);
    move(std::clamp(wanted.x(), room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(wanted.y(), room.top(), std::max(room.top(), room.bottom() - height())));
}

}  // namespace duo::ui
