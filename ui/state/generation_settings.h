// What the panels edit and a run is made of. One object; every change says which part changed.
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

enum class SeedMode { Fixed, Next, Random };  // Next: one more after every run

// A sampling figure: one value, or one a scale where perScale is not empty.
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

    // Each setter emits changed(part) where the value is another one.
    const ModelFiles& files() const { return files_; }
    void setFiles(const ModelFiles& files);
    const ComputeOptions& compute() const { return compute_; }
    void setCompute(const ComputeOptions& compute);
    const std::vector<ClassCount>& classes() const { return classes_; }
    void setClasses(const std::vector<ClassCount>& classes);  // those of no picture are left out
    int pictureCount() const;                                 // sum of the counts
    SeedMode seedMode() const { return seedMode_; }
    void setSeedMode(SeedMode mode);
    quint64 seed() const { return seed_; }
    void setSeed(quint64 seed);
    // The seed of the run that begins now; Next and Random move seed() to it.
    quint64 takeSeed();
    // The image of the seed's stream that the first picture is. Not 0 only where the seed was taken
    // from a picture; another seed begins at 0 again.
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
    // Pairs tuned for their split decode it where there are such.
    bool specialised() const { return specialised_; }
    void setSpecialised(bool specialised);
    int split() const { return split_; }
    void setSplit(int split);  // clamped to 0 … scaleCount()
    int insight() const { return insight_; }
    void setInsight(int alternatives);

    // K of the loaded family; values one a scale are cut or continued with their last, but sampling
    // that is as published becomes the published one at the new K.
    int scaleCount() const { return scaleCount_; }
    void setScaleCount(int scales);
    // Sampling as published for CoDe at this number of scales.
    void setPublishedSampling();

    DecodePlan plan() const { return plan(split_); }
    DecodePlan plan(int split) const;
    // One label a picture, in the order of classes(). Previews: linear.
    GenerationRequest request(quint64 seed) const;

    // From a picture's metadata. Files and device are not taken: a picture names its files without
    // their folder, and its device may be another machine's. Whether they were tuned for its split,
    // as their names say, is. A seed that is taken is held (Fixed).
    // All: the picture's whole batch in its order, so that picture batchPosition of the next run is
    // this very picture. Seed: the next run's first picture draws as this one did (with the
    // reference stream, whose draws belong to a batch: its first picture as the batch's first).
    // A plan whose models alternate has no split; the drafter's scales before the first change
    // count.
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
    std::vector<ClassCount> classes_{ClassCount{0, 1}};  // a class that every family has
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
