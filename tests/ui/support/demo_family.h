// Models for tests of the window, as files: no tensor is touched in here.
#pragma once

#include <QString>
#include <vector>

namespace duo::ui::test {

// A family of six scales whose pictures of 96 x 96 take some 20 ms, with lively weights: 10 classes
// with names, vqvae, drafter and refiner.safetensors. Made once a program, gone at its end.
QString tinyFamilyFolder();

// The tiny family once more in this folder, with a drafter_N and a refiner_N for each of the
// splits: the drafter's and the refiner's own weights with some of them changed. Returns the
// folder.
QString addPairsTo(const QString& folder, const std::vector<int>& splits);

// models/demo where it holds a whole family, else the tiny one.
QString demoFamilyFolder();

}  // namespace duo::ui::test
