// What the labels are called: ImageNet-1k built in, or a family's own classes.tsv ("index, WordNet
// id, names" between tabs; the WordNet id may be empty, names are parted by commas).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duo {

struct ClassName {
    std::string wordNetId;           // empty where there is none
    std::vector<std::string> names;  // the first one is shown
    bool operator==(const ClassName&) const = default;
};

class ClassNames {
  public:
    ClassNames() = default;
    // Throws Error(File) naming source and line where the table is not as above: indices 0, 1, ….
    static ClassNames parse(std::string_view table, const std::string& source);
    static ClassNames read(const std::string& path);
    static const ClassNames& imagenet1k();

    int count() const { return static_cast<int>(classes_.size()); }
    const ClassName& operator[](int label) const { return classes_[label]; }
    // The shown name; "no class" for kNoClass, empty where the label has none.
    std::string shown(int label) const;

    // An index, a WordNet id, a name (any of a class's names, any case) or "none" -> label.
    // classes: how many the model has. Throws Error(Usage) with the nearest names where nothing
    // matches, and with the indices where a name means several classes.
    int find(const std::string& text, int classes) const;
    // Names like the text, nearest first.
    std::vector<std::string> suggestions(const std::string& text, int count) const;

  private:
    std::vector<ClassName> classes_;
};

}  // namespace duo
