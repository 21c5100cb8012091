// The patch of a picture that the token under the cursor shapes, as it is and with the alternatives
// that the model had, in a small frame at the cursor, over the view.
#pragma once

#include <QFrame>
#include <QTimer>

#include "state/token_swaps.h"
#include "views/single_readout.h"

class QHBoxLayout;

namespace duo::ui {

// The part of a picture around one cell of a side × side token map: the cell and half of its
// neighbours, which the decoder's convolutions blend in.
QRect patchOf(QSize picture, int side, int cell);

class TokenHover : public QFrame {
    Q_OBJECT
  public:
    explicit TokenHover(TokenSwaps& swaps, QWidget* view);  // hidden until it points at something

    void pointAt(const TokenSwaps::Place& place, const QPoint& globalPosition);
    void leave();
    int tiles() const;  // shown now

  private:
    void showOwn();
    void showSwaps(const TokenSwaps::Place& place, const std::vector<std::int32_t>& codes,
                   const std::vector<QImage>& pictures);
    void addTile(std::int32_t code, const QImage& picture, bool drawn);
    QString words(std::int32_t code) const;
    std::vector<TokenChoice> choices() const;  // at the place
    std::vector<std::int32_t> alternatives() const;
    void clear();
    void place();

    TokenSwaps& swaps_;
    TokenSwaps::Place at_;
    QPoint cursor_;
    QTimer rest_;  // until the cursor rests
    QHBoxLayout* row_;
};

}  // namespace duo::ui
