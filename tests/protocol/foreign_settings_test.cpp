// Settings of other image generators, as they lie in real files.
#include "protocol/foreign_settings.h"

#include <gtest/gtest.h>

namespace duo {
namespace {

TEST(ForeignSettings, OfAutomatic1111) {
    const auto found = foreignSettings(
        {{"parameters",
          "a lighthouse, Steps: counted\nNegative prompt: blurry, seed\nSteps: 20, Sampler: Euler "
          "a, "
          "CFG scale: 7.5, Seed: 4294967297, Size: 512x512, Model hash: 6ce0161689, Model: "
          "v1-5-pruned, Version: v1.9.3"}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->program, "AUTOMATIC1111");
    EXPECT_EQ(found->seed, 4294967297U);
    EXPECT_EQ(found->guidance, 7.5);
    EXPECT_EQ(found->steps, 20);
    EXPECT_EQ(found->sampler, "Euler a");
    EXPECT_EQ(found->model, "v1-5-pruned");
    EXPECT_EQ(found->prompt, "a lighthouse, Steps: counted");
    EXPECT_EQ(found->words(),
              "seed 4294967297, CFG scale 7.5, 20 steps, Euler a, model v1-5-pruned");
    EXPECT_EQ(foreignSettings({{"UserComment", "x\nSteps: 5, Seed: 3"}})->seed, 3U);
}

TEST(ForeignSettings, OfComfyUi) {
    const auto found = foreignSettings(
        {{"workflow", "{}"},
         {"prompt",
          R"({"3": {"class_type": "KSampler", "inputs": {"seed": 156680208700286, "steps": 20,
              "cfg": 8, "sampler_name": "euler", "model": ["4", 0]}},
              "4": {"class_type": "CheckpointLoaderSimple",
                    "inputs": {"ckpt_name": "v1.safetensors"}},
              "6": {"class_type": "CLIPTextEncode",
                    "inputs": {"text": "a boat", "clip": ["4", 1]}}})"}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->program, "ComfyUI");
    EXPECT_EQ(found->seed, 156680208700286U);
    EXPECT_EQ(found->guidance, 8);
    EXPECT_EQ(found->model, "v1.safetensors");
    EXPECT_EQ(found->prompt, "a boat");
}

TEST(ForeignSettings, OfInvokeAi) {
    const auto found = foreignSettings(
        {{"invokeai_metadata",
          R"({"positive_prompt": "a lake", "seed": 12, "cfg_scale": 5.0, "steps": 30,
              "scheduler": "dpmpp_2m", "model": {"name": "sdxl"}})"}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->words(), "seed 12, CFG scale 5, 30 steps, dpmpp_2m, model sdxl");
}

TEST(ForeignSettings, DamagedOrOtherTextsAreNone) {
    for (const auto& [key, text] :
         std::map<std::string, std::string>{{"prompt", "{\"3\": {\"inputs\": {"},
                                            {"prompt ", "[1, 2]"},
                                            {"invokeai_metadata", "[]"},
                                            {"parameters", "Steps: 20"},
                                            {"UserComment", "taken in Rome"}}) {
        EXPECT_FALSE(foreignSettings({{key == "prompt " ? "prompt" : key, text}})) << key << text;
    }
    const auto odd = foreignSettings(
        {{"prompt", R"({"1": {"inputs": {"seed": ["2", 0], "steps": "many"}}, "2": 3})"}});
    EXPECT_FALSE(odd) << "the seed comes from another node";
    EXPECT_FALSE(foreignSettings({}));
}

}  // namespace
}  // namespace duo
