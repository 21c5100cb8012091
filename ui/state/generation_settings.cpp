#include "state/generation_settings.h"

#include <QRandomGenerator>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "protocol/specialised_pair.h"

namespace duo::ui {
namespace {

constexpr int kMaxScales = 64;

// Cuts, or continues with the last value.
ScaleValue fitted(ScaleValue value, int scales) {
    if (!value.perScale.empty()) value.perScale.resize(scales, value.perScale.back());
    return value;
}

template <class Member>
ScaleValue valueOf(const DecodePlan& plan, Member member) {
    std::vector<double> values;
    for (const ScalePlan& scale : plan.scales) {
        values.push_back(static_cast<double>(scale.*member));
    }
    if (values.empty()) return {};
    const bool alike = std::ranges::count(values, values.front()) == std::ssize(values);
    return {values.front(), alike ? std::vector<double>() : values};
}

int splitOf(const DecodePlan& plan) {
    const auto refiner = std::ranges::find(plan.scales, ModelRole::Refiner, &ScalePlan::model);
    return static_cast<int>(refiner - plan.scales.begin());
}

std::vector<ClassCount> counted(const std::vector<int>& labels) {
    std::vector<ClassCount> classes;
    for (const int label : labels) {
        if (!classes.empty() && classes.back().label == label) {
            ++classes.back().count;
        } else {
            classes.push_back({label, 1});
        }
    }
    return classes;
}

// The first is the one value, the others those of the scales.
QStringList written(const ScaleValue& value) {
    QStringList numbers{QString::number(value.value, 'g', 17)};
    for (const double number : value.perScale) numbers << QString::number(number, 'g', 17);
    return numbers;
}

ScaleValue read(const QSettings& store, const QString& key, const ScaleValue& otherwise) {
    const QStringList numbers = store.value(key).toStringList();
    if (numbers.isEmpty()) return otherwise;
    ScaleValue value{numbers.front().toDouble(), {}};
    for (const QString& number : numbers.mid(1)) value.perScale.push_back(number.toDouble());
    return value;
}

template <class Enum>
Enum readEnum(const QSettings& store, const QString& key, Enum otherwise, Enum last) {
    bool isNumber = false;
    const int value = store.value(key).toInt(&isNumber);
    return isNumber && value >= 0 && value <= static_cast<int>(last) ? static_cast<Enum>(value)
                                                                     : otherwise;
}

void writeClasses(QSettings& store, const std::vector<ClassCount>& classes) {
    QStringList texts;
    for (const ClassCount& c : classes) texts << QStringLiteral("%1*%2").arg(c.label).arg(c.count);
    store.setValue("classes", texts);
}

std::vector<ClassCount> readClasses(const QSettings& store) {
    std::vector<ClassCount> classes;
    for (const QString& text : store.value("classes").toStringList()) {
        const int count = text.section('*', 1).toInt();
        bool isLabel = false;
        const int label = text.section('*', 0, 0).toInt(&isLabel);
        if (isLabel && label >= kNoClass) classes.push_back({label, count});
    }
    return classes;
}

}  // namespace

GenerationSettings::GenerationSettings(QObject* parent) : QObject(parent) {
    setPublishedSampling();
}

GenerationSettings::Sampling GenerationSettings::samplingOf(const DecodePlan& plan) {
    return {valueOf(plan, &ScalePlan::guidance), valueOf(plan, &ScalePlan::topK),
            valueOf(plan, &ScalePlan::topP), valueOf(plan, &ScalePlan::temperature)};
}

template <class T>
void GenerationSettings::assign(T& member, const T& value, Part part) {
    if (member == value) return;
    member = value;
    emit changed(part);
}

void GenerationSettings::assignScaleValue(ScaleValue& member, ScaleValue value) {
    assign(member, fitted(std::move(value), scaleCount_), Part::Sampling);
}

void GenerationSettings::setFiles(const ModelFiles& files) {
    assign(files_, files, Part::Models);
}

void GenerationSettings::setSpecialised(bool specialised) {
    assign(specialised_, specialised, Part::Models);
}

void GenerationSettings::setCompute(const ComputeOptions& compute) {
    assign(compute_, compute, Part::Compute);
}

void GenerationSettings::setClasses(const std::vector<ClassCount>& classes) {
    std::vector<ClassCount> wanted = classes;
    std::erase_if(wanted, [](const ClassCount& c) { return c.count < 1; });
    assign(classes_, wanted, Part::Classes);
}

int GenerationSettings::pictureCount() const {
    int count = 0;
    for (const ClassCount& c : classes_) count += c.count;
    return count;
}

void GenerationSettings::setSeedMode(SeedMode mode) {
    assign(seedMode_, mode, Part::Seed);
}

void GenerationSettings::setSeed(quint64 seed) {
    if (seed != seed_) moveSeed(seed, 0);
}

void GenerationSettings::setFirstImage(quint32 image) {
    moveSeed(seed_, image);
}

void GenerationSettings::moveSeed(quint64 seed, quint32 firstImage) {
    if (seed == seed_ && firstImage == firstImage_) return;
    seed_ = seed;
    firstImage_ = firstImage;
    emit changed(Part::Seed);
}

quint64 GenerationSettings::takeSeed() {
    if (seedMode_ == SeedMode::Next) setSeed(seed_ + 1);
    // 32 bits: short enough to be read out and typed.
    if (seedMode_ == SeedMode::Random) setSeed(QRandomGenerator::global()->generate());
    return seed_;
}

void GenerationSettings::setBatch(int batch) {
    assign(batch_, std::max(batch, 1), Part::Batch);
}

void GenerationSettings::setGuidance(const ScaleValue& value) {
    assignScaleValue(sampling_.guidance, value);
}

void GenerationSettings::setTopK(const ScaleValue& value) {
    assignScaleValue(sampling_.topK, value);
}

void GenerationSettings::setTopP(const ScaleValue& value) {
    assignScaleValue(sampling_.topP, value);
}

void GenerationSettings::setTemperature(const ScaleValue& value) {
    assignScaleValue(sampling_.temperature, value);
}

void GenerationSettings::setSmooth(bool smooth) {
    assign(smooth_, smooth, Part::Sampling);
}

void GenerationSettings::setRng(RngKind rng) {
    assign(rng_, rng, Part::Sampling);
}

void GenerationSettings::setSplit(int split) {
    assign(split_, std::clamp(split, 0, scaleCount_), Part::Split);
}

void GenerationSettings::setInsight(int alternatives) {
    assign(insight_, std::max(alternatives, 0), Part::Insight);
}

void GenerationSettings::setScaleCount(int scales) {
    scales = std::clamp(scales, 1, kMaxScales);
    if (scales == scaleCount_) return;
    const bool published = plan() == DecodePlan::published(scaleCount_, split_);
    scaleCount_ = scales;
    split_ = std::min(split_, scales);
    takeSampling(published ? samplingOf(DecodePlan::published(scales, 0)) : sampling_);
    emit changed(Part::Split);
}

void GenerationSettings::setPublishedSampling() {
    takeSampling(samplingOf(DecodePlan::published(scaleCount_, 0)));
}

// Sets all four before it emits, so that listeners find values of one length.
void GenerationSettings::takeSampling(Sampling sampling) {
    for (ScaleValue* value :
         {&sampling.guidance, &sampling.topK, &sampling.topP, &sampling.temperature}) {
        *value = fitted(std::move(*value), scaleCount_);
    }
    assign(sampling_, sampling, Part::Sampling);
}

DecodePlan GenerationSettings::plan(int split) const {
    DecodePlan plan;
    for (int k = 0; k < scaleCount_; ++k) {
        ScalePlan scale;
        scale.guidance = sampling_.guidance.at(k);
        scale.topK = static_cast<int>(std::lround(sampling_.topK.at(k)));
        scale.topP = sampling_.topP.at(k);
        scale.temperature = sampling_.temperature.at(k);
        plan.scales.push_back(scale);
    }
    plan.assignSplit(std::clamp(split, 0, scaleCount_));
    return plan;
}

GenerationRequest GenerationSettings::request(quint64 seed) const {
    GenerationRequest request;
    for (const ClassCount& c : classes_) {
        request.labels.insert(request.labels.end(), c.count, c.label);
    }
    request.seed = seed;
    request.firstImage = firstImage_;
    request.batch = std::clamp(batch_, 1, std::max(pictureCount(), 1));
    request.plan = plan();
    request.rng = rng_;
    request.smooth = smooth_;
    request.previews = PreviewKind::Linear;
    request.insight = insight_;
    return request;
}

void GenerationSettings::apply(const Provenance& provenance, Take take) {
    const quint32 batchFirst = requestOf(provenance).firstImage;
    if (take != Take::Seed) {
        ComputeOptions compute = compute_;
        compute.precision = provenance.precision;
        setCompute(compute);
        setClasses(counted(provenance.batchLabels));
        setBatch(static_cast<int>(provenance.batchLabels.size()));
        takeSampling(samplingOf(provenance.plan));
        setSmooth(provenance.smooth);
        setRng(provenance.rng);
        setSplit(splitOf(provenance.plan));
        const ModelFiles files{{}, provenance.drafter.file, provenance.refiner.file};
        setSpecialised(isSpecialised(files, provenance.plan.split()));
    }
    if (take != Take::AllButSeed) {
        const bool ownDraws = take == Take::Seed && provenance.rng == RngKind::Counter;
        setSeedMode(SeedMode::Fixed);
        moveSeed(provenance.seed, ownDraws ? provenance.image : batchFirst);
    }
}

void GenerationSettings::save(QSettings& store) const {
    store.beginGroup("generation");
    store.setValue("vqvae", QString::fromStdString(files_.vqvae));
    store.setValue("drafter", QString::fromStdString(files_.drafter));
    store.setValue("refiner", QString::fromStdString(files_.refiner));
    store.setValue("specialised", specialised_);
    store.setValue("precision", static_cast<int>(compute_.precision));
    store.setValue("device", QString::fromStdString(compute_.device));
    store.setValue("threads", compute_.threads);
    writeClasses(store, classes_);
    store.setValue("seedMode", static_cast<int>(seedMode_));
    store.setValue("seed", QString::number(seed_));
    store.setValue("firstImage", firstImage_);
    store.setValue("batch", batch_);
    store.setValue("scales", scaleCount_);
    store.setValue("guidance", written(sampling_.guidance));
    store.setValue("topK", written(sampling_.topK));
    store.setValue("topP", written(sampling_.topP));
    store.setValue("temperature", written(sampling_.temperature));
    store.setValue("smooth", smooth_);
    store.setValue("rng", static_cast<int>(rng_));
    store.setValue("split", split_);
    store.setValue("insight", insight_);
    store.endGroup();
}

void GenerationSettings::restore(QSettings& store) {
    store.beginGroup("generation");
    const auto text = [&store](const char* key, const std::string& otherwise) {
        return store.value(key, QString::fromStdString(otherwise)).toString().toStdString();
    };
    setFiles({text("vqvae", files_.vqvae), text("drafter", files_.drafter),
              text("refiner", files_.refiner)});
    setSpecialised(store.value("specialised", specialised_).toBool());
    ComputeOptions compute;
    compute.precision = readEnum(store, "precision", compute_.precision, Precision::Int8);
    compute.device = text("device", compute_.device);
    compute.threads = std::max(store.value("threads", compute_.threads).toInt(), 0);
    setCompute(compute);
    if (store.contains("classes")) setClasses(readClasses(store));
    setSeedMode(readEnum(store, "seedMode", seedMode_, SeedMode::Random));
    moveSeed(store.value("seed", seed_).toULongLong(),
             store.value("firstImage", firstImage_).toUInt());
    setBatch(store.value("batch", batch_).toInt());
    setScaleCount(store.value("scales", scaleCount_).toInt());
    restoreSampling(store);
    setSplit(store.value("split", split_).toInt());
    setInsight(store.value("insight", insight_).toInt());
    store.endGroup();
}

// Replaces invalid values, for example of a file edited by hand, by the published ones.
void GenerationSettings::restoreSampling(QSettings& store) {
    takeSampling({read(store, "guidance", sampling_.guidance), read(store, "topK", sampling_.topK),
                  read(store, "topP", sampling_.topP),
                  read(store, "temperature", sampling_.temperature)});
    setSmooth(store.value("smooth", smooth_).toBool());
    setRng(readEnum(store, "rng", rng_, RngKind::Published));
    try {
        plan().validate(scaleCount_);
    } catch (const Error&) {
        setPublishedSampling();
    }
}

}  // namespace duo::ui
