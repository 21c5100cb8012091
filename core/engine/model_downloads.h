// Downloads of published models for a client of `serve`, each on a thread of its own.
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "protocol/events.h"

namespace duo {

// Lists the published models, and which of them a folder holds. Error(File).
CatalogueListed listCatalogue(const ListCatalogueCommand& command);

class ModelDownloads {
  public:
    // Called on the downloads' threads; must not throw.
    using Answer = std::function<void(const Event&)>;

    explicit ModelDownloads(Answer answer) : answer_(std::move(answer)) {}
    ~ModelDownloads() { finish(); }
    ModelDownloads(const ModelDownloads&) = delete;
    ModelDownloads& operator=(const ModelDownloads&) = delete;

    // Sends GettingModels, then ModelsGot or JobFailed.
    void get(GetModelsCommand command);
    void stop(std::uint64_t tag);
    // Stops all and waits for them; their ends are sent.
    void finish();

  private:
    struct Work {
        std::uint64_t tag = 0;
        std::jthread thread;
    };

    Answer answer_;
    std::mutex mutex_;
    std::list<Work> works_;
};

}  // namespace duo
