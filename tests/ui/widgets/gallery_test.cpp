// Draws every widget of the module in each theme for review: build/…/screenshots.
#include <gtest/gtest.h>

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include "test_picture.h"
#include "widgets/curve_editor.h"
#include "widgets/fold_box.h"
#include "widgets/image_canvas.h"
#include "widgets/inline_bar.h"
#include "widgets/scale_rail.h"
#include "widgets/scrubber.h"
#include "widgets/seed_edit.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

const std::vector<int> kSides{1, 2, 3, 4, 5, 6, 8, 10, 13, 16};

class Gallery : public testing::TestWithParam<ThemeKind> {
  protected:
    void SetUp() override {
        theme::apply(*qApp, GetParam());
        column_ = new QVBoxLayout(&page_);
        column_->setSpacing(theme::kInset);
    }
    template <class T>
    T* add(T* widget) {
        column_->addWidget(widget);
        return widget;
    }
    void save(const QString& name, QSize size) {
        page_.resize(size);
        page_.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&page_));
        QApplication::processEvents();
        ASSERT_TRUE(QDir().mkpath(DUO_SCREENSHOTS));
        const QPixmap seen = page_.grab();
        ASSERT_FALSE(seen.isNull());
        const QString theme = GetParam() == ThemeKind::Dark ? "dark" : "light";
        EXPECT_TRUE(seen.save(QString("%1/widgets-%2-%3.png").arg(DUO_SCREENSHOTS, name, theme)));
    }
    void focus(QWidget* widget) {
        page_.show();
        page_.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page_));
        widget->setFocus(Qt::TabFocusReason);
        QApplication::processEvents();
    }

    QWidget page_;
    QVBoxLayout* column_ = nullptr;
};

std::vector<ScaleTile> tiles(int split, int done, double msFactor) {
    std::vector<ScaleTile> tiles;
    for (int k = 0; k < static_cast<int>(kSides.size()); ++k) {
        ScaleTile tile;
        tile.side = kSides[k];
        tile.tokens = kSides[k] * kSides[k];
        tile.model = k < split ? ModelRole::Drafter : ModelRole::Refiner;
        tile.done = k < done;
        tile.working = k == done;
        tile.entry = k == split && k > 0 && k < done;
        if (tile.done) tile.image = testPicture(kSides[k]);
        if (tile.done) tile.ms = msFactor * (4.2 + 0.3 * kSides[k] * kSides[k]);
        tiles.push_back(tile);
    }
    return tiles;
}

TEST_P(Gallery, Rail) {
    const auto rail = [&](int split, int done, double factor) {
        auto* rail = add(new ScaleRail);
        rail->setTiles(tiles(split, done, factor));
        rail->setSplit(split);
        return rail;
    };
    auto* finished = rail(8, 10, 1);
    finished->setSelected(5);
    finished->setSpecialised({6, 7, 8, 9});
    finished->setPredictionText("0.41 s · 120 MiB · ±4 %");
    rail(6, 3, 30);
    rail(0, 10, 0.2);
    rail(10, 0, 1);
    focus(finished);
    save("rail", {724, 820});
}

TEST_P(Gallery, RailWide) {
    auto* rail = add(new ScaleRail);
    rail->setTiles(tiles(8, 9, 1));
    rail->setSplit(8);
    rail->setSelected(8);
    save("rail-wide", {1400, 220});
}

TEST_P(Gallery, RailNarrow) {
    auto* rail = add(new ScaleRail);
    rail->setTiles(tiles(9, 10, 10));
    rail->setSplit(9);
    rail->setPredictionText("0.41 s · 120 MiB · ±4 % · saves memory from a batch of 3");
    focus(rail);
    save("rail-narrow", {480, 190});
}

TEST_P(Gallery, Canvas) {
    auto* row = new QHBoxLayout;
    column_->addLayout(row);
    auto* empty = new ImageCanvas;
    empty->setEmptyText("Nothing generated yet", "Pick a class and press Generate (Ctrl+Enter)");
    auto* picture = new ImageCanvas;
    picture->setImage(testPicture(64, 64));
    picture->setCaption("sunflower, N = 8");
    auto* wipe = new ImageCanvas;
    wipe->setImage(testPicture(16, 64));
    wipe->setWipe(testPicture(64, 64), "N = 6", "N = 8");
    auto* grid = new ImageCanvas;
    grid->setImage(testPicture(16, 64));
    grid->setGrid(16);
    for (ImageCanvas* canvas : {empty, picture, wipe, grid}) row->addWidget(canvas);
    focus(picture);
    QTest::mouseMove(grid, grid->rect().center());
    save("canvas", {1240, 340});
}

TEST_P(Gallery, Controls) {
    auto* curve = add(new CurveEditor);
    curve->setRange(0, 8);
    curve->setStep(0.1);
    curve->setValues({1, 2.2, 3, 3.4, 4, 4, 4.2, 5, 6, 7.5});
    curve->setLabels({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"});
    auto* scrubber = add(new Scrubber);
    scrubber->setScaleCount(10);
    scrubber->setScale(6);
    auto* folded = add(new FoldBox("Sampling"));
    folded->setSummary("cfg 4 · top-k 600 · top-p 0.95");
    auto* open = add(new FoldBox("Seed"));
    auto* seeds = new QWidget;
    auto* row = new QHBoxLayout(seeds);
    row->setContentsMargins(20, 0, 0, 0);
    auto* good = new SeedEdit;
    good->setSeed(18446744073709551615ULL);
    auto* wrong = new SeedEdit;
    wrong->setText("forty-two");
    emit wrong->textEdited(wrong->text());
    row->addWidget(good);
    row->addWidget(wrong);
    open->setContent(seeds);
    open->setOpen(true);
    using Kind = InlineBar::Kind;
    add(new InlineBar)
        ->showMessage(Kind::Error, "The device ran out of memory at scale 9 of 10.",
                      "A batch of 16 needs about 5.2 GB; 4.0 GB are free.", "Halve the batch");
    add(new InlineBar)
        ->showMessage(Kind::Warning, "The refiner has another number of classes.",
                      "Labels above 999 will be refused.", {});
    add(new InlineBar)->showMessage(Kind::Info, "The core was started again.", {}, {});
    add(new InlineBar)->showMessage(Kind::Done, "Saved sunflower-7.png.", {}, "Show in folder");
    column_->addStretch(1);
    focus(curve);
    save("controls", {420, 720});
}

void addButtons(QVBoxLayout* column) {
    auto* row = new QHBoxLayout;
    column->addLayout(row);
    auto* primary = new QPushButton(theme::icon("generate", theme::onAccent), "Generate");
    primary->setProperty("primary", true);
    auto* off = new QPushButton("Disabled");
    off->setEnabled(false);
    auto* checked = new QPushButton("Checked");
    checked->setCheckable(true);
    checked->setChecked(true);
    auto* stop = new QToolButton;
    stop->setText("Stop");
    stop->setIcon(theme::icon("stop"));
    stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    stop->setPopupMode(QToolButton::MenuButtonPopup);
    auto* live = new QToolButton;
    live->setText("Live");
    live->setIcon(theme::icon("live"));
    live->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    live->setCheckable(true);
    live->setChecked(true);
    for (QWidget* w : {(QWidget*)primary, (QWidget*)new QPushButton(theme::icon("folder"), "Open"),
                       (QWidget*)off, (QWidget*)checked, (QWidget*)stop, (QWidget*)live}) {
        row->addWidget(w);
    }
    row->addStretch(1);
}

void addFields(QVBoxLayout* column) {
    auto* form = new QFormLayout;
    column->addLayout(form);
    auto* line = new QLineEdit;
    line->setPlaceholderText("Name, id or WordNet id");
    auto* combo = new QComboBox;
    combo->addItems({"bf16", "fp32"});
    auto* spin = new QDoubleSpinBox;
    spin->setValue(4.0);
    spin->setSuffix(" ×");
    auto* off = new QSpinBox;
    off->setEnabled(false);
    auto* check = new QCheckBox("Smooth");
    check->setChecked(true);
    auto* radio = new QRadioButton("Fixed");
    radio->setChecked(true);
    auto* progress = new QProgressBar;
    progress->setValue(40);
    progress->setTextVisible(false);
    auto* subtle = new QLabel("A secondary line");
    subtle->setProperty("subtle", true);
    form->addRow("Search", line);
    form->addRow("Precision", combo);
    form->addRow("Guidance", spin);
    form->addRow("Batch", off);
    form->addRow(check, new QCheckBox("Off"));
    form->addRow(radio, new QRadioButton("Random"));
    form->addRow("Progress", progress);
    form->addRow(subtle);
}

TEST_P(Gallery, Style) {
    auto* tabs = add(new QTabBar);
    for (const char* name : {"Single", "Compare", "Sweep"}) tabs->addTab(name);
    addButtons(column_);
    addFields(column_);
    auto* list = add(new QListWidget);
    list->addItems({"golden retriever", "sunflower", "volcano", "castle", "lighthouse", "daisy"});
    list->setCurrentRow(1);
    focus(list);
    save("style", {620, 560});
}

TEST_P(Gallery, Icons) {
    auto* grid = new QGridLayout;
    column_->addLayout(grid);
    int place = 0;
    for (const QString& name : theme::iconNames()) {
        auto* label = new QLabel;
        label->setPixmap(theme::icon(name).pixmap(QSize(32, 32)));
        grid->addWidget(label, place / 6, 2 * (place % 6));
        grid->addWidget(new QLabel(name), place / 6, 2 * (place % 6) + 1);
        ++place;
    }
    save("icons", {900, 460});
}

INSTANTIATE_TEST_SUITE_P(Both, Gallery, testing::Values(ThemeKind::Dark, ThemeKind::Light),
                         [](const auto& info) {
                             return info.param == ThemeKind::Dark ? "Dark" : "Light";
                         });

}  // namespace
}  // namespace duo::ui
