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

// The entry of a transformer's metadata that lists its classes.
inline constexpr const char* kClassNamesKey = "class_names";

// folders: names of classes, in the order of their labels -> the text of that entry, a JSON list
std::string classNamesMetadata(const std::vector<std::string>& folders);

class ClassNames {
  public:
    ClassNames() = default;
    // Throws Error(File) naming source and line if the table is malformed; indices must be 0, 1, ….
    static ClassNames parse(std::string_view table, const std::string& source);
    static ClassNames read(const std::string& path);
    static const ClassNames& imagenet1k();
    // Names of classes that are folders of pictures. A folder named by a WordNet id of ImageNet has
    // that class's names; commas in another folder's name separate names.
    static ClassNames ofFolders(const std::vector<std::string>& folders);
    // From metadata of weights (kClassNamesKey): a JSON list of folder names. No names for another
    // text.
    static ClassNames ofMetadata(const std::string& text);

    // The text that parse reads.
    std::string table() const;
    int count() const { return static_cast<int>(classes_.size()); }
    const ClassName& operator[](int label) const { return classes_[label]; }
    // The name to show; "no class" for kNoClass, empty if the label has no name.
    std::string shown(int label) const;

    // Finds a label by index, WordNet id, name (any of a class's names or all of them, separated by
    // commas, in any case) or "none".
    // classes: class count of the model. Throws Error(Usage) with the nearest names if nothing
    // matches, or with the indices if several classes have the name.
    int find(const std::string& text, int classes) const;
    // Names similar to text, nearest first.
    std::vector<std::string> suggestions(const std::string& text, int count) const;

  private:
    std::vector<ClassName> classes_;
};

}  // namespace duo
