// Records a client's signals, and waits for them by running the event loop.
#pragma once

#include <QtTest>
#include <functional>
#include <map>
#include <vector>

#include "bridge/core_client.h"
#include "ui/support/demo_family.h"

namespace duo::ui::test {

struct CoreListener : QObject {
    explicit CoreListener(CoreClient& client) {
        connect(&client, &CoreClient::jobEvent, this,
                [this](Tag tag, const Event& event) { events[tag].push_back(event); });
        connect(&client, &CoreClient::jobEnded, this, [this](Tag tag, const Event& end) {
            ends[tag].push_back(end);
            order.push_back(tag);
        });
        connect(&client, &CoreClient::stateChanged, this,
                [this](CoreState state) { states.push_back(state); });
    }

    template <class T>
    int count(Tag tag) {
        int found = 0;
        for (const Event& event : events[tag]) found += std::holds_alternative<T>(event);
        return found;
    }
    // The end of a job; null while it runs or if it ended otherwise.
    template <class T>
    const T* endOf(Tag tag) {
        return ends[tag].size() == 1 ? std::get_if<T>(&ends[tag].front()) : nullptr;
    }

    std::map<Tag, std::vector<Event>> events, ends;
    std::vector<Tag> order;  // of the ends
    std::vector<CoreState> states;
};

inline bool waitFor(const std::function<bool()>& condition, int ms = 20'000) {
    return QTest::qWaitFor(condition, ms);
}

// One tiny-family picture per batch.
inline GenerateCommand tinyPictures(int pictures) {
    const std::string folder = tinyFamilyFolder().toStdString();
    GenerateCommand command;
    command.files = {folder + "/vqvae.safetensors", folder + "/drafter.safetensors",
                     folder + "/refiner.safetensors"};
    command.compute = {Precision::Float32, "cpu", 1};
    command.request.labels.assign(pictures, 3);
    command.request.seed = 7;
    command.request.plan = DecodePlan::published(6, 4);
    command.request.previews = PreviewKind::Linear;
    return command;
}

inline constexpr int kMany = 5000;  // pictures: the run lasts until it is stopped

}  // namespace duo::ui::test
