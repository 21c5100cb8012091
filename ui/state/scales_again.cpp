#include "state/scales_again.h"

#include <QFileInfo>
#include <algorithm>

#include "base/error.h"
#include "protocol/provenance.h"

namespace duo::ui {
namespace {

constexpr int kLookMs = 250;

std::optional<Provenance> provenanceOf(const Picture& picture) {
    try {
        return parseProvenance(picture.provenance.toStdString());
    } catch (const Error&) {
        return std::nullopt;
    }
}

// Error(File) if the token maps it begins with are damaged.
// With its own draws a picture is the same alone, so that its batch is not needed.
GenerationRequest requestFor(const Provenance& made) {
    GenerationRequest request = requestOf(made);
    if (made.rng == RngKind::Counter) {
        request.labels = {made.label};
        request.firstImage = made.image;
        request.batch = 1;
        std::vector<std::vector<std::int32_t>>& given = request.prefix.tokens;
        if (given.size() > 1) given = {given[static_cast<std::size_t>(made.batchPosition)]};
    }
    request.previews = PreviewKind::Linear;
    return request;
}

bool isNamed(const std::string& file, const std::string& name) {
    return QFileInfo(QString::fromStdString(file)).fileName() == QString::fromStdString(name);
}

}  // namespace

ScalesAgain::ScalesAgain(const Selection& selection, const ModelLibrary& models,
                         const GenerationSettings& settings, RunQueue& queue)
    : selection_(selection), models_(models), settings_(settings), queue_(queue) {
    looked_.setSingleShot(true);
    looked_.setInterval(kLookMs);
    connect(&looked_, &QTimer::timeout, this, &ScalesAgain::decodeShown);
    const auto look = [this] {
        if (selection_.scale() >= 0 && selection_.picture()) looked_.start();
    };
    connect(&selection_, &Selection::scaleChanged, this, look);
    connect(&selection_, &Selection::pictureChanged, this, look);
    connect(&models_, &ModelLibrary::modelsListed, this, &ScalesAgain::changed);
    connect(&models_, &ModelLibrary::modelsLoaded, this, &ScalesAgain::changed);
}

bool ScalesAgain::lacksScales(const Picture& picture) const {
    if (picture.final.isNull()) return false;
    const bool lacks =
        picture.scales.empty() || std::ranges::any_of(picture.scales, &QImage::isNull);
    const RunPtr run = queue_.runOf(picture);
    return lacks && !(run && (run->isActive() || run->state == RunState::Done));
}

// The weights that made it, by their names: the chosen family's, its tuned pair's, or others of the
// folder.
std::optional<ModelFiles> ScalesAgain::filesOf(const Provenance& made) const {
    const ModelFiles family = settings_.files(), tuned = models_.specialisedAt(made.plan.split());
    const auto find = [&](const std::string& name, std::string ModelFiles::*role) {
        if (name.empty()) return std::optional(family.*role);  // unused; it names the family
        for (const std::string& file : {family.*role, tuned.*role}) {
            if (isNamed(file, name)) return std::optional(file);
        }
        if (models_.listed()) {
            for (const ModelListing& listing : models_.listed()->files) {
                if (isNamed(listing.file, name)) return std::optional(listing.file);
            }
        }
        return std::optional<std::string>();
    };
    const auto vqvae = find(made.vqvae.file, &ModelFiles::vqvae);
    const auto drafter = find(made.drafter.file, &ModelFiles::drafter);
    const auto refiner = find(made.refiner.file, &ModelFiles::refiner);
    if (!vqvae || vqvae->empty() || !drafter || !refiner) return std::nullopt;
    return ModelFiles{*vqvae, *drafter, *refiner};
}

QString ScalesAgain::whyNot(const Picture& picture) const {
    const auto made = provenanceOf(picture);
    if (!made) return tr("The picture holds no settings of Duoscale.");
    if (filesOf(*made)) return {};
    QStringList names;
    for (const WeightsUsed& weights : {made->drafter, made->refiner, made->vqvae}) {
        if (!weights.file.empty()) names << QString::fromStdString(weights.file);
    }
    return tr("Choose the models that made it first: %1.").arg(names.join(", "));
}

void ScalesAgain::decode(const PicturePtr& picture) {
    const auto made = picture && lacksScales(*picture) ? provenanceOf(*picture) : std::nullopt;
    const auto files = made ? filesOf(*made) : std::nullopt;
    if (!files) return;
    auto run = std::make_shared<Run>();
    run->files = *files;
    run->family = *files == models_.specialisedAt(made->plan.split()) ? settings_.files() : *files;
    run->compute = settings_.compute();
    run->compute.precision = made->precision;
    try {
        run->request = requestFor(*made);
    } catch (const Error&) {
        return;
    }
    run->request.insight = settings_.insight();
    run->remade = picture;
    queue_.add(std::move(run), true);
}

// Who walks on does not wait for the pictures passed by.
void ScalesAgain::decodeShown() {
    const PicturePtr& shown = selection_.picture();
    if (!shown || selection_.scale() < 0 || !lacksScales(*shown)) return;
    if (const RunPtr before = queue_.run(byLooking_); before && before->remade != shown) {
        queue_.cancel(byLooking_);
    }
    decode(shown);
    const RunPtr run = queue_.runOf(*shown);
    byLooking_ = run ? run->tag : 0;
}

}  // namespace duo::ui
