#include "checkpoint/int8_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "checkpoint/weight_policy.h"
#include "models.h"

namespace duo {
namespace {

Int8Rows rounded(const at::Tensor& matrix) {
    return roundRows(matrix.sizes(), at::kCPU, [&](std::int64_t first, std::int64_t count) {
        return matrix.narrow(0, first, count);
    });
}

TEST(Int8Rows, AreOffByHalfAStepAtMost) {
    const at::Tensor matrix = at::randn({300, 2000}) * at::rand({300, 1}) * 3;
    const Int8Rows rows = rounded(matrix);
    EXPECT_EQ(rows.values.scalar_type(), at::kChar);
    EXPECT_TRUE(at::equal(rows.values.abs().amax(1), at::full({300}, 127, at::kChar)));
    const at::Tensor scale_O1 = rows.scale.unsqueeze(1);
    const at::Tensor error = (rows.values * scale_O1 - matrix).abs() / scale_O1;
    EXPECT_LE(error.max().item<float>(), 0.5001f);
}

TEST(Int8Rows, KeepZerosAndTellWhatIsNoNumber) {
    at::Tensor matrix = at::ones({4, 8});
    matrix[1] = 0;
    matrix[2][3] = std::numeric_limits<float>::quiet_NaN();
    matrix[3][3] = std::numeric_limits<float>::infinity();
    const Int8Rows rows = rounded(matrix);
    const at::Tensor product = (rows.values * rows.scale.unsqueeze(1)).sum(1);
    EXPECT_FLOAT_EQ(product[0].item<float>(), 8);
    EXPECT_EQ(product[1].item<float>(), 0);
    EXPECT_FALSE(std::isfinite(product[2].item<float>()));
    EXPECT_FALSE(std::isfinite(product[3].item<float>()));
}

class Int8Files : public testing::Test {
  protected:
    Int8Files() {
        test::Weights weights(specs);
        weights.metadata = metadata;
        weights.save(exact);
        options.int8 = true;
    }

    test::TemporaryFolder folder;
    VarGeometry geometry = test::tinyVar();
    std::vector<TensorSpec> specs = tensorSpecs(geometry);
    std::map<std::string, std::string> metadata = geometryMetadata(geometry);
    std::string exact = folder.file("exact.safetensors"), path = folder.file("other.safetensors");
    LoadOptions options;
};

TEST_F(Int8Files, AreMadeOfEveryPrecision) {
    const StateDict plain = loadStateDict(openCheckpoint(exact), specs, {});
    for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16}) {
        saveStateDict(path, plain.tensors(), type, metadata);
        const StateDict loaded = loadStateDict(openCheckpoint(path), specs, options);
        int matrices = 0;
        for (const TensorSpec& spec : specs) {
            const at::Tensor& found = loaded.tensors().at(spec.name);
            if (!canBeInt8(spec.name)) {
                EXPECT_EQ(found.scalar_type(), at::kFloat) << spec.name;
                continue;
            }
            ++matrices;
            const Int8Rows rows = rounded(plain.tensors().at(spec.name).to(type));
            EXPECT_TRUE(at::equal(found, rows.values)) << spec.name;
            EXPECT_TRUE(at::equal(loaded.tensors().at(rowScaleName(spec.name)), rows.scale));
        }
        EXPECT_EQ(matrices, 5 * geometry.depth + 2);
    }
}

TEST_F(Int8Files, AreReadAsTheyAreAndWidened) {
    const StateDict made = loadStateDict(openCheckpoint(exact), specs, options);
    saveStateDict(path, made.tensors(), at::kFloat, metadata);
    const CheckpointFile file = openCheckpoint(path);
    EXPECT_EQ(detectVar(file).depth, geometry.depth);
    for (const bool inFile : {false, true}) {
        options.inFile = inFile;
        options.dtype = at::kBFloat16;  // applies to biases and does not prevent loading
        const StateDict read = loadStateDict(file, specs, options);
        EXPECT_TRUE(at::equal(read.tensors().at("head.weight"), made.tensors().at("head.weight")));
        EXPECT_TRUE(at::equal(read.tensors().at(rowScaleName("head.weight")),
                              made.tensors().at(rowScaleName("head.weight"))));
    }
    const StateDict widened = loadStateDict(file, specs, {});
    EXPECT_EQ(widened.tensors().size(), specs.size());
    EXPECT_TRUE(at::equal(widened.tensors().at("head.weight"),
                          made.tensors().at("head.weight") *
                              made.tensors().at(rowScaleName("head.weight")).unsqueeze(1)));
}

TEST_F(Int8Files, AreRefusedWhereTheyAreIncomplete) {
    const auto expectRefusal = [](const std::string& words, const auto& work) {
        try {
            work();
            FAIL() << words;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Checkpoint);
            EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
        }
    };
    auto tensors = loadStateDict(openCheckpoint(exact), specs, options).tensors();
    tensors[rowScaleName("head.weight")] = at::ones({1});
    saveStateDict(path, tensors, at::kFloat, metadata);
    expectRefusal("'head.weight_scale'", [&] { detectVar(openCheckpoint(path)); });
    options.inFile = true;
    expectRefusal("expected int8", [&] { loadStateDict(openCheckpoint(exact), specs, options); });
}

}  // namespace
}  // namespace duo
