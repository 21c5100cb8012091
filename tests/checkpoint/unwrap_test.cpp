// What training wraps around a model: prefixes, running averages, optimiser states.
#include <gtest/gtest.h>

#include "checkpoint/geometry.h"
#include "models.h"

namespace duo {
namespace {

using namespace test;

TEST(OpenCheckpoint, WrappersAreTakenOff) {
    for (const std::string prefix :
         {"", "module.", "_orig_mod.", "trainer.var_wo_ddp.", "trainer.var_wo_ddp._orig_mod.",
          "var_wo_ddp.module.", "state_dict.", "ema.", "ema_model.", "params_ema.", "net.",
          "generator.", "_fsdp_wrapped_module.", "model.state_dict.module.", "app.model.",
          "ema_state_dict.module._orig_mod."}) {
        const Saved saved(varWeights(tinyVar()), prefix);
        EXPECT_EQ(saved.checkpoint.unwrapped, prefix);
        EXPECT_EQ(detectVar(saved.checkpoint), tinyVar()) << prefix;
    }
    const Saved strange(varWeights(tinyVar()), "elsewhere.");
    EXPECT_NE(refusal([&] { detectVar(strange.checkpoint); }).find("neither"), std::string::npos);
}

TEST(OpenCheckpoint, SubmodulesLoseTheirWrappers) {
    for (const std::string wrapper :
         {"_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.",
          "_fsdp_wrapped_module._checkpoint_wrapped_module."}) {
        Weights weights = varWeights(tinyVar());
        Weights wrapped = weights;
        for (const auto& [name, shape] : weights.shapes) {
            if (!name.starts_with("blocks.")) continue;
            wrapped.erase(name);
            std::string inner = name;
            inner.insert(std::string("blocks.0.").size(), wrapper);
            wrapped.set(inner, shape);
        }
        EXPECT_EQ(detectVar(Saved(wrapped).checkpoint), tinyVar()) << wrapper;
        EXPECT_EQ(detectVar(Saved(wrapped, wrapper).checkpoint), tinyVar()) << wrapper;
    }
}

// A file with this model under each prefix; the first number of head.bias is the prefix's index.
Weights under(const std::vector<std::string>& prefixes, const Weights& model) {
    Weights all({});
    all.metadata = model.metadata;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        for (const auto& [name, shape] : model.shapes) all.set(prefixes[i] + name, shape);
        all.values[prefixes[i] + "head.bias"][0] = static_cast<float>(i);
    }
    return all;
}

float firstOfHeadBias(const CheckpointFile& checkpoint) {
    float value = 0;
    io::copyRowMajor(checkpoint.file.tensors.at("head.bias"), 0, 1,
                     reinterpret_cast<std::byte*>(&value));
    return value;
}

TEST(OpenCheckpoint, OptimiserStatesBesideTheModelAreIgnored) {
    for (const std::string prefix : {"", "model.", "state_dict.net."}) {
        Weights weights = under({prefix}, varWeights(tinyVar()));
        for (const char* name : {"optimizer.state.0.exp_avg", "opt.head.weight", "step",
                                 "lr_scheduler.base", "n_averaged", "disc_wo_ddp.main.0.weight"}) {
            weights.set(name, {2});
        }
        EXPECT_EQ(detectVar(Saved(weights).checkpoint), tinyVar()) << prefix;
    }
}

TEST(OpenCheckpoint, AveragedWeightsAreTakenBeforeRawOnes) {
    const std::vector<std::vector<std::string>> pairs{
        {"", "ema."},
        {"model.", "model_ema."},
        {"params.", "params_ema."},
        {"online_model.", "ema_model."},
        {"state_dict.net.", "state_dict.ema.module."}};
    for (const std::vector<std::string>& pair : pairs) {
        const Saved saved(under(pair, varWeights(tinyVar())));
        EXPECT_EQ(saved.checkpoint.unwrapped, pair[1]);
        EXPECT_EQ(saved.checkpoint.weights, WeightKind::Averaged);
        EXPECT_EQ(firstOfHeadBias(saved.checkpoint), 1);
        EXPECT_EQ(detectVar(saved.checkpoint), tinyVar());
        EXPECT_EQ(weightsNote(saved.checkpoint), "averaged (EMA); the file also holds raw weights");
        const CheckpointFile raw = openCheckpoint(saved.path, std::nullopt, WeightKind::Raw);
        EXPECT_EQ(raw.unwrapped, pair[0]);
        EXPECT_EQ(firstOfHeadBias(raw), 0);
        EXPECT_EQ(detectVar(raw), tinyVar());
        EXPECT_EQ(weightsNote(raw), "raw; the file also holds averaged weights");
    }
}

TEST(OpenCheckpoint, TheAveragedVqVaeOfATrainingIsTaken) {
    Weights weights({});
    for (const TensorSpec& spec : tensorSpecs(tinyVqVae())) {
        weights.set("trainer.vae_wo_ddp." + spec.name, spec.shape);
        weights.set("trainer.vae_ema." + spec.name, spec.shape);
    }
    weights.set("trainer.disc_wo_ddp.head.weight", {2});
    const Saved saved(weights);
    EXPECT_EQ(saved.checkpoint.unwrapped, "trainer.vae_ema.");
    EXPECT_EQ(detectVqVae(saved.checkpoint), tinyVqVae());
}

TEST(OpenCheckpoint, BuffersComeFromTheRawWeights) {
    Weights weights = under({"model.", "ema."}, varWeights(tinyVar()));
    weights.set("model.lvl_1L", {1, 14});
    EXPECT_TRUE(Saved(weights).checkpoint.file.tensors.contains("lvl_1L"));
}

TEST(OpenCheckpoint, IncompleteAveragesAreNotTaken) {
    Weights weights = under({"model."}, varWeights(tinyVar()));
    weights.set("ema.head.weight", {6, 8});
    const Saved saved(weights);
    EXPECT_EQ(saved.checkpoint.weights, WeightKind::Raw);
    EXPECT_EQ(detectVar(saved.checkpoint), tinyVar());
}

TEST(OpenCheckpoint, WeightsThatAreNotThereAreRefused) {
    const Saved raw(varWeights(tinyVar()), "model."), averaged(varWeights(tinyVar()), "ema.");
    EXPECT_EQ(weightsNote(raw.checkpoint), "");
    EXPECT_EQ(weightsNote(averaged.checkpoint), "averaged (EMA)");
    const auto says = [](const Saved& saved, WeightKind asked) {
        return refusal([&] { openCheckpoint(saved.path, std::nullopt, asked); });
    };
    EXPECT_NE(says(raw, WeightKind::Averaged).find("no averaged weights"), std::string::npos);
    EXPECT_NE(says(averaged, WeightKind::Raw).find("averaged weights alone"), std::string::npos);
}

TEST(OpenCheckpoint, FlatParametersAreNamed) {
    Weights flat({});
    flat.set("_fsdp_wrapped_module._flat_param", {100});
    EXPECT_NE(refusal([&] { modelKind(Saved(flat).checkpoint); }).find("flat parameters of FSDP"),
              std::string::npos);
}

TEST(OpenCheckpoint, TwoModelsOfAKindAreRefused) {
    const Weights both = under({"model.", "var."}, varWeights(tinyVar()));
    EXPECT_NE(refusal([&] { Saved{both}; }).find("more than one model"), std::string::npos);
}

TEST(OpenCheckpoint, TrainingCheckpointsGiveTheModelAskedFor) {
    const std::string path = fixture("training.pth");
    const CheckpointFile var = openCheckpoint(path);
    EXPECT_EQ(var.unwrapped, "trainer.var_wo_ddp.");
    EXPECT_EQ(detectVar(var), tinyVar());
    const CheckpointFile vqvae = openCheckpoint(path, ModelKind::VqVae);
    EXPECT_EQ(vqvae.unwrapped, "trainer.vae_local.");
    EXPECT_EQ(modelKind(vqvae), ModelKind::VqVae);
    EXPECT_EQ(vqvae.file.tensors.size(), 3u);
}

}  // namespace
}  // namespace duo
