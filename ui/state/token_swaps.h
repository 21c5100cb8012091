// Decodes a picture with another code at one of its tokens. The VQ-VAE decodes the token maps with
// that code in place of the drawn one; no transformer runs. GUI thread only.
#pragma once

#include <QImage>
#include <QObject>
#include <vector>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/run_queue.h"

namespace duo::ui {

class TokenSwaps : public QObject {
    Q_OBJECT
  public:
    // One token of a finished picture.
    struct Place {
        PicturePtr picture;
        int scale = -1;
        int cell = 0;  // row by row
        bool operator==(const Place&) const = default;
    };

    TokenSwaps(CoreClient& core, const GenerationSettings& settings, const RunQueue& queue);

    // Drops an earlier question. Nothing is asked while a run is at work, or of a picture that has
    // not all of its tokens.
    void ask(const Place& place, const std::vector<std::int32_t>& codes);
    void drop();

  signals:
    // pictures[i]: whole, with codes[i] at the place.
    void decoded(const duo::ui::TokenSwaps::Place& place, const std::vector<std::int32_t>& codes,
                 const std::vector<QImage>& pictures);

  private:
    GenerateCommand commandFor(const Place& place, const std::vector<std::int32_t>& codes) const;
    void take(Tag tag, const Event& event);
    void end(Tag tag, const Event& event);

    CoreClient& core_;
    const GenerationSettings& settings_;
    const RunQueue& queue_;
    Tag tag_ = 0;  // of the question; 0: none
    Place place_;
    std::vector<std::int32_t> codes_;
    std::vector<QImage> pictures_;
};

}  // namespace duo::ui
