// The files of a run folder that one program writes and another reads: sample.json, sweep.json,
// family-run.json and log.csv. Each has one codec here. A key never changes once released; readers
// ignore keys and columns that they do not know, and refuse a newer version by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace duo {

enum class RunFileFault {
    NotJson,       // detail: the byte where parsing stopped
    NewerVersion,  // detail: the program that wrote the file
    NotManifest,   // sample.json or family-run.json without the fields of one
    NoTable,       // sweep.json without points
    BadPoint,      // a point without a split or a pair
    NotANumber,    // detail: the key
};

// Error(File). A front end may word the fault itself.
class RunFileError : public Error {
  public:
    RunFileError(RunFileFault fault, std::string detail, const std::string& message,
                 std::string hint = {})
        : Error(ErrorKind::File, message, std::move(hint)),
          fault_(fault),
          detail_(std::move(detail)) {}

    RunFileFault fault() const { return fault_; }
    const std::string& detail() const { return detail_; }

  private:
    RunFileFault fault_;
    std::string detail_;
};

// ---- sample.json

inline constexpr const char* kSampleManifestFile = "sample.json";
inline constexpr const char* kDraftCommand = "draft";  // SampleManifest::command of drafts

// Which pictures a run folder holds, of which models and settings. Picture i is picture i / classes
// of class i % classes, so every part of the run holds all classes evenly, and the first pictures
// stay the same if a class gets more.
struct SampleManifest {
    std::string command =
        "sample";             // or "sweep" or "draft", which claim their folders the same way
    std::vector<int> labels;  // the classes, each once
    std::vector<std::string> names;  // beside labels; empty where a class has none
    int perClass = 0;
    std::uint64_t seed = 0;
    // What else the pictures depend on, by key (see settingWords), and "recipe": the name of the
    // recipe that gave the sampling values, absent if none was asked for.
    std::vector<std::pair<std::string, std::string>> settings;

    std::int64_t count() const { return static_cast<std::int64_t>(labels.size()) * perClass; }
    int label(std::int64_t image) const { return labels[image % labels.size()]; }
    // "000012_0003-mountain-lake.png": index within the class, then the class. Names sort by index.
    // Drafts are picked by number, so theirs begin with the number of the picture.
    std::string fileName(std::int64_t image) const;
    // Empty where the run has no such setting.
    std::string setting(std::string_view key) const;
    bool operator==(const SampleManifest&) const = default;
};

std::string sampleManifestText(const SampleManifest& manifest);
// Reads this version and "duoscale sample 1", whose settings were keyed by words. file: for the
// message. Throws RunFileError.
SampleManifest parseSampleManifest(std::string_view text, const std::string& file);

// A setting's key as a sentence names it: "top_p" -> "top-p", "seed" -> "the seed". Covers the
// fields of the manifest too: "command", "classes", "per_class", "seed".
std::string settingWords(std::string_view key);
// The key of a model that is specialised for a split: "specialised:drafter_8@8".
std::string specialisedKey(std::string_view model, int split);

// ---- sweep.json

inline constexpr const char* kSplitCurveFile = "sweep.json";

// One line of the table: one pair of models at one split, or, without a split, pictures that the
// pairs are compared with. Values that were not measured are absent.
struct SplitPoint {
    std::optional<int> split;
    std::string pair;  // "training-free" or "specialised"; without a split: what the pictures are
    std::int64_t pictures = 0;
    std::optional<double> frechetDistance, precision, recall, inceptionScore;
    std::optional<double> classAccuracy;                                  // 0 … 1
    std::optional<double> picturesPerSecond, picturesPerSecondWithVqVae;  // the first as published
    std::optional<std::int64_t> peakBytes;          // weights, caches, activations of one batch
    std::optional<double> frechetLow, frechetHigh;  // 95 % interval of the distance
    std::optional<std::int64_t> frechetSubsets;     // of the pictures, which the interval is from
    bool operator==(const SplitPoint&) const = default;
};

// Quality, speed and memory against the split point.
struct SplitCurve {
    std::string title;      // models and sampling in one line
    std::string features;   // the network; empty where quality was not measured
    std::string reference;  // the pictures that quality compares with
    std::string device;
    int batch = 0;
    std::vector<SplitPoint> points;
    std::string interval;  // how the distance's interval is computed; empty if there is none
    bool operator==(const SplitCurve&) const = default;
};

std::string splitCurveText(const SplitCurve& curve);
// Reads this version and files without a version. file: for the message. Throws RunFileError.
SplitCurve parseSplitCurve(std::string_view text, const std::string& file);

// ---- family-run.json

inline constexpr const char* kFamilyRunFile = "family-run.json";

enum class StageState { Waiting, Running, Done };

// One step of the training of a family.
struct FamilyStage {
    std::string name;    // "vqvae", "tokens", "drafter", "refiner", "drafter_8", "refiner_8",
                         // "classifier", "family", "evaluation", "sheet", "card"
    std::string folder;  // its own run folder, relative to the file's; empty: it has none
    double minutes = 0;  // planned; set again when the stage begins
    double seconds = 0;  // taken, over all sessions
    StageState state = StageState::Waiting;
    bool operator==(const FamilyStage&) const = default;
};

// The training of a family in one folder: what is planned and how far it is.
struct FamilyRun {
    std::string family;  // folder of the finished models, relative to the file's, or absolute
    std::string data;    // the pictures, for people
    // What the plan was made from, by key.
    std::vector<std::pair<std::string, std::string>> settings;
    std::vector<FamilyStage> stages;

    // Empty where there is no such setting.
    std::string setting(std::string_view key) const;
    bool operator==(const FamilyRun&) const = default;
};

std::string familyRunText(const FamilyRun& run);
// file: for the message. Throws RunFileError.
FamilyRun parseFamilyRun(std::string_view text, const std::string& file);

// ---- log.csv

inline constexpr const char* kTrainingLogFile = "log.csv";

namespace log_column {
inline constexpr const char* kStep = "step";  // always the first
inline constexpr const char* kLoss = "loss";
inline constexpr const char* kRate = "rate";  // learning rate
inline constexpr const char* kPicturesPerSecond = "pictures_per_second";
inline constexpr const char* kSecondsLeft = "seconds_left";
}  // namespace log_column

// A report. NaN where the log has no such column, or an empty cell in it.
struct TrainingLogRow {
    double step = 0;
    double loss, rate, perSecond, secondsLeft;  // perSecond: pictures
};

// The heading of a log says what its columns are: its first line, then one line a report. This is
// the file's version: columns may be added, and are found by name.
class TrainingLogHeading {
  public:
    TrainingLogHeading() = default;  // of an empty file
    explicit TrainingLogHeading(std::string_view line);

    // Without the line's end.
    std::string line() const;
    // Numbers go to the columns of their names; a column without a number, or with NaN, is empty.
    std::string rowText(std::int64_t step,
                        const std::vector<std::pair<std::string, double>>& numbers) const;
    // Nothing for a line without a step.
    std::optional<TrainingLogRow> row(std::string_view line) const;

    bool has(std::string_view column) const { return find(column) >= 0; }
    void add(const std::string& column);

  private:
    int find(std::string_view column) const;
    void locate();

    std::vector<std::string> columns_{log_column::kStep};
    int step_ = 0, loss_ = -1, rate_ = -1, perSecond_ = -1, secondsLeft_ = -1;
};

}  // namespace duo
