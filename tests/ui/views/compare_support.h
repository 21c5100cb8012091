// Hand-made pictures with their metadata and a studio whose core is never started.
#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QTemporaryDir>
#include <QWidget>
#include <memory>

#include "state/studio.h"
#include "widgets/theme.h"

namespace duo::ui::test {

inline const std::vector<int> kSides{1, 2, 3, 4, 6, 8};

inline QImage solid(const QColor& color, int side = 16) {
    QImage image(side, side, QImage::Format_RGB888);
    image.fill(color);
    return image;
}

// A little landscape; variant moves its sun, so that variants differ a bit.
inline QImage scene(double variant, int side = 96) {
    QImage image(side, side, QImage::Format_RGB888);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient sky(0, 0, 0, side);
    sky.setColorAt(0, QColor(40, 80, 170));
    sky.setColorAt(1, QColor(250, 190, 120));
    painter.fillRect(image.rect(), sky);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 235, 150));
    painter.drawEllipse(QPointF(side * (0.3 + 0.04 * variant), side * 0.35), side * 0.12,
                        side * 0.12);
    painter.setBrush(QColor(40, 110, 60));
    painter.drawEllipse(QPointF(side * 0.5, side * 1.05), side * 0.9, side * 0.45);
    painter.setBrush(QColor(120, 40, 40));
    painter.drawRect(QRectF(side * 0.6, side * (0.5 - 0.01 * variant), side * 0.2, side * 0.25));
    return image;
}

inline Provenance provenance(int split, std::uint64_t seed = 7) {
    Provenance p;
    p.program = "Duoscale test";
    p.label = 3;
    p.labelName = "sunflower";
    p.seed = seed;
    p.batchLabels = {3};
    p.sides = kSides;
    p.plan = DecodePlan::published(static_cast<int>(kSides.size()), split);
    p.device = "cpu";
    p.width = p.height = 96;
    p.vqvae = {"vqvae.safetensors", "aa"};
    p.drafter = {"var_large.safetensors", "bb"};
    p.refiner = {"var_small.safetensors", "cc"};
    return p;
}

// Finished; what it looks like after each scale is the picture made coarse.
inline PicturePtr finished(const QImage& image, int split, std::uint64_t seed = 7) {
    auto picture = std::make_shared<Picture>();
    picture->label = 3;
    picture->labelName = "sunflower";
    picture->split = split;
    picture->sides = kSides;
    for (int k = 0; k < static_cast<int>(kSides.size()); ++k) {
        picture->models.push_back(k < split ? ModelRole::Drafter : ModelRole::Refiner);
        picture->scales.push_back(image.scaled(kSides[k], kSides[k]));
    }
    picture->final = image;
    picture->scales.back() = image;
    picture->provenance = QString::fromStdString(provenanceText(provenance(split, seed)));
    picture->decodeMs = 40 + split;
    return picture;
}

class IdleStudio {
  public:
    IdleStudio() : studio({{"no-such-core"}, {}, folder_.path()}) {
        studio.settings().setScaleCount(static_cast<int>(kSides.size()));
        studio.settings().setClasses({{3, 1}});
        studio.settings().setSeedMode(SeedMode::Fixed);
        studio.settings().setSeed(7);
    }

  private:
    QTemporaryDir folder_;

  public:
    Studio studio;
};

// A picture of the widget in both themes, for people to look at.
inline void takeScreenshots(QWidget& widget, const QString& name) {
    QDir().mkpath(DUO_SCREENSHOTS);
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
        theme::apply(*qApp, kind);
        QApplication::processEvents();
        const QString file = QStringLiteral("%1/%2_%3.png")
                                 .arg(QStringLiteral(DUO_SCREENSHOTS), name,
                                      kind == ThemeKind::Dark ? "dark" : "light");
        EXPECT_TRUE(widget.grab().save(file));
    }
}

}  // namespace duo::ui::test
