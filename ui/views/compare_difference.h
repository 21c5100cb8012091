// The difference of two pictures: a level per pixel, figures over all pixels, and the levels as a
// picture in a perceptually uniform colour map (inferno).
#pragma once

#include <QColor>
#include <QImage>
#include <vector>

namespace duo::ui {

enum class DifferenceOf { Rgb, Luma };

// In levels of 0 … 255. Rgb counts every channel value, Luma (Rec. 709) every pixel.
struct DifferenceFigures {
    bool known = false;  // false if a picture is missing or sizes differ
    double mean = 0;     // of the absolute difference
    double max = 0;
    double psnr = 0;  // dB; infinite for equal pictures
};

struct Difference {
    DifferenceFigures figures;
    int width = 0, height = 0;
    std::vector<float> levels;  // a pixel: its luma difference, or its largest channel difference
};

DifferenceFigures differenceFigures(const QImage& a, const QImage& b, DifferenceOf of);
Difference difference(const QImage& a, const QImage& b, DifferenceOf of);

// share: 0 … 1 of the map, clamped.
QColor differenceColor(double share);
// The level 255 / gain and all above it have the map's last colour.
QImage differenceMap(const Difference& difference, double gain);

}  // namespace duo::ui
