// Tiny models as files, valid or damaged.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "../io/temporary_folder.h"
#include "base/error.h"
#include "checkpoint/geometry.h"

namespace duo::test {

inline VarGeometry tinyVar() {
    VarGeometry geometry;
    geometry.depth = 2;
    geometry.width = 8;
    geometry.heads = 2;
    geometry.mlpWidth = 16;
    geometry.classes = 3;
    geometry.vocabulary = 6;
    geometry.codeChannels = 4;
    geometry.schedule = ScaleSchedule({1, 2, 3});
    return geometry;
}

inline VqVaeGeometry tinyVqVae() {
    VqVaeGeometry geometry;
    geometry.vocabulary = 6;
    geometry.codeChannels = 4;
    geometry.baseWidth = 32;
    geometry.multipliers = {1, 2};
    geometry.encoderBlocks = 1;
    return geometry;
}

// Tensors in plain memory that a test can damage before it writes them.
struct Weights {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    std::map<std::string, std::vector<float>> values;
    std::map<std::string, std::string> metadata;

    explicit Weights(const std::vector<TensorSpec>& specs) {
        for (const TensorSpec& spec : specs) set(spec.name, spec.shape);
    }
    void set(const std::string& name, const std::vector<std::int64_t>& shape) {
        std::size_t count = 1;
        for (const std::int64_t side : shape) count *= static_cast<std::size_t>(side);
        shapes[name] = shape;
        std::vector<float>& data = values[name];
        data.resize(count);
        for (std::size_t i = 0; i < count; ++i) data[i] = static_cast<float>(i % 251) * 0.25f;
    }
    void erase(const std::string& name) {
        shapes.erase(name);
        values.erase(name);
    }
    void save(const std::string& path, const std::string& prefix = "") const {
        std::vector<io::TensorToWrite> list;
        for (const auto& [name, shape] : shapes) {
            list.push_back({prefix + name, io::DType::Float32, shape,
                            reinterpret_cast<const std::byte*>(values.at(name).data())});
        }
        io::writeSafetensors(path, list, metadata);
    }
};

// The error with which detection refuses a model; fails the test if there is none.
inline std::string refusal(const std::function<void()>& detect) {
    try {
        detect();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Checkpoint);
        return error.what();
    }
    ADD_FAILURE() << "nothing was refused";
    return "";
}

struct Saved {
    TemporaryFolder folder;
    std::string path = folder.file("model.safetensors");
    CheckpointFile checkpoint;

    explicit Saved(const Weights& weights, const std::string& prefix = "") {
        weights.save(path, prefix);
        checkpoint = openCheckpoint(path);
    }
};

inline Weights varWeights(const VarGeometry& geometry) {
    Weights weights(tensorSpecs(geometry));
    weights.metadata = geometryMetadata(geometry);
    return weights;
}

}  // namespace duo::test
