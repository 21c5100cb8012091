// A folder for the pictures of one test, and the tiny family that makes them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/process.h"
#include "io/png.h"
#include "protocol/provenance.h"
#include "support/tiny_family.h"

namespace duo::test {

class PictureFolder : public testing::Test {
  protected:
    PictureFolder() {
        std::string path =
            (std::filesystem::temp_directory_path() / "duoscale-cli-XXXXXX").string();
        out_ = mkdtemp(path.data());
    }
    ~PictureFolder() override { std::filesystem::remove_all(out_); }
    static const TinyFamily& family() {
        static const TinyFamily family;
        return family;
    }
    // A command with the tiny family on one thread of the CPU.
    static Outcome runCommand(const std::string& name, std::vector<std::string> more) {
        std::vector<std::string> all{name,        "--models", family().folder(), "--device", "cpu",
                                     "--threads", "1"};
        all.insert(all.end(), more.begin(), more.end());
        return run(all);
    }
    std::string file(const std::string& name) const { return (out_ / name).string(); }
    // The files that a command names on standard output.
    static std::vector<std::string> named(const Outcome& outcome) {
        std::vector<std::string> files;
        std::string line;
        for (const char c : outcome.out) {
            if (c != '\n') {
                line += c;
                continue;
            }
            files.push_back(line);
            line.clear();
        }
        return files;
    }
    static Provenance provenance(const std::string& path) {
        return parseProvenance(io::readPngTexts(path).at(kProvenanceKey));
    }

    std::filesystem::path out_;
};

inline bool says(const Outcome& outcome, const std::string& words) {
    return outcome.err.find(words) != std::string::npos;
}

}  // namespace duo::test
