#include "library/get_models.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/stop.h"
#include "fetch/address.h"
#include "fetch/disk_room.h"
#include "fetch/part_file.h"
#include "fetch/sha256.h"
#include "library/download_record.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

std::string pathOf(const std::string& folder, const PublishedFile& file) {
    return (fs::path(folder) / file.file).string();
}

// Tells whether the folder holds the file: not at all, whole, or something else of its name.
GotModel statusOf(const std::string& folder, const PublishedFile& file) {
    GotModel got{&file, {}, false, {}, {}};
    std::error_code none;
    const std::string path = pathOf(folder, file);
    if (fs::exists(convertedPath(folder, file), none)) {
        got.path = convertedPath(folder, file);
        got.wasThere = true;
    }
    if (!fs::exists(path, none)) return got;
    got.path = path;
    const auto bytes = static_cast<std::int64_t>(fs::file_size(path, none));
    const auto entries = readDownloads(folder);
    const auto entry = entries.find(file.file);
    const std::int64_t expected =
        entry != entries.end() ? entry->second.bytes : file.bytes.value_or(bytes);
    got.wasThere = bytes == expected;
    if (!got.wasThere) {
        got.error =
            Error(ErrorKind::File,
                  "'" + path + "' is there already with " + std::to_string(bytes) +
                      " bytes, but the published file has " + std::to_string(expected) + ".",
                  "It was left as it is. Remove it or choose another folder.");
    }
    return got;
}

fetch::DownloadRequest requestOf(const GetModels& wanted, const PublishedFile& file) {
    return {fetch::atEndpoint(file.source, wanted.endpoint), file.page, pathOf(wanted.folder, file),
            file.sha256, file.source.starts_with(fetch::kHub) ? wanted.token : std::string()};
}

// Room for what is still to come, and for the largest file that is converted.
void requireRoomFor(const GetModels& wanted, const std::vector<GotModel>& models) {
    std::int64_t toCome = 0, largest = 0;
    for (const GotModel& model : models) {
        if (model.wasThere || model.error) continue;
        const PublishedFile& file = *model.published;
        toCome += std::max<std::int64_t>(
            0, file.expectedBytes() - fetch::partBytes(pathOf(wanted.folder, file)));
        if (!wanted.convert || !file.isVar()) continue;
        const Precision precision =
            wanted.precision == "int8" ? Precision::Int8 : Precision::BFloat16;
        largest = std::max(largest, weightBytes(file.checkpoint->geometry, precision));
    }
    fetch::requireRoom(wanted.folder, toCome + largest, "these models");
}

class Getter {
  public:
    Getter(const GetModels& wanted, const ReportGet& report, const std::stop_token& stop)
        : wanted_(wanted), report_(report), stop_(stop) {}

    std::vector<GotModel> run() {
        for (const PublishedFile* file : publishedByName(wanted_.names)) {
            models_.push_back(statusOf(wanted_.folder, *file));
            if (models_.back().wasThere || models_.back().error) continue;
            coming_.push_back(models_.size() - 1);
            states_.push_back({file->file, {}, false});
        }
        std::vector<fetch::DownloadRequest> requests;
        for (const std::size_t i : coming_)
            requests.push_back(requestOf(wanted_, *models_[i].published));
        requireRoomFor(wanted_, models_);
        fetchThem(requests);
        for (std::size_t k = 0; k < coming_.size(); ++k) keep(k);
        return std::move(models_);
    }

  private:
    void fetchThem(const std::vector<fetch::DownloadRequest>& requests) {
        std::vector<fetch::FetchEnd> ends = fetch::fetchAll(
            requests, wanted_.atOnce, wanted_.download,
            [this](const std::vector<fetch::DownloadState>& states) {
                for (std::size_t k = 0; k < states.size(); ++k) states_[k].download = states[k];
                if (report_) report_(states_);
            },
            stop_);
        for (std::size_t k = 0; k < ends.size(); ++k) {
            models_[coming_[k]].got = std::move(ends[k].downloaded);
            models_[coming_[k]].error = std::move(ends[k].error);
        }
    }

    // Records what has arrived and converts it if that was asked for.
    void keep(std::size_t k) {
        GotModel& model = models_[coming_[k]];
        if (!model.got) return;
        const PublishedFile& file = *model.published;
        model.path = pathOf(wanted_.folder, file);
        try {
            recordDownload(
                wanted_.folder, file.file,
                DownloadEntry{
                    model.got->url, model.got->sha256, model.got->bytes, model.got->checkedBy, {}});
            if (!wanted_.convert || !file.isVar()) return;
            states_[k].converting = true;
            if (report_) report_(states_);
            convert(model, file);
            states_[k].converting = false;
        } catch (const Error& error) {  // the file as published is there
            states_[k].converting = false;
            states_[k].download.phase = fetch::Phase::Failed;
            states_[k].download.problem = error.what();
            model.got.reset();
            model.error = error;
        }
        if (report_) report_(states_);
    }

    void convert(GotModel& model, const PublishedFile& file) {
        requireNoStop(stop_, "Converting");
        const std::string to = convertedPath(wanted_.folder, file);
        wanted_.convert(model.path, to);
        recordDownload(wanted_.folder, fs::path(to).filename(),
                       DownloadEntry{model.got->url, fetch::sha256OfFile(to, stop_),
                                     static_cast<std::int64_t>(fs::file_size(to)),
                                     model.got->checkedBy, wanted_.precision});
        std::error_code none;
        fs::remove(model.path, none);
        recordDownload(wanted_.folder, file.file, std::nullopt);
        model.path = to;
    }

    const GetModels& wanted_;
    const ReportGet& report_;
    const std::stop_token& stop_;
    std::vector<GotModel> models_;
    std::vector<std::size_t> coming_;  // indices of models_, in the order of states_
    std::vector<GetState> states_;
};

}  // namespace

std::vector<GotModel> getModels(const GetModels& wanted, const ReportGet& report,
                                const std::stop_token& stop) {
    return Getter(wanted, report, stop).run();
}

}  // namespace duo
