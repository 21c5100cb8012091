// A finished picture of ten scales with previews, tokens and, where asked for, their statistics:
// a drawing whose detail grows from scale to scale, so that every analysis has something to find.
#pragma once

#include <cmath>
#include <numbers>

#include "state/studio.h"

namespace duo::ui::test {

inline const std::vector<int> kTenSides{1, 2, 3, 4, 5, 6, 8, 10, 13, 16};

// A hill under a sky with a sun: the finished picture.
inline QImage landscape(int side) {
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const double u = (x + 0.5) / side, v = (y + 0.5) / side;
            const double hill = 0.62 + 0.10 * std::sin(u * 7) + 0.03 * std::sin(u * 31);
            const double sun = std::hypot(u - 0.7, v - 0.28);
            QColor color = QColor::fromHsvF(0.58F, static_cast<float>(0.25 + 0.4 * (1 - v)), 0.85F);
            if (sun < 0.11) color = QColor::fromHsvF(0.12F, 0.55F, 1.0F);
            if (v > hill) {
                const double grass = 0.06 * std::sin(u * 190) * std::sin(v * 170);
                color = QColor::fromHsvF(0.29F, 0.55F,
                                         static_cast<float>(0.55 - 0.3 * (v - hill) + grass));
            }
            image.setPixel(x, y, color.rgb());
        }
    }
    return image;
}

inline TokenInsight insightOf(const std::vector<std::int32_t>& tokens) {
    TokenInsight insight;
    insight.alternatives = 3;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const float open = static_cast<float>(i) / static_cast<float>(tokens.size());
        insight.probability.push_back(0.75F - 0.5F * open);
        insight.entropy.push_back(0.5F + 4.0F * open);
        for (const std::int32_t code : {tokens[i], 11, 12}) insight.topCodes.push_back(code);
        for (const float p : {0.75F - 0.5F * open, 0.2F, 0.04F})
            insight.topProbabilities.push_back(p);
    }
    return insight;
}

inline PicturePtr scaledPicture(bool insight) {
    const auto picture = std::make_shared<Picture>();
    picture->label = 6;
    picture->labelName = QStringLiteral("sunflower");
    picture->split = 8;
    picture->sides = kTenSides;
    picture->final = landscape(256);
    picture->decodeMs = 41.2;
    for (std::size_t k = 0; k < kTenSides.size(); ++k) {
        const int side = kTenSides[k];
        picture->models.push_back(k < 8 ? ModelRole::Drafter : ModelRole::Refiner);
        picture->scales.push_back(
            picture->final.scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                .scaled(16, 16, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        std::vector<std::int32_t> tokens;
        for (int i = 0; i < side * side; ++i) tokens.push_back((i * 37 + side) % 512);
        picture->insight.push_back(insight ? insightOf(tokens) : TokenInsight());
        picture->tokens.push_back(std::move(tokens));
    }
    return picture;
}

// A studio whose core is never started, with a data folder of its own.
struct QuietStudio {
    QTemporaryDir folder;
    Studio studio{{{QStringLiteral("duoscale-cli"), QStringLiteral("serve")}, {}, folder.path()}};
};

}  // namespace duo::ui::test
