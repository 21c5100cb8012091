#include "views/single_view.h"

#include "charts/energy_chart.h"
#include "charts/plot_library.h"
#include "charts/spectrum_chart.h"
#include "single_support.h"
#include "views/batch_grid.h"
#include "views/picture_analysis.h"
#include "views/single_strip.h"
#include "views/split_strip.h"
#include "views/token_hover.h"
#include "widgets/image_canvas.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

class SingleViewTest : public testing::Test {
  protected:
    SingleViewTest() {
        QLocale::setDefault(QLocale::c());
        view.resize(1000, 640);
        view.show();
        view.activateWindow();  // keys go to the window that is active
        EXPECT_TRUE(QTest::qWaitForWindowActive(&view));
    }
    void select(const PicturePtr& picture, int scale) {
        quiet.studio.selection().setPicture(picture);
        quiet.studio.selection().setScale(scale);
    }
    QPushButton* insightButton() {
        for (QPushButton* button : view.findChildren<QPushButton*>()) {
            if (button->text() == "Turn on token statistics") return button;
        }
        return nullptr;
    }
    bool shows(const QImage& image) {
        return QTest::qWaitFor([&] { return view.canvas().image() == image; });
    }
    void keep(const QString& name) {
        QTest::qWait(60);
        QDir().mkpath(DUO_SCREENSHOTS);
        const QString theme = theme::isDark() ? "dark" : "light";
        EXPECT_TRUE(view.grab().save(
            QStringLiteral("%1/view-single-%2-%3.png").arg(DUO_SCREENSHOTS, name, theme)));
    }

    test::QuietStudio quiet;
    SingleView view{{quiet.studio.settings(), quiet.studio.selection(), quiet.studio.models(),
                     quiet.studio.queue(), quiet.studio.recorder(), quiet.studio.files(),
                     quiet.studio.tried(), quiet.studio.ghost(), quiet.studio.swaps()}};
};

TEST_F(SingleViewTest, ShowsThePictureOfTheSelectedScaleAtFullSize) {
    const PicturePtr picture = test::scaledPicture(false);
    select(picture, -1);
    EXPECT_EQ(view.canvas().image(), picture->final);
    quiet.studio.selection().setScale(4);
    EXPECT_EQ(view.canvas().image(), enlarged(picture->scales[4], {256, 256}));
}

TEST_F(SingleViewTest, NamesTheScaleThatIsShownWhileDecoding) {
    const PicturePtr picture = test::scaledPicture(false);
    picture->final = QImage();
    for (std::size_t k = 4; k < picture->scales.size(); ++k) picture->scales[k] = QImage();
    select(picture, -1);
    EXPECT_EQ(view.canvas().image().size(), picture->scales[3].size());
    EXPECT_TRUE(view.canvas().caption().contains("scale 4 of 10"))
        << view.canvas().caption().toStdString();
    EXPECT_TRUE(view.strip().fact("Scale").startsWith("4 of 10"));
}

// Pictures of one class and seed at these splits, finished one after another.
std::vector<PicturePtr> tried(Studio& studio, const std::vector<int>& splits) {
    std::vector<PicturePtr> pictures;
    for (const int split : splits) {
        studio.settings().setSplit(split);
        const RunPtr run = studio.queue().draft();
        const PicturePtr picture = test::scaledPicture(false);
        picture->split = split;
        picture->final = test::landscape(256).mirrored(split != 8, false);
        run->pictures = {picture};
        pictures.push_back(picture);
        emit studio.recorder().pictureFinished(run, picture);
    }
    return pictures;
}

TEST_F(SingleViewTest, PointingAtATriedSplitFlipsToItAndAClickAdoptsIt) {
    quiet.studio.settings().setClasses({{6, 1}});
    const auto pictures = tried(quiet.studio, {8, 6});
    select(pictures[1], -1);
    SplitStrip& strip = view.splits();
    ASSERT_TRUE(strip.isVisible());
    ASSERT_EQ(strip.pictures().size(), 2U);
    EXPECT_EQ(strip.button(1)->text(), "N = 8");
    EXPECT_TRUE(strip.button(0)->isChecked()) << "the one that is shown";
    QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
    QApplication::sendEvent(strip.button(1), &enter);
    EXPECT_TRUE(shows(pictures[0]->final));
    EXPECT_TRUE(view.canvas().caption().contains("N = 8"));
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(strip.button(1), &leave);
    EXPECT_TRUE(shows(pictures[1]->final));
    QTest::mouseClick(strip.button(1), Qt::LeftButton);
    EXPECT_EQ(quiet.studio.selection().picture(), pictures[0]);
    EXPECT_EQ(quiet.studio.settings().split(), 8);
    keep("splits");
}

TEST_F(SingleViewTest, OneSplitHasNoStrip) {
    quiet.studio.settings().setClasses({{6, 1}});
    select(tried(quiet.studio, {8})[0], -1);
    EXPECT_FALSE(view.splits().isVisible());
}

TEST_F(SingleViewTest, VLaysPlainVarOverThePicture) {
    quiet.studio.settings().setClasses({{6, 1}});
    const auto pictures = tried(quiet.studio, {10, 8});
    select(pictures[1], -1);
    QTest::keyClick(&view.canvas(), Qt::Key_V);
    EXPECT_EQ(quiet.studio.ghost().kind(), PlainGhost::Kind::Wipe);
    EXPECT_TRUE(shows(pictures[1]->final));
    keep("ghost-wipe");
    QTest::keyClick(&view.canvas(), Qt::Key_V);
    EXPECT_EQ(quiet.studio.ghost().kind(), PlainGhost::Kind::Difference);
    EXPECT_TRUE(shows(signedDifference(pictures[0]->final, pictures[1]->final, view.bar().gain())));
    EXPECT_EQ(view.canvas().caption(), "N = 8 minus plain VAR");
    QTest::keyClick(&view.canvas(), Qt::Key_V);
    EXPECT_EQ(quiet.studio.ghost().kind(), PlainGhost::Kind::None);
    EXPECT_TRUE(shows(pictures[1]->final));
}

TEST_F(SingleViewTest, ATokenUnderTheCursorShowsItsPatchAndTheAlternatives) {
    select(test::scaledPicture(true), 4);
    view.setLayer(SingleLayer::Tokens);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    EXPECT_FALSE(view.token().isVisible());
    const QPoint middle = view.canvas().pictureRect().center().toPoint();
    QTest::mouseMove(&view.canvas(), middle - QPoint(9, 9));
    QTest::mouseMove(&view.canvas(), middle);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.token().isVisible(); }));
    EXPECT_EQ(view.token().tiles(), 1) << "what was drawn; the core decodes the others";
    const PicturePtr& picture = quiet.studio.selection().picture();
    emit quiet.studio.swaps().decoded({picture, 4, 2 * 5 + 2}, {11, 12},
                                      {test::landscape(256), test::landscape(256)});
    EXPECT_EQ(view.token().tiles(), 3);
    keep("token");
    QTest::mouseMove(&view, QPoint(2, 2));
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&view.canvas(), &leave);
    EXPECT_FALSE(view.token().isVisible());
}

TEST(TokenPatch, IsTheCellAndHalfOfItsNeighbours) {
    EXPECT_EQ(patchOf({160, 160}, 16, 17), QRect(5, 5, 20, 20));
    EXPECT_EQ(patchOf({160, 160}, 16, 0), QRect(0, 0, 15, 15)) << "inside the picture";
    EXPECT_EQ(patchOf({160, 160}, 1, 0), QRect(0, 0, 160, 160));
}

TEST_F(SingleViewTest, ABatchIsAGridThatArrowsWalk) {
    quiet.studio.settings().setClasses({{0, 4}});
    const RunPtr run = quiet.studio.queue().generate();
    ASSERT_NE(run, nullptr);
    run->pictures.clear();
    for (int i = 0; i < 4; ++i) run->pictures.push_back(test::scaledPicture(false));
    select(run->pictures[0], -1);
    ASSERT_TRUE(view.gridShown());
    view.grid().setFocus();
    QTest::keyClick(&view.grid(), Qt::Key_Right);
    EXPECT_EQ(quiet.studio.selection().picture(), run->pictures[1]);
    QTest::keyClick(&view.grid(), Qt::Key_Return);
    EXPECT_FALSE(view.gridShown());
    EXPECT_EQ(view.canvas().image(), run->pictures[1]->final);
    EXPECT_TRUE(view.canvas().hasFocus());
    QTest::keyClick(&view.canvas(), Qt::Key_Right);
    EXPECT_EQ(quiet.studio.selection().picture(), run->pictures[2]);
    QTest::keyClick(&view.canvas(), Qt::Key_Left);
    EXPECT_EQ(quiet.studio.selection().picture(), run->pictures[1]);
    view.setLayer(SingleLayer::Tokens);
    QTest::keyClick(&view.canvas(), Qt::Key_1);
    QTest::keyClick(&view.canvas(), Qt::Key_G);
    EXPECT_TRUE(view.gridShown());
    view.setLayer(SingleLayer::Tokens);
    EXPECT_FALSE(view.gridShown()) << "the other layers are of one picture";
    view.setLayer(SingleLayer::Picture);
    EXPECT_TRUE(view.gridShown());
    keep("batch");
    select(test::scaledPicture(false), -1);
    EXPECT_FALSE(view.gridShown()) << "a picture of no batch";
}

TEST_F(SingleViewTest, ShowsWhatAScaleAddedWithTheGain) {
    const PicturePtr picture = test::scaledPicture(false);
    select(picture, 5);
    QTest::keyClick(&view, Qt::Key_2);
    EXPECT_EQ(view.layer(), SingleLayer::Added);
    const auto expected = [&](double gain) {
        return enlarged(signedDifference(picture->scales[4], picture->scales[5], gain), {256, 256});
    };
    EXPECT_TRUE(shows(expected(2)));
    auto* gain = view.findChild<QSlider*>();
    ASSERT_TRUE(gain->isVisible());
    QTest::keyClick(gain, Qt::Key_Right);
    EXPECT_EQ(view.bar().gain(), 4);
    EXPECT_TRUE(shows(expected(4)));
}

TEST_F(SingleViewTest, DropsALayerThatIsOvertaken) {
    const PicturePtr picture = test::scaledPicture(false);
    select(picture, 5);
    view.setLayer(SingleLayer::Added);
    view.setLayer(SingleLayer::Picture);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    EXPECT_EQ(view.canvas().image(), enlarged(picture->scales[5], {256, 256}));
}

TEST_F(SingleViewTest, ShowsTokensAsCells) {
    const PicturePtr picture = test::scaledPicture(true);
    select(picture, 6);
    QTest::keyClick(&view, Qt::Key_3);
    EXPECT_TRUE(shows(enlarged(tokenMap(picture->tokens[6], 8), {256, 256})));
    EXPECT_EQ(view.canvas().grid(), 8);
    emit view.canvas().hovered({2, 1}, Qt::black);
    EXPECT_TRUE(view.readout().contains(QStringLiteral("code %1").arg(picture->tokens[6][10])));
    EXPECT_TRUE(view.readout().contains("probability"));
    EXPECT_FALSE(insightButton()->isVisible());
    QTest::keyClick(&view, Qt::Key_4);
    EXPECT_TRUE(shows(enlarged(entropyMap(picture->insight[6], 8), {256, 256})));
    QTest::keyClick(&view, Qt::Key_1);
    EXPECT_EQ(view.canvas().grid(), 0);
}

TEST_F(SingleViewTest, OffersTokenStatisticsWhereThereAreNone) {
    select(test::scaledPicture(false), 6);
    EXPECT_FALSE(insightButton()->isVisible());
    view.setLayer(SingleLayer::Tokens);
    ASSERT_TRUE(insightButton()->isVisible());
    QTest::mouseClick(insightButton(), Qt::LeftButton);
    EXPECT_EQ(quiet.studio.settings().insight(), 8);
    EXPECT_FALSE(insightButton()->isVisible());
    EXPECT_TRUE(view.readout().contains("Generate again"));
}

TEST_F(SingleViewTest, ReadsThePixelUnderTheCursor) {
    const PicturePtr picture = test::scaledPicture(false);
    select(picture, -1);
    const QRectF place = view.canvas().pictureRect();
    QTest::mouseMove(&view.canvas(), place.center().toPoint());
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.readout().startsWith("x 12"); }))
        << view.readout().toStdString();
    emit view.canvas().hovered({-1, -1}, {});
    EXPECT_EQ(view.readout(), "");
}

TEST_F(SingleViewTest, AnalysesBesideThePicture) {
    const PicturePtr picture = test::scaledPicture(true);
    select(picture, 7);
    EnergyChart& energy = view.strip().energyChart();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !energy.isEmpty(); }));
    EXPECT_EQ(energy.table().rows.size(), 10U);
    EXPECT_DOUBLE_EQ(energy.table().rows[7][2].toDouble(),
                     differenceEnergy(picture->scales[6], picture->scales[7]));
    EXPECT_EQ(energy.selected(), 7);
    EXPECT_EQ(view.strip().spectrumChart().note(), "Scale 8");
    EXPECT_EQ(view.strip().fact("Scale"), QStringLiteral("8 of 10, 10 × 10, drafter"));
    EXPECT_TRUE(view.strip().fact("Tokens").startsWith("100 token"));
    quiet.studio.selection().setScale(-1);
    EXPECT_EQ(view.strip().spectrumChart().note(), "Finished picture");
}

TEST_F(SingleViewTest, AClickOnAnEnergyBarSelectsItsScale) {
    select(test::scaledPicture(false), -1);
    EnergyChart& energy = view.strip().energyChart();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !energy.isEmpty(); }));
    QCoreApplication::processEvents();
    energy.plot().replot(QCustomPlot::rpImmediateRefresh);
    QTest::mouseClick(&energy.plot(), Qt::LeftButton, {}, energy.bandCenter(3).toPoint());
    EXPECT_EQ(quiet.studio.selection().scale(), 3);
}

TEST_F(SingleViewTest, FollowsAPictureThatGrows) {
    const auto picture = std::make_shared<Picture>(*test::scaledPicture(false));
    const QImage second = picture->scales[1];
    picture->final = {};
    picture->scales.assign(10, {});
    picture->scales[0] = QImage(16, 16, QImage::Format_RGB32);
    picture->scales[0].fill(Qt::darkGray);
    const auto run = std::make_shared<ui::Run>();
    run->pictures = {picture};
    select(picture, -1);
    EXPECT_EQ(view.canvas().image(), picture->scales[0]);
    picture->scales[1] = second;
    emit quiet.studio.recorder().scaleFinished(run, 1);
    EXPECT_EQ(view.canvas().image(), second);
}

TEST_F(SingleViewTest, SaysWhatIsMissing) {
    EXPECT_TRUE(view.canvas().image().isNull());
    const auto old = std::make_shared<Picture>();  // as history opens it
    old->sides = test::kTenSides;
    old->final = test::landscape(64);
    select(old, 3);
    for (const SingleLayer layer :
         {SingleLayer::Added, SingleLayer::Tokens, SingleLayer::Entropy}) {
        view.setLayer(layer);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        EXPECT_TRUE(view.canvas().image().isNull());
    }
}

TEST_F(SingleViewTest, RemembersLayerGainAndStrip) {
    QSettings store(quiet.folder.filePath("view.ini"), QSettings::IniFormat);
    view.setLayer(SingleLayer::Entropy);
    view.bar().setGainStep(4);
    view.bar().setStripShown(false);
    EXPECT_FALSE(view.strip().isVisible());
    view.save(store);
    SingleView other({quiet.studio.settings(), quiet.studio.selection(), quiet.studio.models(),
                      quiet.studio.queue(), quiet.studio.recorder(), quiet.studio.files(),
                      quiet.studio.tried(), quiet.studio.ghost(), quiet.studio.swaps()});
    other.restore(store);
    EXPECT_EQ(other.layer(), SingleLayer::Entropy);
    EXPECT_EQ(other.bar().gain(), 16);
    EXPECT_FALSE(other.bar().stripShown());
}

TEST_F(SingleViewTest, LooksRightInBothThemes) {
    for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
        theme::apply(*qApp, kind);
        select(nullptr, -1);
        view.setLayer(SingleLayer::Picture);
        keep("empty");
        select(test::scaledPicture(true), -1);
        keep("picture");
        quiet.studio.selection().setScale(6);
        view.setLayer(SingleLayer::Added);
        keep("added");
        view.setLayer(SingleLayer::Tokens);
        QTest::qWait(60);
        emit view.canvas().hovered({2, 1}, Qt::black);
        keep("tokens");
        view.setLayer(SingleLayer::Entropy);
        keep("entropy");
        quiet.studio.settings().setInsight(0);
        select(test::scaledPicture(false), 6);
        keep("no-statistics");
    }
}

}  // namespace
}  // namespace duo::ui
