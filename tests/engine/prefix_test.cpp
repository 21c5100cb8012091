// Pictures that begin with the token maps of another one, and pictures that are not finished.
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "engine/event_log.h"
#include "engine/tiny_command.h"
#include "protocol/provenance.h"
#include "support/expect_error.h"

namespace duo {
namespace {

using test::EventLog;
using test::TinyFamily;

class PrefixTest : public testing::Test {
  protected:
    static GenerateCommand command(int split, std::vector<int> labels, int batch = 3) {
        GenerateCommand c = test::tinyCommand(family(), split, std::move(labels), batch);
        c.request.seed = 7;
        return c;
    }
    static const TinyFamily& family() {
        static const TinyFamily family;
        return family;
    }
    const EventLog& play(GenerateCommand c) {
        log_.emplace();
        Engine engine(log_->sink());
        engine.generate(std::move(c));
        engine.waitUntilIdle();
        return *log_;
    }
    std::vector<PictureDone> pictures(GenerateCommand c) {
        play(std::move(c));
        EXPECT_EQ(log_->of<JobDone>().size(), 1u) << failure();
        return log_->of<PictureDone>();
    }
    std::string failure() const {
        const auto failures = log_->of<JobFailed>();
        return failures.empty() ? "" : failures[0].message;
    }
    static TokenPrefix prefix(const std::vector<PictureDone>& pictures, int scales) {
        TokenPrefix prefix;
        for (const PictureDone& picture : pictures) {
            const TokenPrefix one = prefixOf(parseProvenance(picture.provenance), scales);
            prefix.scales = one.scales;
            prefix.sides = one.sides;
            prefix.vqvaeDigest = one.vqvaeDigest;
            prefix.tokens.push_back(one.of(0));
        }
        return prefix;
    }

    std::optional<EventLog> log_;
};

TEST_F(PrefixTest, MetadataHoldTheTokens) {
    for (const PictureDone& picture : pictures(command(2, {1, kNoClass, 3}))) {
        const Provenance made = parseProvenance(picture.provenance);
        EXPECT_EQ(made.tokens.scales, 4);
        EXPECT_EQ(made.tokens.bits, 6);  // 64 codes
        EXPECT_EQ(tokensOf(made), picture.tokens);
    }
    GenerateCommand smooth = command(2, {1});
    smooth.request.smooth = true;
    EXPECT_EQ(parseProvenance(pictures(smooth)[0].provenance).tokens, PackedTokens{});
}

TEST_F(PrefixTest, KeptScalesMakeTheSamePictureAtEverySplit) {
    for (int split = 0; split <= 4; ++split) {
        const GenerateCommand whole = command(split, {1, kNoClass, 3}, 2);  // two batches
        const auto expected = pictures(whole);
        for (int kept = 1; kept <= 4; ++kept) {
            GenerateCommand again = whole;
            again.request.prefix = prefix(expected, kept);
            const auto found = pictures(again);
            ASSERT_EQ(found.size(), 3u);
            for (int i = 0; i < 3; ++i) {
                EXPECT_EQ(found[i].tokens, expected[i].tokens) << split << " " << kept;
                EXPECT_EQ(found[i].pixels, expected[i].pixels) << split << " " << kept;
            }
        }
    }
}

TEST_F(PrefixTest, AnotherSeedKeepsTheGivenScalesAlone) {
    const auto parent = pictures(command(2, {1}));
    GenerateCommand child = command(3, {5, 5});
    child.request.seed = 8;
    child.request.prefix = prefix(parent, 2);
    child.request.parent = {"parent.png", pictureId(parent[0].provenance)};
    const auto children = pictures(child);
    ASSERT_EQ(children.size(), 2u);
    for (const PictureDone& picture : children) {
        EXPECT_TRUE(std::equal(parent[0].tokens.begin(), parent[0].tokens.begin() + 5,
                               picture.tokens.begin()));
        EXPECT_NE(picture.tokens, parent[0].tokens);
        EXPECT_EQ(parseProvenance(picture.provenance).parent, child.request.parent);
    }
    EXPECT_NE(children[0].tokens, children[1].tokens);

    // From its own metadata, with the whole batch.
    GenerateCommand again = child;
    again.request = requestOf(parseProvenance(children[1].provenance));
    EXPECT_EQ(again.request.prefix, child.request.prefix);
    EXPECT_EQ(pictures(again)[1].provenance, children[1].provenance);
}

TEST_F(PrefixTest, KeptScalesAreToldWithTheirPictures) {
    GenerateCommand again = command(2, {1});
    again.request.previews = PreviewKind::Full;
    again.request.wantTrace = true;
    const EventLog& first = play(again);
    const auto whole = first.of<ScaleDone>();
    again.request.prefix = prefix(first.of<PictureDone>(), 3);
    const auto told = play(again).of<ScaleDone>();
    ASSERT_EQ(told.size(), 4u);
    for (int scale = 0; scale < 4; ++scale) {
        EXPECT_EQ(told[scale].scale, scale);
        EXPECT_EQ(told[scale].kept, scale < 3);
        EXPECT_EQ(told[scale].previews, whole[scale].previews);
        EXPECT_EQ(told[scale].drawn, whole[scale].drawn);
        EXPECT_EQ(told[scale].model, whole[scale].model);
        if (scale < 3) EXPECT_EQ(told[scale].transformerMs, 0);
    }
    EXPECT_TRUE(log_->of<HandOver>().empty());
    EXPECT_EQ(log_->of<JobDone>()[0].report.scales.size(), 1u);
}

TEST_F(PrefixTest, OnlyTheModelsThatAreNeededAreLoaded) {
    const auto parent = pictures(command(2, {1}));
    GenerateCommand refined = command(2, {1});
    refined.request.prefix = prefix(parent, 2);
    refined.files.drafter.clear();
    EXPECT_EQ(pictures(refined)[0].tokens, parent[0].tokens);

    GenerateCommand shown = command(2, {1});
    shown.request.prefix = prefix(parent, 4);
    shown.request.previews = PreviewKind::Linear;
    shown.files.drafter.clear();
    shown.files.refiner.clear();
    const auto pictures = this->pictures(shown);
    EXPECT_EQ(pictures[0].pixels, parent[0].pixels);
    EXPECT_EQ(log_->of<ModelsLoaded>()[0].models.size(), 1u);  // the VQ-VAE
    EXPECT_EQ(log_->of<ScaleDone>().size(), 4u);
}

TEST_F(PrefixTest, ADraftIsFinishedAsInOneGo) {
    for (const int split : {1, 2, 3}) {
        const auto whole = pictures(command(split, {1, 4}));
        GenerateCommand draft = command(split, {1, 4});
        draft.request.endScale = split;
        draft.files.refiner.clear();
        const auto drafts = pictures(draft);
        EXPECT_EQ(log_->of<ScaleDone>().size(), static_cast<std::size_t>(split));
        ASSERT_EQ(drafts.size(), 2u);
        EXPECT_EQ(drafts[0].pixels.width, whole[0].pixels.width);
        const Provenance made = parseProvenance(drafts[1].provenance);
        EXPECT_EQ(made.endScale, split);
        EXPECT_EQ(made.tokens.scales, split);
        EXPECT_TRUE(made.refiner.file.empty());

        GenerateCommand refine = command(split, {4});
        refine.request = requestOf(made);
        refine.request.labels = {4};
        refine.request.firstImage = made.image;
        refine.request.endScale = 0;
        refine.request.prefix = prefixOf(made, split);
        refine.files.drafter.clear();
        const auto refined = pictures(refine);
        EXPECT_EQ(refined[0].tokens, whole[1].tokens) << split;
        EXPECT_EQ(refined[0].pixels, whole[1].pixels) << split;
    }
}

TEST_F(PrefixTest, WhatDoesNotFitIsRefused) {
    const auto parent = pictures(command(2, {1}));
    const auto refused = [&](auto change) {
        GenerateCommand c = command(2, {1});
        c.request.prefix = prefix(parent, 2);
        change(c.request);
        play(c);
        EXPECT_TRUE(log_->of<PictureDone>().empty());
        return failure();
    };
    EXPECT_NE(refused([](auto& r) { r.prefix.vqvaeDigest = "0a"; }).find("digest 0a"),
              std::string::npos);
    EXPECT_NE(refused([](auto& r) { r.prefix.tokens[0][3] = 64; }).find("codes 0 to 63"),
              std::string::npos);
    EXPECT_NE(refused([](auto& r) {
                  r.prefix.sides = {1, 2, 3, 5};
              }).find("1,2,3,5"),
              std::string::npos);
    EXPECT_NE(refused([](auto& r) { r.prefix.scales = 5; }).find("found 5"), std::string::npos);

    EventLog log;
    Engine engine(log.sink());
    const GenerateCommand c = command(2, {1});
    SweepCommand sweep{1, c.files, c.compute, c.request, {1, 2}};
    sweep.request.endScale = 2;
    engine.sweep(sweep);
    engine.waitUntilIdle();
    ASSERT_EQ(log.of<JobFailed>().size(), 1u);
    EXPECT_NE(log.of<JobFailed>()[0].message.find("A sweep decodes all scales"), std::string::npos);
}

}  // namespace
}  // namespace duo
