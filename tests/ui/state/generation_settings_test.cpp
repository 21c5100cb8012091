#include "state/generation_settings.h"

#include <gtest/gtest.h>

#include <QSettings>
#include <QTemporaryDir>
#include <functional>

#include "state/some_picture.h"

namespace duo::ui {
namespace {

using Part = GenerationSettings::Part;

class Heard {
  public:
    explicit Heard(GenerationSettings& settings) {
        QObject::connect(&settings, &GenerationSettings::changed, &context_,
                         [this](Part part) { parts_.push_back(part); });
    }
    std::vector<Part> take() { return std::exchange(parts_, {}); }

  private:
    QObject context_;
    std::vector<Part> parts_;
};

TEST(GenerationSettingsTest, BeginAsPublished) {
    const GenerationSettings settings;
    EXPECT_EQ(settings.plan(), DecodePlan::published(10, 8));
    EXPECT_EQ(settings.plan(3), DecodePlan::published(10, 3));
    EXPECT_EQ(settings.temperature().perScale.size(), 10u);
    EXPECT_TRUE(settings.guidance().perScale.empty());
    EXPECT_EQ(settings.pictureCount(), 1);
}

TEST(GenerationSettingsTest, EverySetterTellsItsPartOnce) {
    GenerationSettings settings;
    Heard heard(settings);
    ComputeOptions compute;
    compute.threads = 3;
    const std::vector<std::pair<Part, std::function<void()>>> setters{
        {Part::Models,
         [&] {
             settings.setFiles({"v", "d", "r"});
         }},
        {Part::Compute, [&] { settings.setCompute(compute); }},
        {Part::Classes,
         [&] {
             settings.setClasses({{5, 2}, {kNoClass, 1}});
         }},
        {Part::Seed, [&] { settings.setSeedMode(SeedMode::Next); }},
        {Part::Seed, [&] { settings.setSeed(77); }},
        {Part::Seed, [&] { settings.setFirstImage(4); }},
        {Part::Batch, [&] { settings.setBatch(9); }},
        {Part::Sampling,
         [&] {
             settings.setGuidance({1.5, {}});
         }},
        {Part::Sampling,
         [&] {
             settings.setTopK({100, {}});
         }},
        {Part::Sampling,
         [&] {
             settings.setTopP({0.5, {}});
         }},
        {Part::Sampling,
         [&] {
             settings.setTemperature({2, {}});
         }},
        {Part::Sampling, [&] { settings.setSmooth(true); }},
        {Part::Sampling, [&] { settings.setRng(RngKind::Published); }},
        {Part::Split, [&] { settings.setSplit(2); }},
        {Part::Insight, [&] { settings.setInsight(5); }},
        {Part::Sampling, [&] { settings.setPublishedSampling(); }},
    };
    for (std::size_t i = 0; i < setters.size(); ++i) {
        SCOPED_TRACE(i);
        setters[i].second();
        EXPECT_EQ(heard.take(), std::vector{setters[i].first});
        setters[i].second();
        EXPECT_TRUE(heard.take().empty());
    }
}

TEST(GenerationSettingsTest, ClampWhatCannotBe) {
    GenerationSettings settings;
    settings.setSplit(99);
    EXPECT_EQ(settings.split(), 10);
    settings.setSplit(-1);
    EXPECT_EQ(settings.split(), 0);
    settings.setBatch(0);
    EXPECT_EQ(settings.batch(), 1);
    settings.setClasses({{3, 0}, {4, 2}, {5, -1}});
    EXPECT_EQ(settings.classes(), (std::vector<ClassCount>{{4, 2}}));
}

TEST(GenerationSettingsTest, RequestHoldsALabelAPicture) {
    GenerationSettings settings;
    settings.setClasses({{7, 2}, {kNoClass, 1}, {7, 1}});
    settings.setBatch(3);
    settings.setSmooth(true);
    settings.setInsight(4);
    settings.setFirstImage(5);
    GenerationRequest wanted;
    wanted.labels = {7, 7, kNoClass, 7};
    wanted.seed = 42;
    wanted.firstImage = 5;
    wanted.batch = 3;
    wanted.plan = DecodePlan::published(10, 8);
    wanted.smooth = true;
    wanted.previews = PreviewKind::Linear;
    wanted.insight = 4;
    EXPECT_EQ(settings.request(42), wanted);
    settings.setBatch(64);
    EXPECT_EQ(settings.request(42).batch, 4);
}

TEST(GenerationSettingsTest, SeedModes) {
    GenerationSettings settings;
    settings.setSeedMode(SeedMode::Fixed);
    settings.setSeed(10);
    settings.setFirstImage(3);
    EXPECT_EQ(settings.takeSeed(), 10u);
    EXPECT_EQ(settings.firstImage(), 3u);
    settings.setSeedMode(SeedMode::Next);
    EXPECT_EQ(settings.takeSeed(), 11u);
    EXPECT_EQ(settings.firstImage(), 0u);
    EXPECT_EQ(settings.takeSeed(), 12u);
    settings.setSeedMode(SeedMode::Random);
    const quint64 first = settings.takeSeed();
    EXPECT_EQ(settings.seed(), first);
    EXPECT_NE(settings.takeSeed(), first);  // equal once in four thousand million
}

TEST(GenerationSettingsTest, ValuesFollowTheScaleCount) {
    GenerationSettings settings;
    Heard heard(settings);
    settings.setScaleCount(5);
    EXPECT_EQ(settings.plan(), DecodePlan::published(5, 5));
    EXPECT_EQ(heard.take(), (std::vector{Part::Sampling, Part::Split}));

    settings.setTopP({0.9, {0.1, 0.2, 0.3, 0.4, 0.5}});
    settings.setScaleCount(3);
    EXPECT_EQ(settings.topP().perScale, (std::vector{0.1, 0.2, 0.3}));
    settings.setScaleCount(5);
    EXPECT_EQ(settings.topP().perScale, (std::vector{0.1, 0.2, 0.3, 0.3, 0.3}));
    EXPECT_EQ(settings.split(), 3);
    settings.setTemperature({1, {2}});
    EXPECT_EQ(settings.temperature().perScale.size(), 5u);
}

// Whoever hears of a new scale count may ask for the plan at once.
TEST(GenerationSettingsTest, PlanIsWholeWheneverItIsAskedFor) {
    GenerationSettings settings;
    settings.setTopK({1, std::vector<double>(10, 5)});
    std::vector<std::size_t> sizes;
    QObject context;
    QObject::connect(&settings, &GenerationSettings::changed, &context, [&](Part) {
        for (const ScalePlan& scale : settings.plan().scales) EXPECT_EQ(scale.topK, 5);
        sizes.push_back(settings.topK().perScale.size());
    });
    settings.setScaleCount(14);
    EXPECT_EQ(sizes, (std::vector<std::size_t>{14, 14}));
}

TEST(GenerationSettingsTest, AllOfAPictureMakesItsBatchAgain) {
    GenerationSettings settings;
    const Provenance made = someProvenance();
    settings.apply(made, GenerationSettings::Take::All);
    GenerationRequest again = settings.request(settings.takeSeed());
    again.previews = PreviewKind::None;
    EXPECT_EQ(again, requestOf(made));
    EXPECT_EQ(again.firstImage + made.batchPosition, made.image);
    EXPECT_EQ(settings.classes(), (std::vector<ClassCount>{{88, 2}, {207, 1}}));
    EXPECT_EQ(settings.compute().precision, Precision::BFloat16);
    EXPECT_EQ(settings.compute().device, "auto");
    EXPECT_EQ(settings.seedMode(), SeedMode::Fixed);
}

TEST(GenerationSettingsTest, SeedAloneDrawsThePictureFirst) {
    GenerationSettings settings;
    GenerationRequest before = settings.request(0);
    Heard heard(settings);
    settings.apply(someProvenance(), GenerationSettings::Take::Seed);
    EXPECT_EQ(heard.take(), (std::vector{Part::Seed, Part::Seed}));
    before.seed = someProvenance().seed;
    before.firstImage = someProvenance().image;
    EXPECT_EQ(settings.request(settings.takeSeed()), before);

    Provenance reference = someProvenance();
    reference.rng = RngKind::Published;
    settings.apply(reference, GenerationSettings::Take::Seed);
    EXPECT_EQ(settings.firstImage(), 4u);
}

TEST(GenerationSettingsTest, AllButTheSeed) {
    GenerationSettings settings;
    settings.setSeed(5);
    Provenance made = someProvenance();
    made.plan = DecodePlan::published(10, 3);
    for (ScalePlan& scale : made.plan.scales) scale.topK = 77;
    made.plan.scales[4].guidance = 9;
    made.smooth = true;
    settings.apply(made, GenerationSettings::Take::AllButSeed);
    EXPECT_EQ(settings.plan(), made.plan);
    EXPECT_TRUE(settings.smooth());
    EXPECT_EQ(settings.topK(), (ScaleValue{77, {}}));
    EXPECT_EQ(settings.guidance().perScale[4], 9);
    EXPECT_EQ(settings.seed(), 5u);
    EXPECT_EQ(settings.firstImage(), 0u);
    EXPECT_EQ(settings.seedMode(), SeedMode::Random);
}

TEST(GenerationSettingsTest, PlansOfOtherFamiliesAreFitted) {
    GenerationSettings settings;
    settings.setScaleCount(4);
    Provenance made = someProvenance();
    made.plan.scales[9].model = ModelRole::Drafter;  // alternating: leads with 8 scales
    settings.apply(made, GenerationSettings::Take::All);
    EXPECT_EQ(settings.split(), 4);
    EXPECT_EQ(settings.temperature().perScale, std::vector(4, 1.1));
}

TEST(GenerationSettingsTest, ComeBack) {
    const QTemporaryDir folder;
    const QString file = folder.filePath("settings.ini");
    GenerationSettings before;
    before.setScaleCount(6);
    before.setFiles({"/some where/v.pth", "d", "r, too"});
    before.setCompute({Precision::Int8, "cuda:1", 7});
    before.setClasses({{207, 3}, {kNoClass, 1}, {207, 1}});
    before.setSeedMode(SeedMode::Next);
    before.setSeed(18446744073709551615U);
    before.setFirstImage(4000000000U);
    before.setBatch(17);
    before.setGuidance({1.5, {}});
    before.setTopK({3, {1, 2, 3, 4, 5, 6}});
    before.setTemperature({0.1 + 0.2, {}});
    before.setSmooth(true);
    before.setRng(RngKind::Published);
    before.setSplit(2);
    before.setInsight(5);
    before.setSpecialised(true);
    {
        QSettings store(file, QSettings::IniFormat);
        before.save(store);
    }
    GenerationSettings after;
    QSettings store(file, QSettings::IniFormat);
    after.restore(store);
    EXPECT_TRUE(store.group().isEmpty());
    EXPECT_EQ(after.files(), before.files());
    EXPECT_EQ(after.compute(), before.compute());
    EXPECT_EQ(after.classes(), before.classes());
    EXPECT_EQ(after.seedMode(), SeedMode::Next);
    EXPECT_EQ(after.seed(), before.seed());
    EXPECT_EQ(after.scaleCount(), 6);
    EXPECT_EQ(after.topK(), before.topK());
    EXPECT_EQ(after.temperature(), before.temperature());
    EXPECT_EQ(after.request(1), before.request(1));
    EXPECT_EQ(after.batch(), 17);
    EXPECT_TRUE(after.specialised());
}

TEST(GenerationSettingsTest, NonsenseInTheStoreIsPassedOver) {
    const QTemporaryDir folder;
    QSettings store(folder.filePath("settings.ini"), QSettings::IniFormat);
    GenerationSettings settings;
    settings.restore(store);
    EXPECT_EQ(settings.request(1), GenerationSettings().request(1));

    const std::pair<const char*, const char*> nonsense[] = {
        {"classes", "x*2"}, {"seedMode", "9"},     {"batch", "-3"}, {"scales", "1000000"},
        {"topP", "7"},      {"temperature", "no"}, {"rng", "-1"},   {"precision", "?"},
        {"split", "1000"},  {"threads", "-4"}};
    for (const auto& [key, value] : nonsense) {
        store.setValue(QLatin1String("generation/") + QLatin1String(key), QLatin1String(value));
    }
    settings.restore(store);
    EXPECT_TRUE(settings.classes().empty());
    EXPECT_EQ(settings.plan(), DecodePlan::published(settings.scaleCount(), settings.split()));
    EXPECT_EQ(settings.seedMode(), SeedMode::Random);
    EXPECT_EQ(settings.compute(), ComputeOptions());
    EXPECT_EQ(settings.batch(), 1);
}

}  // namespace
}  // namespace duo::ui
