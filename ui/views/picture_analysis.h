// The analyses of the single view: what a scale changed, how strongly, at which frequencies, and
// which codes it drew. Pure functions on values, callable on any thread.
#pragma once

#include <QImage>
#include <QSize>
#include <vector>

#include "protocol/events.h"
#include "state/run.h"

namespace duo::ui {

// The picture after every scale, all from one decoder if possible: the finished picture replaces
// the last scale only if that has no preview. Null where there is none.
std::vector<QImage> stepsOf(const Picture& picture);

// The image scaled to a size; nearest neighbour when enlarged.
QImage enlarged(const QImage& image, QSize size);

// after - before, times gain, around middle grey. A null `before` counts as middle grey. Images of
// different sizes, a preview and the finished picture, are compared at the smaller one.
QImage signedDifference(const QImage& before, const QImage& after, double gain);

// Mean square difference in luma (Rec. 709), in squared levels of 255; null images as above.
double differenceEnergy(const QImage& before, const QImage& after);

// Mean power of the luma at 0, 1, 2, … cycles per picture, up to half the shorter side, in squared
// levels: a wave of amplitude a has a²/4 in each of its two frequencies. Empty for a null image.
std::vector<double> radialSpectrum(const QImage& image);

// A colour for each code that stays the same from picture to picture and tells neighbours apart.
QRgb codeColor(std::int32_t code);
// tokens: side², row by row. Null where their number is another.
QImage tokenMap(const std::vector<std::int32_t>& tokens, int side);
// The colour of a share of the largest entropy, 0 … 1.
QColor entropyColor(float share);
float largestEntropy(const TokenInsight& insight);  // nats; 0 without tokens

// Entropy of each draw, from certain (dark) to undecided (bright): 0 … ln of the vocabulary or the
// highest found.
QImage entropyMap(const TokenInsight& insight, int side);

struct PictureAnalysis {
    std::vector<double> energy;                // a scale; -1 where it is not known
    std::vector<std::vector<double>> spectra;  // a scale; empty where there is no picture
};
PictureAnalysis analyse(const std::vector<QImage>& steps);

}  // namespace duo::ui
