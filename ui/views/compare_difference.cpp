#include "views/compare_difference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace duo::ui {
namespace {

constexpr double kTop = 255;

// Every ninth part of matplotlib's inferno (CC0), linear between.
constexpr std::array<QRgb, 9> kInferno{0xff000004, 0xff210c4a, 0xff57106e, 0xff8a226a, 0xffbc3754,
                                       0xffe45a31, 0xfff98e09, 0xfff9cb35, 0xfffcffa4};

struct Sums {
    double absolute = 0, squared = 0, max = 0;
    std::int64_t count = 0;

    void add(double value) {
        absolute += value;
        squared += value * value;
        max = std::max(max, value);
        ++count;
    }

    DifferenceFigures figures() const {
        const double mse = squared / static_cast<double>(count);
        const double psnr =
            mse > 0 ? 10 * std::log10(kTop * kTop / mse) : std::numeric_limits<double>::infinity();
        return {true, absolute / static_cast<double>(count), max, psnr};
    }
};

double luma(const uchar* rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

// The pixel's level; its values go into the sums.
float levelOf(const uchar* a, const uchar* b, DifferenceOf of, Sums& sums) {
    if (of == DifferenceOf::Luma) {
        const double value = std::abs(luma(a) - luma(b));
        sums.add(value);
        return static_cast<float>(value);
    }
    int largest = 0;
    for (int c = 0; c < 3; ++c) {
        const int value = std::abs(a[c] - b[c]);
        sums.add(value);
        largest = std::max(largest, value);
    }
    return static_cast<float>(largest);
}

DifferenceFigures measure(const QImage& first, const QImage& second, DifferenceOf of,
                          std::vector<float>* levels) {
    if (first.isNull() || first.size() != second.size()) return {};
    const QImage a = first.convertToFormat(QImage::Format_RGB888);
    const QImage b = second.convertToFormat(QImage::Format_RGB888);
    Sums sums;
    if (levels) levels->reserve(static_cast<std::size_t>(a.width()) * a.height());
    for (int y = 0; y < a.height(); ++y) {
        const uchar* rowA = a.constScanLine(y);
        const uchar* rowB = b.constScanLine(y);
        for (int x = 0; x < a.width(); ++x) {
            const float level = levelOf(rowA + 3 * x, rowB + 3 * x, of, sums);
            if (levels) levels->push_back(level);
        }
    }
    return sums.figures();
}

}  // namespace

DifferenceFigures differenceFigures(const QImage& a, const QImage& b, DifferenceOf of) {
    return measure(a, b, of, nullptr);
}

Difference difference(const QImage& a, const QImage& b, DifferenceOf of) {
    Difference result;
    result.figures = measure(a, b, of, &result.levels);
    if (result.figures.known) {
        result.width = a.width();
        result.height = a.height();
    }
    return result;
}

QColor differenceColor(double share) {
    constexpr int kLast = static_cast<int>(kInferno.size()) - 1;
    const double place = std::clamp(share, 0.0, 1.0) * kLast;
    const int below = std::min(static_cast<int>(place), kLast - 1);
    const double part = place - below;
    const QRgb a = kInferno[below], b = kInferno[below + 1];
    const auto mix = [part](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * part));
    };
    return QColor(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

QImage differenceMap(const Difference& difference, double gain) {
    if (!difference.figures.known) return {};
    std::array<QRgb, 256> colors;
    for (int i = 0; i < 256; ++i) colors[i] = differenceColor(i / kTop).rgb();
    QImage map(difference.width, difference.height, QImage::Format_RGB32);
    const float* level = difference.levels.data();
    for (int y = 0; y < map.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(map.scanLine(y));
        for (int x = 0; x < map.width(); ++x) {
            row[x] = colors[std::min(255L, std::lround(*level++ * gain))];
        }
    }
    return map;
}

}  // namespace duo::ui
