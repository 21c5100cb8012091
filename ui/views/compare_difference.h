// How much two pictures differ: a level for every pixel, figures over all of them, and the levels
// as a picture in a colour map of even steps to the eye (inferno).
#pragma once

#include <QColor>
#include <QImage>
#include <vector>

namespace duo::ui {

enum class DifferenceOf { Rgb, Luma };

// In levels of 0 … 255. Rgb counts every channel value, Luma (Rec. 709) every pixel.
struct DifferenceFigures {
    bool known = false;  // false where a picture is missing or their sizes differ
    double mean = 0;     // of the absolute difference
    double max = 0;
    double psnr = 0;  // dB; infinite where the pictures are equal
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
