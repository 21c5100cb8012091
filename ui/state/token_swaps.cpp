#include "state/token_swaps.h"

#include <utility>

#include "state/run_pictures.h"

namespace duo::ui {

TokenSwaps::TokenSwaps(CoreClient& core, const GenerationSettings& settings, const RunQueue& queue)
    : core_(core), settings_(settings), queue_(queue) {
    connect(&core, &CoreClient::jobEvent, this, &TokenSwaps::take);
    connect(&core, &CoreClient::jobEnded, this, &TokenSwaps::end);
}

void TokenSwaps::ask(const Place& place, const std::vector<std::int32_t>& codes) {
    drop();
    const bool idle = core_.state() == CoreState::Ready && !core_.running();
    if (!idle || !place.picture || codes.empty() || place.picture->allTokens().empty()) return;
    place_ = place;
    codes_ = codes;
    pictures_.assign(codes.size(), QImage());
    tag_ = core_.enqueue(commandFor(place, codes), true);
}

void TokenSwaps::drop() {
    if (const Tag tag = std::exchange(tag_, 0)) core_.stop(tag);
}

GenerateCommand TokenSwaps::commandFor(const Place& place,
                                       const std::vector<std::int32_t>& codes) const {
    const Picture& picture = *place.picture;
    const RunPtr run = queue_.runOf(picture);
    GenerateCommand command;
    command.files = run ? run->files : settings_.files();
    command.compute = run ? run->compute : settings_.compute();
    GenerationRequest& request = command.request;
    request.labels.assign(codes.size(), picture.label);
    request.batch = static_cast<int>(codes.size());
    request.plan = settings_.plan(picture.scaleCount());
    request.prefix.scales = picture.scaleCount();
    request.prefix.sides = picture.sides;
    std::size_t at = static_cast<std::size_t>(place.cell);
    for (int k = 0; k < place.scale; ++k) at += picture.tokens[static_cast<std::size_t>(k)].size();
    for (const std::int32_t code : codes) {
        std::vector<std::int32_t> tokens = picture.allTokens();
        tokens[at] = code;
        request.prefix.tokens.push_back(std::move(tokens));
    }
    return command;
}

void TokenSwaps::take(Tag tag, const Event& event) {
    const auto* done = std::get_if<PictureDone>(&event);
    if (tag != tag_ || done == nullptr) return;
    const auto at = static_cast<std::size_t>(done->index);
    if (at < pictures_.size()) pictures_[at] = imageOf(done->pixels);
}

// A question that fails is one that nobody sees: the popup stays as it was.
void TokenSwaps::end(Tag tag, const Event& event) {
    if (tag != tag_ || tag == 0) return;
    tag_ = 0;
    if (std::holds_alternative<JobDone>(event)) emit decoded(place_, codes_, pictures_);
}

}  // namespace duo::ui
