#include "checkpoint/int8_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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

TEST(Int8Rows, AreLoadedFromEveryPrecisionWithTheirScales) {
    const test::TemporaryFolder folder;
    const VarGeometry geometry = test::tinyVar();
    const std::string exact = folder.file("exact.safetensors");
    test::Weights weights(tensorSpecs(geometry));
    weights.metadata = geometryMetadata(geometry);
    weights.save(exact);
    const std::vector<TensorSpec> specs = tensorSpecs(geometry);
    const StateDict plain = loadStateDict(openCheckpoint(exact), specs, {});
    for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16}) {
        const std::string path = folder.file("of_type.safetensors");
        saveStateDict(path, plain.tensors(), type, weights.metadata);
        LoadOptions options;
        options.int8 = true;
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

}  // namespace
}  // namespace duo
