#include "train/tiny.h"

#include <unistd.h>

#include <atomic>
#include <limits>

namespace duo::test {
namespace {

class TinySource final : public train::PictureSource {
  public:
    std::int64_t count() const override { return 4; }
    const std::vector<std::string>& classNames() const override { return names_; }
    int label(std::int64_t index) const override { return static_cast<int>(index % 2); }
    at::Tensor picture(std::int64_t index) const override {
        at::Tensor picture = at::full({16, 16, 3}, 40 + 50 * index, at::kByte);
        picture.narrow(0, 2 * index, 6).narrow(1, 4, 6).fill_(250 - 60 * index);
        return picture;
    }
    int side() const override { return 16; }

  private:
    std::vector<std::string> names_{"even", "odd"};
};

}  // namespace

ScratchFolder::ScratchFolder() {
    static std::atomic<int> made = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("duoscale-train-test-" + std::to_string(getpid()) + "-" + std::to_string(made++));
    std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::shared_ptr<const train::PictureCache> tinyPictures() {
    return std::make_shared<train::PictureCache>(std::make_shared<TinySource>());
}

ScaleSchedule tinySchedule() {
    return ScaleSchedule({1, 2, 4});
}

VqVaeGeometry tinyVqVaeGeometry() {
    VqVaeGeometry geometry;
    geometry.vocabulary = 16;
    geometry.codeChannels = 4;
    geometry.baseWidth = 8;
    geometry.multipliers = {1, 1, 2};
    geometry.encoderBlocks = 1;
    return geometry;
}

train::VqVaeTrainerOptions tinyVqVaeOptions() {
    train::VqVaeTrainerOptions options;
    options.geometry = tinyVqVaeGeometry();
    options.schedule = tinySchedule();
    options.batch = 4;
    options.precision = train::TrainingPrecision::Float32;
    options.freeSteps = 4;
    options.cropSide = 8;
    options.cropShare = 0.3;
    options.restartEvery = 5;
    options.seed = 3;
    return options;
}

train::VarTrainerOptions tinyVarOptions() {
    train::VarTrainerOptions options;
    options.geometry = train::demoVarGeometry(2, 16, 2, 2, tinyVqVaeGeometry(), tinySchedule());
    options.batch = 4;
    options.conditionDrop = 0;
    options.precision = train::TrainingPrecision::Float32;
    options.seed = 3;
    return options;
}

std::shared_ptr<train::TokenCache> tinyTokens() {
    const VqVaeGeometry geometry = tinyVqVaeGeometry();
    auto vqvae = std::make_shared<VqVae>(geometry, train::freshVqVaeWeights(geometry, 1));
    return std::make_shared<train::TokenCache>(vqvae, tinySchedule(), tinyPictures(), "tiny");
}

double largestDifference(const train::NamedTensors& a, const train::NamedTensors& b) {
    const double infinity = std::numeric_limits<double>::infinity();
    if (a.size() != b.size()) return infinity;
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].first != b[i].first) return infinity;
        largest = std::max(
            largest, (a[i].second.detach() - b[i].second.detach()).abs().max().item<double>());
    }
    return largest;
}

}  // namespace duo::test
