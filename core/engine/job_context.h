// What the decodes of one job share. Worker thread.
#pragma once

#include <functional>

#include "engine/edit_source.h"
#include "engine/job_stop.h"
#include "engine/memory_meter.h"
#include "engine/model_cache.h"
#include "engine/trace.h"
#include "protocol/events.h"

namespace duo {

struct JobContext {
    JobId job = 0;
    const GenerationRequest& request;
    const ComputeOptions& compute;
    const LoadedFamily& family;
    const LinearPreview* linearPreview;  // null unless the request wants linear previews
    MemoryMeter& meter;
    TraceRecorder& trace;
    JobReport& report;  // summed over the batches
    const std::function<void(const Event&)>& send;
    JobStop& stop;
    const EditSource* edit = nullptr;  // null unless the request edits a picture
    std::int64_t snapshotBytes = 0;    // held for splits of a sweep that are still to come

    // Tensors that belong to no model at work.
    std::int64_t heldApartBytes() const { return trace.bytes() + snapshotBytes; }
};

// Pictures first … first + count - 1 of the request.
struct BatchSlice {
    int number = 0;  // of the batch in the job
    int first = 0;
    int count = 0;
};

}  // namespace duo
