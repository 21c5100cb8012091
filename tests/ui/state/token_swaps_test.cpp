// Pictures with another code at one token, by the real core's VQ-VAE.
#include "state/token_swaps.h"

#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

struct TokenSwapsTest : StudioTest {
    std::vector<QImage> answer;
    bool answered = false;

    TokenSwapsTest() {
        QObject::connect(&studio.swaps(), &TokenSwaps::decoded, &studio.swaps(),
                         [this](const TokenSwaps::Place&, const std::vector<std::int32_t>&,
                                const std::vector<QImage>& pictures) {
                             answered = true;
                             answer = pictures;
                         });
    }
    PicturePtr picture() {
        const RunPtr run = studio.queue().generate();
        EXPECT_TRUE(finish(run));
        return run->pictures[1];
    }
};

TEST_F(TokenSwapsTest, TheDrawnCodeGivesThePictureItselfAndAnotherCodeAnother) {
    ASSERT_TRUE(ready());
    const PicturePtr made = picture();
    const int last = kScales - 1, cell = 4;
    const std::int32_t drawn = made->tokens[last][cell], other = drawn == 0 ? 1 : 0;
    studio.swaps().ask({made, last, cell}, {drawn, other});
    ASSERT_TRUE(waitFor([&] { return answered; }));
    ASSERT_EQ(answer.size(), 2U);
    EXPECT_EQ(answer[0], made->final);
    EXPECT_NE(answer[1], made->final);
    EXPECT_EQ(studio.queue().runs().size(), 1U) << "no run of the session";
    EXPECT_EQ(studio.history().rowCount(), 2) << "nothing new in the history";
}

TEST_F(TokenSwapsTest, AsksNothingOfAPictureWithoutTokensNorWhileARunIsAtWork) {
    ASSERT_TRUE(ready());
    const PicturePtr made = picture();
    const auto tokenless = std::make_shared<Picture>(*made);
    tokenless->tokens[2].clear();
    studio.swaps().ask({tokenless, 1, 0}, {3});
    EXPECT_TRUE(studio.core().waiting().empty());
    const RunPtr run = generateMany();
    ASSERT_TRUE(decoding(run));
    studio.swaps().ask({made, 1, 0}, {3});
    EXPECT_TRUE(studio.core().waiting().empty());
    studio.queue().stopAll();
    ASSERT_TRUE(waitFor([&] { return over(run); }));
    EXPECT_FALSE(answered);
}

TEST_F(TokenSwapsTest, ADroppedQuestionHasNoAnswer) {
    ASSERT_TRUE(ready());
    const PicturePtr made = picture();
    studio.swaps().ask({made, 1, 0}, {3});
    studio.swaps().drop();
    ASSERT_TRUE(waitFor([&] { return !studio.core().running(); }));
    QTest::qWait(100);
    EXPECT_FALSE(answered);
    EXPECT_TRUE(notices.empty());
}

}  // namespace
}  // namespace duo::ui::test
