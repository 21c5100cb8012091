#include "views/picture_analysis.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

namespace duo::ui {
namespace {

constexpr int kGrey = 128;
constexpr double kRed = 0.2126, kGreen = 0.7152, kBlue = 0.0722;  // Rec. 709

double luma(QRgb color) {
    return kRed * qRed(color) + kGreen * qGreen(color) + kBlue * qBlue(color);
}

QImage flatGrey(QSize size) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(qRgb(kGrey, kGrey, kGrey));
    return image;
}

QImage atSize(const QImage& image, QSize size) {
    if (image.isNull()) return flatGrey(size);
    const QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    if (rgb.size() == size) return rgb;
    return rgb.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

// Both at the size of the smaller one: detail that only one of them can hold is no change.
std::pair<QImage, QImage> paired(const QImage& before, const QImage& after) {
    const QSize size = before.isNull() ? after.size() : before.size().boundedTo(after.size());
    return {atSize(before, size), atSize(after, size)};
}

const QRgb* row(const QImage& image, int y) {
    return reinterpret_cast<const QRgb*>(image.constScanLine(y));
}

// FFTW's planner is the one part of it that must not run on two threads at once.
std::mutex& planner() {
    static std::mutex mutex;
    return mutex;
}

struct FreeFftw {
    void operator()(void* memory) const { fftw_free(memory); }
};

// |F|² of a real width × height field, divided by its squared area: height × (width / 2 + 1).
class PowerSpectrum {
  public:
    PowerSpectrum(int width, int height)
        : width_(width),
          height_(height),
          field_(static_cast<double*>(fftw_malloc(sizeof(double) * cells(width, height)))),
          result_(static_cast<fftw_complex*>(
              fftw_malloc(sizeof(fftw_complex) * cells(width / 2 + 1, height)))) {
        const std::lock_guard lock(planner());
        plan_ = fftw_plan_dft_r2c_2d(height, width, field_.get(), result_.get(), FFTW_ESTIMATE);
    }
    ~PowerSpectrum() {
        const std::lock_guard lock(planner());
        fftw_destroy_plan(plan_);
    }
    PowerSpectrum(const PowerSpectrum&) = delete;
    PowerSpectrum& operator=(const PowerSpectrum&) = delete;

    double& at(int x, int y) {
        return field_.get()[cells(width_, y) + static_cast<std::size_t>(x)];
    }
    void transform() { fftw_execute(plan_); }
    // kx: 0 … width / 2, ky: 0 … height - 1
    double power(int kx, int ky) const {
        const fftw_complex& value =
            result_.get()[cells(width_ / 2 + 1, ky) + static_cast<std::size_t>(kx)];
        const double area = static_cast<double>(width_) * height_;
        return (value[0] * value[0] + value[1] * value[1]) / (area * area);
    }

  private:
    static std::size_t cells(int a, int b) {
        return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
    }

    int width_, height_;
    std::unique_ptr<double, FreeFftw> field_;
    std::unique_ptr<fftw_complex, FreeFftw> result_;
    fftw_plan plan_;
};

}  // namespace

std::vector<QImage> stepsOf(const Picture& picture) {
    std::vector<QImage> steps = picture.scales;
    steps.resize(static_cast<std::size_t>(picture.scaleCount()));
    if (!steps.empty() && steps.back().isNull()) steps.back() = picture.final;
    return steps;
}

QImage enlarged(const QImage& image, QSize size) {
    if (image.isNull() || size.width() <= image.width()) return image;
    return image.scaled(size, Qt::IgnoreAspectRatio, Qt::FastTransformation);
}

QImage signedDifference(const QImage& before, const QImage& after, double gain) {
    if (after.isNull()) return {};
    const auto [a, b] = paired(before, after);
    QImage difference(a.size(), QImage::Format_RGB32);
    const auto level = [gain](int from, int to) {
        return std::clamp(kGrey + static_cast<int>(std::lround(gain * (to - from))), 0, 255);
    };
    for (int y = 0; y < a.height(); ++y) {
        const QRgb* from = row(a, y);
        const QRgb* to = row(b, y);
        auto* out = reinterpret_cast<QRgb*>(difference.scanLine(y));
        for (int x = 0; x < a.width(); ++x) {
            out[x] = qRgb(level(qRed(from[x]), qRed(to[x])), level(qGreen(from[x]), qGreen(to[x])),
                          level(qBlue(from[x]), qBlue(to[x])));
        }
    }
    return difference;
}

double differenceEnergy(const QImage& before, const QImage& after) {
    if (after.isNull()) return -1;
    const auto [a, b] = paired(before, after);
    double sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        const QRgb* from = row(a, y);
        const QRgb* to = row(b, y);
        for (int x = 0; x < a.width(); ++x) {
            const double difference = luma(to[x]) - luma(from[x]);
            sum += difference * difference;
        }
    }
    return sum / (static_cast<double>(a.width()) * a.height());
}

std::vector<double> radialSpectrum(const QImage& image) {
    if (image.isNull()) return {};
    const QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    const int width = rgb.width(), height = rgb.height();
    PowerSpectrum spectrum(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) spectrum.at(x, y) = luma(row(rgb, y)[x]);
    }
    spectrum.transform();
    const auto rings = static_cast<std::size_t>(std::min(width, height) / 2 + 1);
    std::vector<double> power(rings, 0), count(rings, 0);
    for (int ky = 0; ky < height; ++ky) {
        const int fy = ky <= height / 2 ? ky : ky - height;
        for (int kx = 0; kx <= width / 2; ++kx) {
            const auto ring = static_cast<std::size_t>(std::lround(std::hypot(kx, fy)));
            if (ring >= rings) continue;
            // The half that a real transform leaves out mirrors this one.
            const double times = kx == 0 || 2 * kx == width ? 1 : 2;
            power[ring] += times * spectrum.power(kx, ky);
            count[ring] += times;
        }
    }
    for (std::size_t i = 0; i < rings; ++i) power[i] /= std::max(count[i], 1.0);
    return power;
}

QRgb codeColor(std::int32_t code) {
    // Golden-ratio steps around the hue circle keep any few codes far apart; saturation and
    // lightness come from other bits of a mixed code.
    std::uint32_t mixed = static_cast<std::uint32_t>(code) * 2654435761U;
    mixed ^= mixed >> 15;
    const double hue = std::fmod(code * 0.61803398874989485, 1.0);
    const double saturation = 0.30 + 0.30 * ((mixed & 0xff) / 255.0);
    const double lightness = 0.40 + 0.30 * (((mixed >> 8) & 0xff) / 255.0);
    return QColor::fromHslF(static_cast<float>(hue), static_cast<float>(saturation),
                            static_cast<float>(lightness))
        .rgb();
}

QImage tokenMap(const std::vector<std::int32_t>& tokens, int side) {
    if (side <= 0 || tokens.size() != static_cast<std::size_t>(side) * side) return {};
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            image.setPixel(x, y, codeColor(tokens[static_cast<std::size_t>(y * side + x)]));
        }
    }
    return image;
}

// Dark blue over violet to pale yellow: even steps to the eye, and to colour-blind ones.
QColor entropyColor(float share) {
    return QColor::fromHslF(std::fmod(0.70F + 0.45F * share, 1.0F), 0.65F, 0.16F + 0.66F * share);
}

float largestEntropy(const TokenInsight& insight) {
    const auto most = std::max_element(insight.entropy.begin(), insight.entropy.end());
    return most == insight.entropy.end() ? 0 : *most;
}

QImage entropyMap(const TokenInsight& insight, int side) {
    if (side <= 0 || insight.entropy.size() != static_cast<std::size_t>(side) * side) return {};
    const float most = std::max(1e-6F, largestEntropy(insight));
    QImage image(side, side, QImage::Format_RGB32);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const float share = insight.entropy[static_cast<std::size_t>(y * side + x)] / most;
            image.setPixel(x, y, entropyColor(share).rgb());
        }
    }
    return image;
}

PictureAnalysis analyse(const std::vector<QImage>& steps) {
    PictureAnalysis analysis;
    for (std::size_t k = 0; k < steps.size(); ++k) {
        const bool comparable = !steps[k].isNull() && (k == 0 || !steps[k - 1].isNull());
        analysis.energy.push_back(
            comparable ? differenceEnergy(k == 0 ? QImage() : steps[k - 1], steps[k]) : -1);
        analysis.spectra.push_back(radialSpectrum(steps[k]));
    }
    return analysis;
}

}  // namespace duo::ui
