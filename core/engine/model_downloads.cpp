#include "engine/model_downloads.h"

#include <filesystem>

#include "checkpoint/convert.h"
#include "engine/failure.h"
#include "fetch/address.h"
#include "fetch/disk_room.h"
#include "library/get_models.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

std::string absoluteFolder(const std::string& asked) {
    return fs::absolute(asked.empty() ? downloadFolder() : asked).lexically_normal().string();
}

CatalogueFile listedFile(const CatalogueItem& item) {
    const PublishedFile& file = *item.published;
    CatalogueFile listed;
    listed.file = file.file, listed.title = file.title, listed.project = file.project;
    listed.licence = file.licence, listed.page = file.page;
    listed.kind = file.isVar()     ? CatalogueKind::Var
                  : file.isVqVae() ? CatalogueKind::Vqvae
                                   : CatalogueKind::Other;
    listed.bytes = file.expectedBytes(), listed.bytesKnown = file.bytes.has_value();
    if (file.checkpoint != nullptr) {
        const Geometry& geometry = file.checkpoint->geometry;
        listed.fp32Bytes = weightBytes(geometry, Precision::Float32);
        listed.bf16Bytes = weightBytes(geometry, Precision::BFloat16);
        listed.int8Bytes = weightBytes(geometry, Precision::Int8);
    }
    listed.there = item.isThere(), listed.converted = item.converted;
    listed.arrivedBytes = item.arrivedBytes;
    return listed;
}

GetPhase phaseOf(const GetState& state) {
    if (state.converting) return GetPhase::Converting;
    switch (state.download.phase) {
        case fetch::Phase::Connecting:
            return GetPhase::Connecting;
        case fetch::Phase::Receiving:
            return GetPhase::Receiving;
        case fetch::Phase::Pausing:
            return GetPhase::Pausing;
        case fetch::Phase::Done:
            return GetPhase::Done;
        case fetch::Phase::Failed:
            return GetPhase::Failed;
        case fetch::Phase::Stopped:
            return GetPhase::Stopped;
        case fetch::Phase::Waiting:
            break;
    }
    return GetPhase::Waiting;
}

GettingModels progressOf(std::uint64_t tag, const std::vector<GetState>& states) {
    GettingModels getting{tag, {}};
    for (const GetState& state : states) {
        const fetch::DownloadState& now = state.download;
        getting.files.push_back({state.file, phaseOf(state), now.bytes, now.total.value_or(0),
                                 now.bytesPerSecond, now.problem});
    }
    return getting;
}

GotFile gotFile(const GotModel& model) {
    GotFile got;
    got.file = model.published->file, got.path = model.path;
    if (model.got) got.checkedBy = model.got->checkedBy, got.replaced = model.got->replaced;
    if (!model.error) return got;
    got.stopped = model.error->kind() == ErrorKind::Cancelled;
    got.message = model.error->what(), got.hint = model.error->hint();
    return got;
}

Event runGet(const GetModelsCommand& command, const ModelDownloads::Answer& answer,
             const std::stop_token& stop) {
    GetModels wanted;
    wanted.names = command.names;
    wanted.folder = absoluteFolder(command.folder);
    wanted.endpoint =
        command.endpoint.empty() ? fetch::endpointFromEnvironment() : command.endpoint;
    wanted.token = fetch::tokenFromEnvironment();
    if (!command.precision.empty()) {
        if (command.precision != "bf16" && command.precision != "int8") {
            throw Error(ErrorKind::Usage, "Models cannot be converted to '" + command.precision +
                                              "' on arrival; bf16 and int8 are possible.");
        }
        wanted.precision = command.precision;
        wanted.convert = [&](const std::string& from, const std::string& to) {
            convertCheckpoint(from, to, {command.precision, {}, {}, {}, stop});
        };
    }
    ModelsGot got{command.tag, wanted.folder, {}};
    const auto report = [&](const std::vector<GetState>& states) {
        answer(progressOf(command.tag, states));
    };
    for (const GotModel& model : getModels(wanted, report, stop))
        got.files.push_back(gotFile(model));
    return got;
}

}  // namespace

CatalogueListed listCatalogue(const ListCatalogueCommand& command) {
    const std::string folder = absoluteFolder(command.folder);
    CatalogueListed listed{command.tag, folder, fetch::freeBytes(folder), {}, {}};
    for (const CatalogueItem& item : catalogueOf(folder)) listed.files.push_back(listedFile(item));
    for (const PublishedFamily& family : publishedFamilies())
        listed.families.push_back({family.name, family.title, family.files});
    return listed;
}

void ModelDownloads::get(GetModelsCommand command) {
    const std::uint64_t tag = command.tag;
    const auto work = [this, command = std::move(command)](const std::stop_token& stop) {
        try {
            answer_(runGet(command, answer_, stop));
        } catch (...) {
            Failure failure = describeFailure(std::current_exception(), "downloading models");
            answer_(JobFailed{0, command.tag, failure.kind, std::move(failure.message),
                              std::move(failure.hint)});
        }
    };
    const std::lock_guard lock(mutex_);
    works_.push_back({tag, std::jthread(work)});
}

void ModelDownloads::stop(std::uint64_t tag) {
    const std::lock_guard lock(mutex_);
    for (Work& work : works_) {
        if (work.tag == tag) work.thread.request_stop();
    }
}

void ModelDownloads::finish() {
    const std::lock_guard lock(mutex_);
    for (Work& work : works_) work.thread.request_stop();
    works_.clear();  // joins
}

}  // namespace duo
