// The settings that the panels edit and that a run is made from. Every change names the part that
// changed. GUI thread only.
#pragma once

#include <QObject>
#include <QSettings>
#include <QString>
#include <vector>

#include "protocol/commands.h"
#include "protocol/provenance.h"

namespace duo::ui {

struct ClassCount {
    int label = kNoClass;
    int count = 1;
    bool operator==(const ClassCount&) const = default;
};

enum class SeedMode { Fixed, Next, Random };  // Next: increased by one for every run

// A sampling parameter: one value, or one per scale if perScale is not empty.
struct ScaleValue {
    double value = 0;
    std::vector<double> perScale;
    double at(int k) const { return perScale.empty() ? value : perScale[k]; }
    bool operator==(const ScaleValue&) const = default;
};

class GenerationSettings : public QObject {
    Q_OBJECT
  public:
    enum class Part { Models, Compute, Classes, Seed, Batch, Sampling, Split, Insight };
    Q_ENUM(Part)

    explicit GenerationSettings(QObject* parent = nullptr);

    // Each setter emits changed(part) if the value differs.
    const ModelFiles& files() const { return files_; }
    void setFiles(const ModelFiles& files);
    const ComputeOptions& compute() const { return compute_; }
    void setCompute(const ComputeOptions& compute);
    const std::vector<ClassCount>& classes() const { return classes_; }
    void setClasses(const std::vector<ClassCount>& classes);  // drops counts below 1
    int pictureCount() const;                                 // sum of the counts
    SeedMode seedMode() const { return seedMode_; }
    void setSeedMode(SeedMode mode);
    quint64 seed() const { return seed_; }
    void setSeed(quint64 seed);
    // The seed for the next run. In the modes Next and Random it becomes seed().
    quint64 takeSeed();
    // Index of the first picture in the seed's random stream. Nonzero only if the seed was taken
    // from a picture; another seed starts at 0 again.
    quint32 firstImage() const { return firstImage_; }
    void setFirstImage(quint32 image);
    int batch() const { return batch_; }
    void setBatch(int batch);  // at least 1
    const ScaleValue& guidance() const { return sampling_.guidance; }
    const ScaleValue& topK() const { return sampling_.topK; }
    const ScaleValue& topP() const { return sampling_.topP; }
    const ScaleValue& temperature() const { return sampling_.temperature; }
    void setGuidance(const ScaleValue& value);
    void setTopK(const ScaleValue& value);
    void setTopP(const ScaleValue& value);
    void setTemperature(const ScaleValue& value);
    bool smooth() const { return smooth_; }
    void setSmooth(bool smooth);
    RngKind rng() const { return rng_; }
    void setRng(RngKind rng);
    // Wants the pair tuned for the split, where there is one.
    bool specialised() const { return specialised_; }
    void setSpecialised(bool specialised);
    int split() const { return split_; }
    void setSplit(int split);  // clamped to 0 … scaleCount()
    int insight() const { return insight_; }
    void setInsight(int alternatives);

    // K of the loaded family. Values per scale are cut, or continued with the last one; published
    // sampling becomes the published sampling for the new K.
    int scaleCount() const { return scaleCount_; }
    void setScaleCount(int scales);
    // The published sampling of CoDe for this number of scales.
    void setPublishedSampling();

    DecodePlan plan() const { return plan(split_); }
    DecodePlan plan(int split) const;
    // One label per picture, in the order of classes(). Previews: linear.
    GenerationRequest request(quint64 seed) const;

    // Takes settings from a picture's metadata, and whether its models were tuned for its split (by
    // their names). Does not take files and device: a picture names files without their folder, and
    // its device may be another machine's. A seed that is taken becomes Fixed.
    // All: the picture's whole batch in its order, so that picture batchPosition of the next run is
    // this picture. Seed: the first picture of the next run gets this picture's draws (with the
    // published random stream, which depends on the batch: the draws of the batch's first picture).
    // A plan that alternates models has no split; its first run of drafter scales counts.
    enum class Take { All, Seed, AllButSeed };
    void apply(const Provenance& provenance, Take take);

    void save(QSettings& store) const;
    void restore(QSettings& store);

  signals:
    void changed(duo::ui::GenerationSettings::Part part);

  private:
    struct Sampling {
        ScaleValue guidance, topK, topP, temperature;
        bool operator==(const Sampling&) const = default;
    };
    template <class T>
    void assign(T& member, const T& value, Part part);
    void assignScaleValue(ScaleValue& member, ScaleValue value);
    static Sampling samplingOf(const DecodePlan& plan);
    void takeSampling(Sampling sampling);
    void moveSeed(quint64 seed, quint32 firstImage);
    void restoreSampling(QSettings& store);

    ModelFiles files_;
    bool specialised_ = false;
    ComputeOptions compute_;
    std::vector<ClassCount> classes_{ClassCount{0, 1}};  // every family has this class
    SeedMode seedMode_ = SeedMode::Random;
    quint64 seed_ = 1;
    quint32 firstImage_ = 0;
    int batch_ = 4;
    Sampling sampling_;
    bool smooth_ = false;
    RngKind rng_ = RngKind::Counter;
    int split_ = 8;
    int insight_ = 0;
    int scaleCount_ = 10;
};

}  // namespace duo::ui
