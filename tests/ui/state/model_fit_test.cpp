// Which models go together, in words.
#include "state/model_fit.h"

#include <gtest/gtest.h>

namespace duo::ui {
namespace {

ModelListing var(const std::string& file, std::int64_t parameters) {
    ModelListing model{file, false, "", 1, parameters, 4, {1, 2, 16}, 1000, 4096, 32};
    return model;
}

TEST(ModelFit, SaysWhatDiffers) {
    const ModelListing d30 = var("/m/var_d30.pth", 2000), d16 = var("/m/var_d16.pth", 300);
    EXPECT_EQ(whyNotTogether(d30, d16), "");
    ModelListing d36 = var("/m/var_d36.pth", 2300);
    d36.sides = {1, 2, 3, 32};
    EXPECT_TRUE(whyNotTogether(d36, d16).contains("32")) << whyNotTogether(d36, d16).toStdString();
    ModelListing few = d16;
    few.classes = 16;
    EXPECT_EQ(whyNotTogether(d30, few), "classes: 1000 here, 16 there");
    ModelListing vqvae{"/m/vae.pth", true, "", 1, 1, 0, {}, 0, 64, 32};
    EXPECT_EQ(whyNotTogether(vqvae, d16), "codes: 64 here, 4096 there");
    vqvae.vocabulary = 4096;
    EXPECT_EQ(whyNotTogether(vqvae, d16), "");
    vqvae.codeChannels = 8;
    EXPECT_EQ(whyNotTogether(vqvae, d16), "channels of a code: 8 here, 32 there");
    EXPECT_EQ(whyNotTogether(ModelListing{}, d16), "");  // an older core says nothing of it
}

TEST(ModelFit, NamesThePairsOfAFolder) {
    ModelsListed listed;
    EXPECT_EQ(pairWords(listed), "");
    ModelListing d36 = var("/m/var_d36.pth", 2300);
    d36.sides = {1, 2, 3, 32};
    listed.files = {var("/m/drafter_8.pth", 2000), var("/m/refiner_8.pth", 300),
                    var("/m/var_d16.pth", 300), var("/m/var_d30.pth", 2000), d36};
    listed.specialised = {{8, "/m/drafter_8.pth", "/m/refiner_8.pth"}, {9, "/m/d9.pth", ""}};
    EXPECT_EQ(pairWords(listed),
              "Pairs here: drafter_8 + refiner_8 (N = 8), var_d30 + var_d16 (any N).");
}

}  // namespace
}  // namespace duo::ui
