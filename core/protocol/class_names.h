// Names of the classes: ImageNet-1k built in, or a family's classes.tsv (columns index, WordNet id,
// names; the WordNet id may be empty, commas separate the names).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duo {

struct ClassName {
    std::string wordNetId;           // empty if there is none
    std::vector<std::string> names;  // the first one is shown
    bool operator==(const ClassName&) const = default;
};

class ClassNames {
  public:
    ClassNames() = default;
    // Throws Error(File) naming source and line if the table is malformed; indices must be 0, 1, ….
    static ClassNames parse(std::string_view table, const std::string& source);
    static ClassNames read(const std::string& path);
    static const ClassNames& imagenet1k();

    int count() const { return static_cast<int>(classes_.size()); }
    const ClassName& operator[](int label) const { return classes_[label]; }
    // The name to show; "no class" for kNoClass, empty if the label has no name.
    std::string shown(int label) const;

    // Finds a label by index, WordNet id, name (any of a class's names, any case) or "none".
    // classes: class count of the model. Throws Error(Usage) with the nearest names if nothing
    // matches, or with the indices if several classes have the name.
    int find(const std::string& text, int classes) const;
    // Names similar to text, nearest first.
    std::vector<std::string> suggestions(const std::string& text, int count) const;

  private:
    std::vector<ClassName> classes_;
};

}  // namespace duo
