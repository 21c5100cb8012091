// Archives as samplers write them, folders with damaged files, statistics files.
#include "eval/picture_set.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "eval/evaluate.h"
#include "eval/statistics_file.h"
#include "io/npz.h"
#include "io/png.h"
#include "io/temporary_folder.h"
#include "protocol/provenance.h"
#include "support/expect_error.h"

namespace duo::eval {
namespace {

using test::TemporaryFolder;
using test::writeFile;

// An .npz in memory, array by array.
class Npz {
  public:
    Npz()
        : writer_([this](const void* data, std::size_t bytes) {
              archive_.append(static_cast<const char*>(data), bytes);
          }) {}
    Npz& add(const std::string& name, io::NpyType type, const at::Tensor& numbers) {
        const at::Tensor packed = numbers.contiguous();
        writer_.beginArray(name, type, packed.sizes().vec());
        writer_.write(packed.const_data_ptr(), packed.nbytes());
        return *this;
    }
    void save(const std::string& path) {
        writer_.finish();
        writeFile(path, archive_);
    }

  private:
    std::string archive_;
    io::NpzWriter writer_;
};

// [3, 4, 5, 3] uint8: three pictures that hold black and white.
at::Tensor pictures() {
    at::Tensor made = at::arange(3 * 4 * 5 * 3, at::kLong).mul(37).remainder(256).to(at::kByte);
    made[0] = 0;
    made[1] = 255;
    return made.view({3, 4, 5, 3});
}

struct Written {
    const char* name;
    io::NpyType type;
    at::Tensor numbers;
    const char* note;  // what the set says of its numbers
};

TEST(Archive, ReadsWhatSamplersWrite) {
    const TemporaryFolder folder;
    const at::Tensor bytes = pictures(), real = bytes.to(at::kFloat);
    const Written cases[] = {
        {"arr_0", io::NpyType::UInt8, bytes, ""},
        {"samples", io::NpyType::UInt8, bytes, ""},
        {"images", io::NpyType::UInt8, bytes.permute({0, 3, 1, 2}), ""},
        {"arr_0", io::NpyType::Float32, real / 255, "0 to 1"},
        {"arr_0", io::NpyType::Float64, (real / 127.5 - 1).to(at::kDouble), "-1 to 1"},
        {"arr_0", io::NpyType::Float32, real.permute({0, 3, 1, 2}), "0 to 255"},
    };
    for (const Written& c : cases) {
        Npz().add(c.name, c.type, c.numbers).save(folder.file("a.npz"));
        const auto set = openPictureSet(folder.file("a.npz"));
        ASSERT_EQ(set->count(), 3);
        for (int i = 0; i < 3; ++i) {
            EXPECT_TRUE(set->picture(i).pixels_HW3.equal(bytes[i])) << c.note << i;
        }
        const std::string notes = set->notes().empty() ? "" : set->notes().front();
        EXPECT_NE(notes.find(c.note), std::string::npos) << notes;
        EXPECT_EQ(notes.empty(), *c.note == '\0');
    }
}

TEST(Archive, LabelsOfEitherWidthAndName) {
    const TemporaryFolder folder;
    const at::Tensor labels = at::tensor({7, -1, 3}, at::kInt);
    for (const char* name : {"arr_1", "label", "labels"}) {
        for (const bool wide : {false, true}) {
            Npz()
                .add("arr_0", io::NpyType::UInt8, pictures())
                .add(name, wide ? io::NpyType::Int64 : io::NpyType::Int32,
                     wide ? labels.to(at::kLong) : labels)
                .save(folder.file("a.npz"));
            const auto set = openPictureSet(folder.file("a.npz"));
            EXPECT_EQ(set->picture(0).label, std::optional(7));
            EXPECT_EQ(set->picture(1).label, std::nullopt);
            EXPECT_EQ(set->picture(2).label, std::optional(3));
        }
    }
}

TEST(Archive, RefusesWhatHoldsNoPictures) {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.npz");
    Npz().add("latents", io::NpyType::UInt8, pictures()).save(path);
    EXPECT_DUO_ERROR(openPictureSet(path), ErrorKind::File, "arr_0, samples or images", "latents");
    Npz().add("arr_0", io::NpyType::UInt8, pictures()[0]).save(path);
    EXPECT_DUO_ERROR(openPictureSet(path), ErrorKind::File, "[n, h, w, 3]");
    Npz().add("arr_0", io::NpyType::Int64, pictures().to(at::kLong)).save(path);
    EXPECT_DUO_ERROR(openPictureSet(path), ErrorKind::File, "uint8");
}

TEST(Archive, NamesThePictureWhoseNumbersLeaveTheRange) {
    const TemporaryFolder folder;
    at::Tensor real = at::zeros({80, 2, 2, 3});
    real[70][0][0][0] = -1;  // behind the pictures that tell the range
    real[71][0][0][0] = std::numeric_limits<float>::quiet_NaN();
    Npz().add("arr_0", io::NpyType::Float32, real).save(folder.file("a.npz"));
    const auto set = openPictureSet(folder.file("a.npz"));
    EXPECT_NO_THROW((void)set->picture(69));
    EXPECT_DUO_ERROR((void)set->picture(70), ErrorKind::File, "Picture 70", "0 to 1");
    EXPECT_DUO_ERROR((void)set->picture(71), ErrorKind::File, "Picture 71");
}

// Features: the mean colour; classes: red, green, blue.
class MeanColour final : public FeatureExtractor {
  public:
    Features operator()(const at::Tensor& pictures_BHW3) const override {
        const at::Tensor mean_B3 = pictures_BHW3.to(at::kFloat).mean(at::IntArrayRef{1, 2});
        return {mean_B3, mean_B3};
    }
    std::string name() const override { return "mean colour"; }
    bool knowsLabels() const override { return false; }
    int classes() const override { return 3; }
};

io::RgbImage plain(std::uint8_t red, std::uint8_t green) {
    return {1, 1, {red, green, 9}};
}

TEST(ExtractFeatures, LeavesOutWhatCannotBeRead) {
    const TemporaryFolder folder;
    for (int i = 0; i < 6; ++i) {
        io::writePng(folder.file("p" + std::to_string(i) + ".png"),
                     plain(static_cast<std::uint8_t>(40 * i), 7));
    }
    writeFile(folder.file("p2.png"), "damaged");
    writeFile(folder.file("p4.png"), "");
    const auto set = openPictureSet(folder.path().string());
    EXPECT_EQ(set->count(), 6);
    ExtractOptions options;
    options.batch = 2;
    EXPECT_DUO_ERROR(extractFeatures(*set, MeanColour(), options), ErrorKind::File, "p2.png");
    std::vector<std::string> reasons;
    options.leaveOut = [&](const std::string& why) { reasons.push_back(why); };
    const FeatureSet read = extractFeatures(*set, MeanColour(), options);
    EXPECT_EQ(read.count(), 4);
    ASSERT_EQ(reasons.size(), 2u);
    EXPECT_NE(reasons[0].find("p2.png"), std::string::npos);
    EXPECT_NE(reasons[1].find("p4.png"), std::string::npos);
    EXPECT_EQ(read.features_NF[2][0].item<float>(), 120);  // p3.png
}

TEST(ExtractFeatures, OfNothingReadableIsAnError) {
    const TemporaryFolder folder;
    writeFile(folder.file("a.png"), "damaged");
    ExtractOptions options;
    options.leaveOut = [](const std::string&) {};
    EXPECT_DUO_ERROR(
        extractFeatures(*openPictureSet(folder.path().string()), MeanColour(), options),
        ErrorKind::File, "None of the 1 pictures");
}

TEST(PictureFolder, MalformedMetadataLeaveTheLabelToTheName) {
    const TemporaryFolder folder;
    io::writePng(folder.file("000001_0004-lake.png"), plain(1, 2), {{kProvenanceKey, "{broken"}});
    io::writePng(folder.file("b.png"), plain(1, 2), {{kProvenanceKey, "{\"version\":99}"}});
    const auto set = openPictureSet(folder.path().string());
    EXPECT_EQ(set->picture(0).label, std::optional(4));
    EXPECT_EQ(set->picture(1).label, std::nullopt);
}

FeatureSet randomSet(int count, double shift) {
    at::Tensor features = at::sin(at::arange(count * 5, at::kDouble).mul(12.9898)).view({count, 5});
    features = features.add(shift).to(at::kFloat);
    return {features, features, at::full({count}, -1, at::kLong), std::nullopt};
}

TEST(Statistics, TakeThePlaceOfTheReferencesPictures) {
    const TemporaryFolder folder;
    const FeatureSet made = randomSet(40, 0), reference = randomSet(30, 0.5);
    const std::string path = folder.file("stats.npz");
    writeStatistics(path, momentsOf(reference));
    EXPECT_TRUE(contentOf(path).statistics);
    EXPECT_FALSE(contentOf(path).pictures);
    FeatureSet stated;
    stated.statistics = readStatistics(path);
    const MeanColour network;
    const Comparison alone = compareSets(network, made, &stated);
    const Comparison pictures = compareSets(network, made, &reference);
    EXPECT_TRUE(alone.byStatistics);
    EXPECT_FALSE(pictures.byStatistics);
    EXPECT_NEAR(*alone.frechetDistance, *pictures.frechetDistance, 1e-9);
    EXPECT_FALSE(alone.precisionRecall.has_value());
    EXPECT_FALSE(alone.second.has_value());
    // The file's statistics decide even where its pictures are there, as published.
    FeatureSet both = randomSet(30, 9);
    both.statistics = stated.statistics;
    const Comparison compared = compareSets(network, made, &both);
    EXPECT_EQ(*compared.frechetDistance, *alone.frechetDistance);
    EXPECT_TRUE(compared.precisionRecall.has_value());
}

TEST(CompareSets, GivesAnIntervalForFewPicturesOrOnRequest) {
    const FeatureSet few = randomSet(5, 0), many = randomSet(40, 0), reference = randomSet(30, 1);
    EXPECT_TRUE(compareSets(MeanColour(), few, &reference).interval);
    EXPECT_FALSE(compareSets(MeanColour(), many, &reference).interval);
    const Comparison asked = compareSets(MeanColour(), many, &reference, {.alwaysInterval = true});
    ASSERT_TRUE(asked.interval);
    EXPECT_LE(asked.interval->low, *asked.frechetDistance);
    EXPECT_GE(asked.interval->high, *asked.frechetDistance);
}

TEST(Statistics, RefuseWhatDoesNotFit) {
    const TemporaryFolder folder;
    const std::string path = folder.file("stats.npz");
    const at::Tensor mu = at::zeros({4}, at::kDouble), sigma = at::eye(4, at::kDouble);
    Npz()
        .add("mu", io::NpyType::Float32, mu.to(at::kFloat))
        .add("sigma", io::NpyType::Float64, sigma)
        .save(path);
    FeatureSet four;
    four.statistics = readStatistics(path);
    EXPECT_EQ(four.statistics->mean_F.scalar_type(), at::kDouble);
    EXPECT_DUO_ERROR(compareSets(MeanColour(), randomSet(9, 0), &four), ErrorKind::Usage,
                     "4 features", "5");
    Npz()
        .add("mu", io::NpyType::Float64, mu)
        .add("sigma", io::NpyType::Float64, sigma.narrow(0, 0, 3))
        .save(path);
    EXPECT_DUO_ERROR(readStatistics(path), ErrorKind::File, "do not fit");
    Npz()
        .add("mu", io::NpyType::Float64, mu / 0)
        .add("sigma", io::NpyType::Float64, sigma)
        .save(path);
    EXPECT_DUO_ERROR(readStatistics(path), ErrorKind::File, "NaN or Inf");
    Npz().add("mu", io::NpyType::Float64, mu).save(path);
    EXPECT_FALSE(contentOf(path).statistics);
}

}  // namespace
}  // namespace duo::eval
