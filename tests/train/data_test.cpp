// Sources and order of pictures and tokens.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <numeric>
#include <set>

#include "base/error.h"
#include "io/png.h"
#include "support/expect_error.h"
#include "support/resident.h"
#include "train/tiny.h"
#include "train/train_commands.h"

namespace duo::test {
namespace {

void writeFlat(const std::string& path, int width, int height, std::uint8_t value) {
    io::RgbImage image{width, height, {}};
    image.pixels.assign(static_cast<std::size_t>(width) * height * 3, value);
    // a bright border on the long sides, which the centred square excludes
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (std::abs(2 * x - width + 1) < std::min(width, height)) continue;
            std::fill_n(image.pixels.begin() + (y * width + x) * 3, 3, std::uint8_t{255});
        }
    }
    io::writePng(path, image);
}

TEST(PictureFolder, CropsResizesAndSpreadsTheClasses) {
    const ScratchFolder folder;
    for (const char* name : {"b-cats", "a-dogs", "c-empty"})
        std::filesystem::create_directories(folder / name);
    writeFlat(folder / "a-dogs/1.png", 40, 20, 10);
    writeFlat(folder / "a-dogs/2.png", 20, 20, 20);
    writeFlat(folder / "b-cats/1.png", 60, 20, 30);
    writeFlat(folder / "b-cats/2.png", 16, 16, 40);
    const auto source = train::pictureFolder(folder.path(), 16);
    ASSERT_EQ(source->count(), 4);
    EXPECT_EQ(source->classNames(), (std::vector<std::string>{"a-dogs", "b-cats"}));
    for (std::int64_t i = 0; i < 4; ++i) {
        EXPECT_EQ(source->label(i), i % 2);
        const at::Tensor picture = source->picture(i);
        ASSERT_EQ(picture.sizes(), (std::vector<std::int64_t>{16, 16, 3}));
        const int due = 10 + 20 * static_cast<int>(i % 2) + 10 * static_cast<int>(i / 2);
        EXPECT_TRUE((picture == due).all().item<bool>()) << i;
    }
}

TEST(PictureFolder, PassesOverWhatIsNoPictureAndSaysSo) {
    const ScratchFolder folder;
    for (const char* name : {"cats/deeper", "cats/.ipynb_checkpoints", ".git", "elsewhere"})
        std::filesystem::create_directories(folder / name);
    for (const char* name : {"cats/1.png", "cats/deeper/2.PNG", "cats/.ipynb_checkpoints/3.png",
                             "cats/._1.png", ".git/4.png", "elsewhere/5.png", "outside.png"})
        writeFlat(folder / name, 16, 16, 10);
    std::ofstream(folder / "cats/Thumbs.db") << "no picture";
    std::filesystem::create_symlink("nowhere.png", folder / "cats/gone.png");
    std::filesystem::create_directory_symlink(folder / "elsewhere", folder / "linked");
    const auto source = train::pictureFolder(folder.path(), 16);
    EXPECT_EQ(source->count(), 4);
    EXPECT_EQ(source->classNames(), (std::vector<std::string>{"cats", "elsewhere", "linked"}));
    const std::string note = source->note();
    for (const char* part : {"2 hidden folders", "1 hidden file (for example ._1.png)",
                             "1 other file (for example Thumbs.db)", "1 dangling link (",
                             "1 stray file (for example outside.png)"})
        EXPECT_NE(note.find(part), std::string::npos) << note;
}

TEST(PictureFolder, LongAndLargePicturesTakeLittleMemory) {
    const ScratchFolder folder;
    std::filesystem::create_directories(folder / "class");
    writeFlat(folder / "class/1.png", 30001, 1, 40);
    writeFlat(folder / "class/2.png", 3000, 2000, 70);
    const auto source = train::pictureFolder(folder.path(), 64, 4);
    const std::int64_t before = residentBytes("VmHWM:");
    for (std::int64_t i = 0; i < source->count(); ++i) {
        const at::Tensor picture = source->picture(i);
        ASSERT_EQ(picture.sizes(), (std::vector<std::int64_t>{64, 64, 3}));
        if (i < 2) {
            EXPECT_TRUE((picture == (i == 0 ? 40 : 70)).all().item<bool>()) << i;
        }
    }
    EXPECT_LT(residentBytes("VmHWM:") - before, 150 << 20);
}

TEST(PictureFolder, SaysWhatIsMissing) {
    const ScratchFolder folder;
    EXPECT_THROW(train::pictureFolder(folder / "nowhere", 16), Error);
    std::filesystem::create_directories(folder / "class");
    EXPECT_THROW(train::pictureFolder(folder.path(), 16), Error);
}

TEST(PictureFolder, HasViewsOfEveryPicture) {
    const ScratchFolder folder;
    std::filesystem::create_directories(folder / "class");
    io::RgbImage image{48, 32, {}};  // darker to the left
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 48; ++x) image.pixels.insert(image.pixels.end(), 3, 5 * x);
    for (const char* name : {"class/1.png", "class/2.png"}) io::writePng(folder / name, image);
    const auto plain = train::pictureFolder(folder.path(), 16);
    const auto source = train::pictureFolder(folder.path(), 16, 20);
    ASSERT_EQ(source->count(), 40);
    std::set<std::string> seen;
    int mirrored = 0;
    for (std::int64_t i = 0; i < 40; ++i) {
        const at::Tensor view = source->picture(i);
        ASSERT_EQ(view.sizes(), (std::vector<std::int64_t>{16, 16, 3}));
        EXPECT_EQ(source->label(i), 0);
        EXPECT_TRUE(at::equal(view, source->picture(i))) << i << ": the same on every read";
        if (i < 2) {
            EXPECT_TRUE(at::equal(view, plain->picture(i))) << i;
        }
        seen.emplace(static_cast<const char*>(view.const_data_ptr()), view.nbytes());
        mirrored += view[8][0][0].item<int>() > view[8][15][0].item<int>() ? 1 : 0;
    }
    EXPECT_GT(seen.size(), 10u);
    EXPECT_GT(mirrored, 8);
    EXPECT_LT(mirrored, 32);
}

// Flat pictures that count reads. One of them is broken.
class CountedSource final : public train::PictureSource {
  public:
    explicit CountedSource(std::int64_t count, std::int64_t broken = -1)
        : count_(count), broken_(broken) {}
    std::int64_t count() const override { return count_; }
    const std::vector<std::string>& classNames() const override { return names_; }
    int label(std::int64_t) const override { return 0; }
    at::Tensor picture(std::int64_t index) const override {
        ++read;
        if (index == broken_) throw Error(ErrorKind::File, "The picture 'broken.png' is damaged.");
        return at::full({4, 4, 3}, index % 251, at::kByte);
    }
    int side() const override { return 4; }
    mutable std::atomic<int> read{0};

  private:
    std::int64_t count_, broken_;
    std::vector<std::string> names_{"one"};
};

class PictureWorkers : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, PictureWorkers, testing::Values(1, 2, 7));

constexpr std::int64_t kPictureBytes = 4 * 4 * 3;

TEST_P(PictureWorkers, ReadEverythingOnceWhereItFits) {
    const auto source = std::make_shared<CountedSource>(700);
    const train::PictureCache pictures(source, {GetParam(), 700 * kPictureBytes});
    train::TrainingOrder order(700, 3);
    for (std::int64_t position = 0; position < 1400; ++position) {
        const std::int64_t index = order.at(position);
        const at::Tensor picture = pictures.picture(index);
        ASSERT_EQ(picture[2][2][1].item<int>(), index % 251);
    }
    EXPECT_EQ(source->read, 700);
    EXPECT_EQ(pictures.held(), 700);
}

TEST_P(PictureWorkers, HoldNoMoreThanTheirRoomWhereItDoesNotFit) {
    const auto source = std::make_shared<CountedSource>(700);
    const train::PictureCache pictures(source, {GetParam(), 24 * kPictureBytes});
    train::TrainingOrder order(700, 3);
    for (std::int64_t position = 0; position < 1400; position += 8) {
        pictures.expect(order.range(position + 8, 8));
        for (const std::int64_t index : order.range(position, 8)) {
            ASSERT_EQ(pictures.picture(index)[2][2][1].item<int>(), index % 251);
            EXPECT_LE(pictures.held(), 24);
        }
    }
    EXPECT_LE(source->read, 1400 + 8);  // only the last expected pictures are read without use
    std::vector<std::int64_t> idle(100);
    std::iota(idle.begin(), idle.end(), 0);
    pictures.expect(idle);  // never requested
    for (std::int64_t index = 300; index < 400; ++index)
        ASSERT_EQ(pictures.picture(index)[0][0][0].item<int>(), index % 251);
    EXPECT_LE(pictures.held(), 24);
}

TEST_P(PictureWorkers, TellWhatIsWrongWithAPicture) {
    for (const std::int64_t room : {10, 1000}) {
        const train::PictureCache pictures(std::make_shared<CountedSource>(100, 40),
                                           {GetParam(), room * kPictureBytes});
        pictures.expect({39, 40, 41});
        EXPECT_EQ(pictures.picture(39)[0][0][0].item<int>(), 39);
        EXPECT_DUO_ERROR(pictures.picture(40), ErrorKind::File, "broken.png");
        EXPECT_EQ(pictures.picture(41)[0][0][0].item<int>(), 41);
    }
}

TEST_P(PictureWorkers, StopWithMuchLeftToRead) {
    const auto source = std::make_shared<CountedSource>(1 << 20);
    { const train::PictureCache pictures(source, {GetParam()}); }
    EXPECT_LT(source->read, 1 << 12);
}

TEST(TrainingOrder, EveryPassShowsEverythingOnce) {
    train::TrainingOrder order(300, 5), again(300, 5);
    std::vector<std::vector<std::int64_t>> passes(3);
    for (std::int64_t position = 0; position < 900; ++position)
        passes[position / 300].push_back(order.at(position));
    for (const auto& pass : passes) EXPECT_EQ(std::set(pass.begin(), pass.end()).size(), 300u);
    EXPECT_NE(passes[1], passes[2]);
    EXPECT_LT(*std::max_element(passes[0].begin(), passes[0].begin() + 100),
              128);                            // near the start
    EXPECT_EQ(again.at(700), passes[2][100]);  // depends on the position only
}

TEST(TokenCache, KeepsTokensInItsFile) {
    const ScratchFolder folder;
    const auto tokens = tinyTokens();
    const at::Tensor row = tokens->tokens(2).clone();
    EXPECT_EQ(row.sizes(), (std::vector<std::int64_t>{21}));
    tokens->save(folder / "tokens.safetensors");
    const auto other = tinyTokens();
    EXPECT_EQ(other->load(folder / "tokens.safetensors"), 4);
    EXPECT_TRUE(at::equal(other->tokens(2), row));
    train::TokenCache stranger(
        std::make_shared<VqVae>(tinyVqVaeGeometry(),
                                train::freshVqVaeWeights(tinyVqVaeGeometry(), 2)),
        tinySchedule(), tinyPictures(), "another");
    EXPECT_DUO_ERROR(stranger.load(folder / "tokens.safetensors"), ErrorKind::Checkpoint,
                     "tokens.safetensors", "another VQ-VAE", "--tokens");
}

TEST(TrainCommands, FromAFolderOfPicturesToATransformer) {
    const ScratchFolder folder;
    for (const char* name : {"a", "b"})
        std::filesystem::create_directories(folder / "data/" + name);
    writeFlat(folder / "data/a/1.png", 16, 16, 50);
    writeFlat(folder / "data/b/1.png", 16, 16, 200);

    train::VqVaeTrainOptions vqvae;
    vqvae.pictures.folder = folder / "data";
    vqvae.trainer = tinyVqVaeOptions();
    vqvae.run.folder = folder / "vqvae";
    vqvae.run.steps = 6;
    vqvae.run.threads = 1;
    EXPECT_TRUE(train::trainVqVae(vqvae, {}, {}).finished);

    train::EncodeOptions encode;
    encode.pictures = vqvae.pictures;
    encode.vqvae = folder / "vqvae/vqvae.safetensors";
    encode.tokens = folder / "tokens.safetensors";
    EXPECT_EQ(train::encodePictures(encode, {}, {}), 2);

    train::VarTrainOptions var;
    var.pictures = vqvae.pictures;
    var.vqvae = encode.vqvae;
    var.tokens = encode.tokens;
    var.depth = 1;
    var.width = 16;
    var.heads = 2;
    var.trainer.batch = 2;
    var.run.folder = folder / "var";
    var.run.steps = 2;
    var.run.threads = 1;
    EXPECT_TRUE(train::trainVar(var, {}, {}).finished);
    const CheckpointFile made = openCheckpoint(folder / "var/var.safetensors");
    const VarGeometry geometry = detectVar(made);
    EXPECT_EQ(geometry.classes, 2);
    EXPECT_EQ(geometry.schedule, tinySchedule());
    EXPECT_EQ(geometry.vocabulary, 16);
}

TEST(TrainCommands, StartFromAModelOfOtherClasses) {
    const ScratchFolder folder;
    for (const char* name : {"a", "b", "c"}) {
        std::filesystem::create_directories(folder / "data/" + name);
        writeFlat(folder / "data/" + name + "/1.png", 16, 16, 90);
    }
    const VqVaeGeometry codes = tinyVqVaeGeometry();
    saveStateDict(folder / "vqvae.safetensors", train::freshVqVaeWeights(codes, 1).tensors(),
                  at::kFloat, {{"scales", tinySchedule().toString()}});
    const VarGeometry two = tinyVarOptions().geometry;  // two classes
    const StateDict before = train::freshVarWeights(two, {}, 5);
    saveStateDict(folder / "two.safetensors", before.tensors(), at::kFloat, geometryMetadata(two));

    train::VarTrainOptions options;
    options.pictures.folder = folder / "data";
    options.vqvae = folder / "vqvae.safetensors";
    options.start = folder / "two.safetensors";
    options.trainer.batch = 1;
    options.run.folder = folder / "run";
    options.run.steps = 1;
    options.run.learningRate = 1e-9;
    options.run.threads = 1;
    options.run.sheets = false;
    std::string said;
    train::TrainCallbacks callbacks;
    callbacks.message = [&](const std::string& sentence) { said += sentence + "\n"; };
    EXPECT_TRUE(train::trainVar(options, callbacks, {}).finished);
    EXPECT_NE(said.find("has 2 classes and the pictures have 3: its class embeddings"),
              std::string::npos)
        << said;
    const CheckpointFile made = openCheckpoint(folder / "run/var.safetensors");
    VarGeometry three = two;
    three.classes = 3;
    EXPECT_EQ(detectVar(made), three);
    StateDict after = loadStateDict(made, tensorSpecs(three), {});
    EXPECT_GT(after.tensors().at("class_emb.weight").abs().min().item<float>(), 0);
    EXPECT_TRUE(at::allclose(after.tensors().at("head.weight"), before.tensors().at("head.weight"),
                             1e-4, 1e-6));
}

TEST(VqObjective, CropScheduleKeepsTheSteps) {
    EXPECT_EQ(train::cropSchedule(ScaleSchedule::published256(), 8).sides(),
              (std::vector<int>{1, 2, 3, 4, 5, 7, 8}));
    EXPECT_EQ(train::cropSchedule(ScaleSchedule::published256(), 16),
              ScaleSchedule::published256());
}

TEST(VqObjective, GradientsPassStraightThrough) {
    const VqVaeGeometry geometry = tinyVqVaeGeometry();
    StateDict weights = train::freshVqVaeWeights(geometry, 1);
    const ResidualQuantizer quantizer(geometry, weights);
    const at::Tensor f = at::randn({2, 4, 4, 4}).set_requires_grad(true);
    const train::Quantised made = train::quantise(quantizer, tinySchedule(), f, 0.25);
    EXPECT_TRUE(at::allclose(made.fHat_BCSS.detach(),
                             quantizer.latent(tinySchedule(), quantizer.tokens(tinySchedule(), f)),
                             1e-5, 1e-6));
    made.fHat_BCSS.sum().backward();
    EXPECT_TRUE(at::equal(f.grad(), at::ones_like(f.grad())));
}

TEST(CodebookCare, RevivesCodesThatNothingChooses) {
    const VqVaeGeometry geometry = tinyVqVaeGeometry();
    StateDict weights = train::freshVqVaeWeights(geometry, 1);
    const ResidualQuantizer quantizer(geometry, weights);
    quantizer.codebook().narrow(0, 8, 8).add_(1e3);  // half of the codes are far away
    train::CodebookCare care(quantizer, 7);
    const at::Tensor f = at::randn({4, 4, 4, 4}) * 0.2;
    for (int step = 0; step < 400; ++step) {
        const train::Quantised made = train::quantise(quantizer, tinySchedule(), f, 0.25);
        care.follow(quantizer, made.z_NC, made.idx_N);
    }
    EXPECT_LT(care.usedShare(), 0.6);
    EXPECT_GE(care.restartDead(quantizer, tinySchedule(), f), 7);
    EXPECT_LT(quantizer.codebook().abs().max().item<double>(), 100);
}

}  // namespace
}  // namespace duo::test
