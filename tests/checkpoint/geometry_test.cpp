// Geometry from names and shapes, and the errors for files of the wrong kind.
#include "checkpoint/geometry.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

#include "base/error.h"
#include "checkpoint/weight_policy.h"
#include "models.h"

namespace duo {
namespace {

using namespace test;

// ---- the published code's own names and shapes
// ---------------------------------------------------

// tests/data/state_dicts.txt: "model name sides…", from the published code's state_dict().
std::map<std::string, std::map<std::string, std::vector<std::int64_t>>> publishedShapes() {
    std::map<std::string, std::map<std::string, std::vector<std::int64_t>>> models;
    std::istringstream lines(readFile(std::string(DUO_TEST_DATA) + "/state_dicts.txt"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string model;
        std::string name;
        words >> model >> name;
        std::vector<std::int64_t>& shape = models[model][name];
        for (std::int64_t side = 0; words >> side;) shape.push_back(side);
    }
    return models;
}

// A checkpoint with these shapes; only lvl_1L, the scale of every token, has values.
CheckpointFile shapesOnly(const std::map<std::string, std::vector<std::int64_t>>& shapes,
                          const std::vector<std::int64_t>& levels) {
    CheckpointFile checkpoint;
    checkpoint.file.path = "published.pth";
    for (const auto& [name, shape] : shapes) {
        io::TensorEntry& entry = checkpoint.file.tensors[name];
        entry.shape = shape;
        entry.strides.assign(shape.size(), 1);
        if (name != "lvl_1L") continue;
        entry.dtype = io::DType::Int64;
        entry.data = reinterpret_cast<const std::byte*>(levels.data());
    }
    return checkpoint;
}

TEST(PublishedNames, AreThoseOfTheSpecs) {
    std::vector<std::int64_t> levels;  // sides 1 to 6
    for (std::int64_t scale = 0; scale < 6; ++scale) {
        levels.insert(levels.end(), static_cast<std::size_t>((scale + 1) * (scale + 1)), scale);
    }
    const auto models = publishedShapes();
    ASSERT_EQ(models.size(), 4u);
    for (const auto& [model, shapes] : models) {
        const CheckpointFile checkpoint = shapesOnly(shapes, levels);
        std::vector<TensorSpec> specs;
        if (model == "vae") {
            const VqVaeGeometry geometry = detectVqVae(checkpoint);
            EXPECT_EQ(geometry.baseWidth, 64);
            EXPECT_EQ(geometry.multipliers, (std::vector<int>{1, 1, 2, 2, 4}));
            EXPECT_EQ(geometry.encoderBlocks, 2);
            EXPECT_EQ(geometry.phiCount, 4);
            EXPECT_TRUE(geometry.attention);
            EXPECT_EQ(geometry.downsample(), 16);
            specs = tensorSpecs(geometry);
        } else {
            const VarGeometry geometry = detectVar(checkpoint);
            EXPECT_EQ(geometry.schedule, ScaleSchedule({1, 2, 3, 4, 5, 6}));
            EXPECT_EQ(geometry.depth, model == "drafter" ? 3 : 2);
            EXPECT_EQ(geometry.heads, model == "drafter" ? 3 : 2);
            EXPECT_EQ(geometry.sharedAdaLn, model == "shared");
            EXPECT_EQ(geometry.classes, 10);
            specs = tensorSpecs(geometry);
        }
        std::set<std::string> listed;
        for (const TensorSpec& spec : specs) {
            listed.insert(spec.name);
            ASSERT_TRUE(shapes.contains(spec.name)) << model << " " << spec.name;
            EXPECT_EQ(shapes.at(spec.name), spec.shape) << model << " " << spec.name;
        }
        for (const auto& [name, shape] : shapes) {
            EXPECT_NE(listed.contains(name), isWeightlessBuffer(name)) << model << " " << name;
        }
    }
}

// ---- detection
// -----------------------------------------------------------------------------------

TEST(DetectVar, EveryVariantIsFoundAgain) {
    for (const bool shared : {false, true}) {
        for (const bool normalised : {false, true}) {
            for (const ScaleSchedule& schedule :
                 {ScaleSchedule::published256(), ScaleSchedule::published512(),
                  ScaleSchedule({1, 3, 4})}) {
                VarGeometry geometry = tinyVar();
                geometry.sharedAdaLn = shared;
                geometry.qkNormalised = normalised;
                geometry.schedule = schedule;
                geometry.mlpWidth = 24;
                EXPECT_EQ(detectVar(Saved(varWeights(geometry)).checkpoint), geometry);
            }
        }
    }
}

TEST(DetectVar, PublishedSchedulesNeedNoHelp) {
    VarGeometry geometry = tinyVar();
    for (const ScaleSchedule& schedule :
         {ScaleSchedule::published256(), ScaleSchedule::published512()}) {
        geometry.schedule = schedule;
        EXPECT_EQ(detectVar(Saved(Weights(tensorSpecs(geometry))).checkpoint), geometry);
    }
}

TEST(DetectVar, ShapesThatFitOneScheduleNeedNoHelp) {
    for (const ScaleSchedule& schedule :
         {ScaleSchedule({1, 2, 3}), ScaleSchedule({1, 3, 4}), ScaleSchedule({2, 3, 5}),
          ScaleSchedule({1, 2, 3, 4, 5, 6, 7, 8}), ScaleSchedule({1})}) {
        VarGeometry geometry = tinyVar();
        geometry.schedule = schedule;
        EXPECT_EQ(detectVar(Saved(Weights(tensorSpecs(geometry))).checkpoint), geometry)
            << schedule.toString();
    }
}

TEST(DetectVar, AnAmbiguousScheduleSaysWhatIsMissing) {
    VarGeometry geometry = tinyVar();
    geometry.schedule = ScaleSchedule({1, 6, 7});  // as many tokens as 1,2,9
    const std::string text =
        refusal([&] { detectVar(Saved(Weights(tensorSpecs(geometry))).checkpoint); });
    EXPECT_NE(text.find("'lvl_1L'"), std::string::npos) << text;
    EXPECT_NE(text.find("3 scales of 86 tokens"), std::string::npos) << text;
    EXPECT_EQ(detectVar(Saved(varWeights(geometry)).checkpoint), geometry);
    Weights lies = varWeights(geometry);
    lies.metadata["schedule"] = "1,2,4";  // 21 tokens, not 86
    refusal([&] { detectVar(Saved(lies).checkpoint); });
    for (const char* nonsense : {"", "x", "3,2,1", "99999999999999999999", "-1"}) {
        lies.metadata["schedule"] = nonsense;
        refusal([&] { detectVar(Saved(lies).checkpoint); });
    }
}

TEST(DetectVar, AnyNumberOfClassesIsRead) {
    for (const int classes : {1, 2, 10, 1000}) {
        VarGeometry geometry = tinyVar();
        geometry.classes = classes;
        EXPECT_EQ(detectVar(Saved(varWeights(geometry)).checkpoint), geometry);
    }
}

TEST(DetectVar, LevelsThatMakeNoScheduleAreRefused) {
    const auto withLevels = [](std::vector<std::int64_t> levels) {
        Weights weights = varWeights(tinyVar());
        const TemporaryFolder folder;
        std::vector<io::TensorToWrite> list;
        for (const auto& [name, shape] : weights.shapes) {
            list.push_back({name, io::DType::Float32, shape,
                            reinterpret_cast<const std::byte*>(weights.values.at(name).data())});
        }
        list.push_back({"lvl_1L",
                        io::DType::Int64,
                        {1, static_cast<std::int64_t>(levels.size())},
                        reinterpret_cast<const std::byte*>(levels.data())});
        io::writeSafetensors(folder.file("var.safetensors"), list, {});
        return detectVar(openCheckpoint(folder.file("var.safetensors")));
    };
    EXPECT_EQ(withLevels({0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2}), tinyVar());
    refusal([&] { withLevels({0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2}); });   // not square
    refusal([&] { withLevels({0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3}); });   // a fourth scale
    refusal([&] { withLevels({0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, -1}); });  // falls
    refusal([&] { withLevels({0, 1, 1, 1, 1}); });                              // too few tokens
    refusal([&] { withLevels({0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2}); });   // 1, 3, 2
}

TEST(DetectVar, HeadsNeedATensorAPublishedWidthOrMetadata) {
    VarGeometry geometry = tinyVar();
    geometry.qkNormalised = false;
    Weights weights = varWeights(geometry);
    weights.metadata.erase("heads");
    EXPECT_NE(refusal([&] { detectVar(Saved(weights).checkpoint); }).find("number of heads"),
              std::string::npos);
    geometry.width = 128;
    geometry.heads = 2;
    weights = varWeights(geometry);
    weights.metadata.erase("heads");
    EXPECT_EQ(detectVar(Saved(weights).checkpoint), geometry);
}

TEST(DetectVar, NamesTensorExpectedAndFound) {
    const auto says = [](const std::function<void(Weights&)>& bend,
                         const std::vector<std::string>& words) {
        Weights weights = varWeights(tinyVar());
        bend(weights);
        const Saved saved(weights);
        const std::string text = refusal([&] { detectVar(saved.checkpoint); });
        EXPECT_NE(text.find(saved.path), std::string::npos) << text;
        for (const std::string& word : words) {
            EXPECT_NE(text.find(word), std::string::npos) << text;
        }
    };
    says([](Weights& w) { w.erase("blocks.1.ffn.fc2.bias"); },
         {"'blocks.1.ffn.fc2.bias' [8] is missing"});
    says([](Weights& w) { w.erase("word_embed.weight"); }, {"'word_embed.weight' is missing"});
    says([](Weights& w) { w.set("head.bias", {7}); }, {"'head.bias' is [7], expected [6]"});
    says([](Weights& w) { w.set("pos_1LC", {1, 13, 8}); }, {"13 tokens"});
    says([](Weights& w) { w.set("word_embed.weight", {8}); }, {"'word_embed.weight' is [8]"});
    says([](Weights& w) { w.set("class_emb.weight", {1, 8}); }, {"class_emb.weight"});
    says([](Weights& w) { w.set("head.weight", {0, 8}); }, {"'head.weight' is [0, 8]"});
    says([](Weights& w) { w.set("blocks.0.attn.scale_mul_1H11", {1, 3, 1, 1}); }, {"3 heads"});
    says(
        [](Weights& w) {
            w.set("blocks.0.extra", {2});
            w.set("other", {2});
        },
        {"'blocks.0.extra' [2]", "does not have (and 1 more)"});
}

TEST(DetectVar, IntegerWeightsAreRefused) {
    Weights weights = varWeights(tinyVar());
    const TemporaryFolder folder;
    std::vector<io::TensorToWrite> list;
    for (const auto& [name, shape] : weights.shapes) {
        list.push_back({name, name == "head.bias" ? io::DType::Int32 : io::DType::Float32, shape,
                        reinterpret_cast<const std::byte*>(weights.values.at(name).data())});
    }
    const std::string path = folder.file("var.safetensors");
    io::writeSafetensors(path, list, weights.metadata);
    EXPECT_NE(refusal([&] { detectVar(openCheckpoint(path)); }).find("int32"), std::string::npos);
}

TEST(DetectVqVae, EveryVariantIsFoundAgain) {
    using Sharing = VqVaeGeometry::PhiSharing;
    for (const auto& [sharing, count] :
         {std::pair(Sharing::Shared, 1), std::pair(Sharing::Partial, 4),
          std::pair(Sharing::PerScale, 3)}) {
        for (const bool attention : {false, true}) {
            for (const int kernel : {1, 3}) {
                VqVaeGeometry geometry = tinyVqVae();
                geometry.phiSharing = sharing;
                geometry.phiCount = count;
                geometry.attention = attention;
                geometry.quantConvKernel = kernel;
                geometry.multipliers = {1, 1, 2};
                geometry.encoderBlocks = kernel;
                EXPECT_EQ(detectVqVae(Saved(Weights(tensorSpecs(geometry))).checkpoint), geometry);
            }
        }
    }
}

TEST(DetectVqVae, NamesTensorExpectedAndFound) {
    const auto says = [](const std::function<void(Weights&)>& bend, const std::string& words) {
        Weights weights(tensorSpecs(tinyVqVae()));
        bend(weights);
        const std::string text = refusal([&] { detectVqVae(Saved(weights).checkpoint); });
        EXPECT_NE(text.find(words), std::string::npos) << text;
    };
    says([](Weights& w) { w.erase("decoder.up.0.block.1.conv2.bias"); },
         "'decoder.up.0.block.1.conv2.bias' [32] is missing");
    says([](Weights& w) { w.erase("encoder.down.1.attn.0.qkv.weight"); }, "is missing");
    says([](Weights& w) { w.set("encoder.conv_in.weight", {20, 3, 3, 3}); }, "multiple of 8");
    says(
        [](Weights& w) {
            w.set("encoder.down.1.block.0.conv1.weight", {40, 32, 3, 3});
        },
        "multiple of the base width 32");
    says(
        [](Weights& w) {
            for (int i = 0; i < 4; ++i) {
                w.erase("quantize.quant_resi.qresi_ls." + std::to_string(i) + ".weight");
            }
        },
        "quantiser");
}

TEST(Detect, TheOtherKindOfModelIsNamed) {
    const Saved var(varWeights(tinyVar()));
    const Saved vqvae{Weights(tensorSpecs(tinyVqVae()))};
    EXPECT_EQ(modelKind(var.checkpoint), ModelKind::Var);
    EXPECT_EQ(modelKind(vqvae.checkpoint), ModelKind::VqVae);
    EXPECT_NE(refusal([&] { detectVqVae(var.checkpoint); }).find("is a VAR, expected a VQ-VAE"),
              std::string::npos);
    EXPECT_NE(refusal([&] { detectVar(vqvae.checkpoint); }).find("is a VQ-VAE, expected a VAR"),
              std::string::npos);
    Weights other(tensorSpecs(tinyVar()));
    other.shapes.clear();
    other.set("layer.weight", {2});
    EXPECT_NE(refusal([&] { modelKind(Saved(other).checkpoint); }).find("neither"),
              std::string::npos);
}

// ---- families
// ------------------------------------------------------------------------------------

TEST(Family, MatchesOrNamesBothFiles) {
    const Saved vqvae{Weights(tensorSpecs(tinyVqVae()))};
    const Saved drafter(varWeights(tinyVar()));
    VarGeometry small = tinyVar();
    small.depth = 1;
    const Saved refiner(varWeights(small));
    requireMatchingFamily(vqvae.checkpoint, &drafter.checkpoint, &refiner.checkpoint);
    requireMatchingFamily(vqvae.checkpoint, nullptr, &refiner.checkpoint);
    requireMatchingFamily(vqvae.checkpoint, nullptr, nullptr);

    const auto says = [&](const std::function<void(VarGeometry&)>& bend, const std::string& words) {
        VarGeometry other = small;
        bend(other);
        const Saved saved(varWeights(other));
        const std::string text = refusal([&] {
            requireMatchingFamily(vqvae.checkpoint, &drafter.checkpoint, &saved.checkpoint);
        });
        EXPECT_NE(text.find(words), std::string::npos) << text;
        EXPECT_NE(text.find(saved.path), std::string::npos) << text;
        const bool namesFirst = text.find(vqvae.path) != std::string::npos ||
                                text.find(drafter.path) != std::string::npos;
        EXPECT_TRUE(namesFirst) << text;
    };
    says([](VarGeometry& g) { g.vocabulary = 7; }, "vocabulary");
    says([](VarGeometry& g) { g.codeChannels = 8; }, "channels");
    says([](VarGeometry& g) { g.classes = 9; }, "classes");
    says([](VarGeometry& g) { g.schedule = ScaleSchedule({1, 2, 4}); }, "1,2,4");
}

}  // namespace
}  // namespace duo
