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
    void setClasses(const std::vector<ClassCount>& classes);
    int pictureCount() const;  // sum of the counts
    SeedMode seedMode() const { return seedMode_; }
    void setSeedMode(SeedMode mode);
    quint64 seed() const { return seed_; }
    void setSeed(quint64 seed);
    // The seed of the run that begins now; Next and Random move seed() to it.
    quint64 takeSeed();
    int batch() const { return batch_; }
    void setBatch(int batch);
    const ScaleValue& guidance() const { return guidance_; }
    const ScaleValue& topK() const { return topK_; }
    const ScaleValue& topP() const { return topP_; }
    const ScaleValue& temperature() const { return temperature_; }
    void setGuidance(const ScaleValue& value);
    void setTopK(const ScaleValue& value);
    void setTopP(const ScaleValue& value);
    void setTemperature(const ScaleValue& value);
    bool smooth() const { return smooth_; }
    void setSmooth(bool smooth);
    RngKind rng() const { return rng_; }
    void setRng(RngKind rng);
    int split() const { return split_; }
    void setSplit(int split);  // clamped to 0 … scaleCount()
    int insight() const { return insight_; }
    void setInsight(int alternatives);

    // K of the loaded family; values one a scale are cut or continued with their last.
    int scaleCount() const { return scaleCount_; }
    void setScaleCount(int scales);
    // Sampling as published for CoDe at this number of scales.
    void setPublishedSampling();

    DecodePlan plan() const;
    DecodePlan plan(int split) const;
    GenerationRequest request(quint64 seed) const;  // previews: linear

    enum class Take { All, Seed, AllButSeed };
    // From a picture's metadata. Files are not taken: a picture names them without their folder.
    void apply(const Provenance& provenance, Take take);

    void save(QSettings& store) const;
    void restore(QSettings& store);

  signals:
    void changed(duo::ui::GenerationSettings::Part part);

  private:
    template <class T>
    void assign(T& member, const T& value, Part part);

    ModelFiles files_;
    ComputeOptions compute_;
    std::vector<ClassCount> classes_;
    SeedMode seedMode_ = SeedMode::Random;
    quint64 seed_ = 1;
    int batch_ = 4;
    ScaleValue guidance_, topK_, topP_, temperature_;
    bool smooth_ = false;
    RngKind rng_ = RngKind::Counter;
    int split_ = 8;
    int insight_ = 0;
    int scaleCount_ = 10;
};

}  // namespace duo::ui
