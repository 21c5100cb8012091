// The residual pyramid's step. Adding a scale: one block for each row of a picture's latent. It
// puts the upsampled codes of that row and its neighbours into shared memory, with zeros around
// them, and convolves them there. The area map: one warp a cell.
#pragma once

#include <cmath>

#include "kernels/cuda/block.h"
#include "kernels/jobs/residual_pyramid_jobs.h"

namespace duo::kernels {

// A bicubic sample along one dimension: four taps and their weights, as in ATen without aligned
// corners.
struct BicubicTaps {
    int at[4];
    float weight[4];

    DUO_DEVICE BicubicTaps(int place, int from, int to) {
        const float scale = static_cast<float>(from) / static_cast<float>(to);
        const float source = scale * (static_cast<float>(place) + 0.5f) - 0.5f;
        const float first = floorf(source), t = source - first;
        for (int i = 0; i < 4; ++i) {
            const int tap = static_cast<int>(first) + i - 1;
            at[i] = tap < 0 ? 0 : tap >= from ? from - 1 : tap;
        }
        weight[0] = outer(t + 1);
        weight[1] = inner(t);
        weight[2] = inner(1 - t);
        weight[3] = outer(2 - t);
    }

  private:
    // Keys' cubic with a = -0.75: distances below 1, and from 1 to 2
    DUO_DEVICE static float inner(float x) { return (1.25f * x - 2.25f) * x * x + 1; }
    DUO_DEVICE static float outer(float x) { return ((-0.75f * x + 3.75f) * x - 6) * x + 3; }
};

struct AddScaleBody {
    static constexpr int kThreads = 256;

    static std::int64_t sharedBytes(std::int64_t channels, std::int64_t latentSide) {
        return 3 * (latentSide + 2) * (channels + 1) * static_cast<std::int64_t>(sizeof(float));
    }

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const AddScaleJob& job) const {
        const int size = job.latentSide, channels = job.channels;
        const std::int64_t picture = block.index() / size;
        const int y = static_cast<int>(block.index() % size);
        float* rows = block.template shared<float>();
        layOut(block, job, picture, y, rows);
        block.sync();
        for (int i = block.thread(); i < channels * size; i += block.threads()) {
            const int channel = i / size, x = i % size;
            const float own = rows[placeOf(job, 1, x + 1) + channel];
            float added = own;
            if (job.weight != nullptr)
                added = own * (1 - job.share) + convolved(job, rows, channel, x) * job.share;
            const std::int64_t to = ((picture * channels + channel) * size + y) * size + x;
            job.sum[to] = job.fHat[to] + added;
        }
    }

  private:
    // Neighbours are channels + 1 apart, so that they lie in different memory banks.
    DUO_DEVICE static int placeOf(const AddScaleJob& job, int row, int column) {
        return (row * (job.latentSide + 2) + column) * (job.channels + 1);
    }

    // Rows y - 1 to y + 1 of the upsampled codes, with one more column at both ends.
    template <ThreadBlock Block>
    DUO_DEVICE static void layOut(Block& block, const AddScaleJob& job, std::int64_t picture, int y,
                                  float* rows) {
        const int columns = job.latentSide + 2, channels = job.channels;
        const float* h = job.h + picture * job.side * job.side * channels;
        for (int i = block.thread(); i < 3 * columns * channels; i += block.threads()) {
            const int channel = i % channels, place = i / channels;
            const int row = place / columns, column = place % columns;
            rows[placeOf(job, row, column) + channel] =
                upsampled(job, h + channel, y + row - 1, column - 1);
        }
    }

    // h: [side, side, channels], starting at the channel -> its sample; 0 outside the latent
    DUO_DEVICE static float upsampled(const AddScaleJob& job, const float* h, int y, int x) {
        if (y < 0 || y >= job.latentSide || x < 0 || x >= job.latentSide) return 0;
        const BicubicTaps down(y, job.side, job.latentSide), across(x, job.side, job.latentSide);
        float sum = 0;
        for (int i = 0; i < 4; ++i) {
            const float* row = h + down.at[i] * job.side * job.channels;
            float ofRow = 0;
            for (int j = 0; j < 4; ++j)
                ofRow += row[across.at[j] * job.channels] * across.weight[j];
            sum += ofRow * down.weight[i];
        }
        return sum;
    }

    DUO_DEVICE static float convolved(const AddScaleJob& job, const float* rows, int channel,
                                      int x) {
        const float* weight = job.weight + channel * job.channels * 9;
        float sum = job.bias[channel];
        for (int from = 0; from < job.channels; ++from, weight += 9) {
            for (int i = 0; i < 9; ++i)
                sum += weight[i] * rows[placeOf(job, i / 3, x + i % 3) + from];
        }
        return sum;
    }
};

struct AreaMapBody {
    static constexpr int kThreads = kWarp;

    template <ThreadBlock Block>
    DUO_DEVICE void operator()(Block& block, const AreaMapJob& job) const {
        const int cells = job.side * job.side, size = job.latentSide;
        const std::int64_t picture = block.index() / cells;
        const int cell = static_cast<int>(block.index() % cells);
        const int row = cell / job.side, column = cell % job.side;
        const int top = row * size / job.side, bottom = endOf(row, job);
        const int left = column * size / job.side, right = endOf(column, job);
        const auto area = static_cast<float>((bottom - top) * (right - left));
        for (int channel = block.thread(); channel < job.channels; channel += block.threads()) {
            const float* from = job.fHat + (picture * job.channels + channel) * size * size;
            float sum = 0;
            for (int y = top; y < bottom; ++y) {
                for (int x = left; x < right; ++x) sum += from[y * size + x];
            }
            job.map[block.index() * job.channels + channel] = sum / area;
        }
    }

  private:
    // Areas overlap if side does not divide latentSide.
    DUO_DEVICE static int endOf(int cell, const AreaMapJob& job) {
        return ((cell + 1) * job.latentSide + job.side - 1) / job.side;
    }
};

}  // namespace duo::kernels
