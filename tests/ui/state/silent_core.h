// A core that is never started, for tests of one part: the test says what the core would tell.
#pragma once

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/notice_centre.h"

namespace duo::ui::test {

inline constexpr int kSides = 4;  // scales of the family below, of sides 1, 2, 3, 4

inline const ModelFiles kFamily{"/models/vqvae", "/models/drafter", "/models/refiner"};

// The family's files, and a pair tuned for split 2 that is as large as its own.
inline ModelsListed someListing() {
    ModelsListed listed;
    listed.folder = "/models";
    listed.suggested = kFamily;
    for (const char* name : {"drafter", "drafter_2"}) {
        listed.files.push_back({std::string("/models/") + name, false, {}, 0, 300, 30});
    }
    for (const char* name : {"refiner", "refiner_2"}) {
        listed.files.push_back({std::string("/models/") + name, false, {}, 0, 100, 16});
    }
    listed.files.push_back({"/models/vqvae", true, {}, 0, 50, 0});
    listed.specialised = {{2, "/models/drafter_2", "/models/refiner_2"}};
    return listed;
}

inline ModelsLoaded someLoaded() {
    ModelsLoaded loaded;
    loaded.family.sides = {1, 2, 3, 4};
    loaded.family.classes = 3;
    loaded.family.device = "cuda:0";
    loaded.family.classNames = {"tench, Tinca tinca", "goldfish", ""};
    loaded.models = {{MemoryOwner::Drafter, kFamily.drafter, "digest-d", 300},
                     {MemoryOwner::Refiner, kFamily.refiner, "digest-r", 100}};
    return loaded;
}

// The parts that every other part stands on.
struct SilentCore {
    CoreClient core{{"no-such-core"}};
    GenerationSettings settings;
    NoticeCentre notices;
    ModelLibrary models{core, settings, notices};
    std::vector<Notice> told;

    SilentCore() {
        QObject::connect(&notices, &NoticeCentre::noticed, &notices,
                         [this](const Notice& notice) { told.push_back(notice); });
    }
    // As after the start: listed, and loaded unless it is said otherwise. listing: the tag of the
    // question, one more than the core was given before.
    void open(bool loaded = true, Tag listing = 1) {
        models.openFirst({});
        emit core.modelsListed(listing, someListing());
        if (!loaded) return;
        const Tag load = core.waiting().front();
        emit core.jobEvent(load, someLoaded());
        core.stop(load);
    }
};

}  // namespace duo::ui::test
