// A small run and a job that makes its pictures without an engine.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "protocol/provenance.h"
#include "sample/run.h"

namespace duo::test {

// Two classes of three pictures each, seed 7.
inline sample::SampleJob smallJob(const std::string& folder) {
    sample::SampleJob job;
    job.manifest.labels = {3, 1};
    job.manifest.names = {"Mountain lake", ""};
    job.manifest.perClass = 3;
    job.manifest.seed = 7;
    job.folder = folder;
    job.command.request.seed = 7;
    job.batch = 2;
    return job;
}

// One grey of each image.
inline PictureDone fakePicture(const GenerateCommand& command, int index) {
    Provenance provenance;
    provenance.seed = command.request.seed;
    provenance.label = command.request.labels[index];
    provenance.image = command.request.firstImage + static_cast<std::uint32_t>(index);
    provenance.batchLabels = command.request.labels;
    provenance.batchPosition = index;
    provenance.sides = {1, 2};
    provenance.plan = DecodePlan::published(2, 1);
    PictureDone done;
    done.index = index;
    done.image = provenance.image;
    done.label = provenance.label;
    done.pixels = {4, 4, std::vector<std::uint8_t>(48, static_cast<std::uint8_t>(done.image))};
    done.provenance = provenanceText(provenance);
    return done;
}

// Makes each command's pictures, and remembers the first image of each command.
struct FakeEngine {
    std::vector<std::uint32_t> asked;
    int stopAfter = -1;  // commands, then Error(Cancelled); -1: never

    sample::GenerateJob job() {
        return [this](const GenerateCommand& command,
                      const std::function<void(const Event&)>& listener) {
            if (stopAfter >= 0 && static_cast<int>(asked.size()) == stopAfter) {
                throw Error(ErrorKind::Cancelled, "Stopped on request.");
            }
            asked.push_back(command.request.firstImage);
            for (int i = 0; i < static_cast<int>(command.request.labels.size()); ++i) {
                listener(fakePicture(command, i));
            }
            JobReport report;
            report.memory.allocatorPeakBytes = 100 + static_cast<std::int64_t>(asked.size());
            return report;
        };
    }
};

}  // namespace duo::test
