// log.csv: its columns, also where a run of an older version goes on.
#include "train/training_log.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "train/tiny.h"

namespace duo::test {
namespace {

std::string contents(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(TrainingLog, NamesItsColumnsAndLeavesWhatIsNotMeasuredEmpty) {
    const ScratchFolder folder;
    const std::string path = folder / "log.csv";
    {
        train::TrainingLog log(path, 0);
        log.add(20, {{"loss", 0.5}, {"scale_2", std::nan("")}});
        log.add(40, {{"loss", 0.25}, {"scale_2", 3}});
    }
    EXPECT_EQ(contents(path), "step,loss,scale_2\n20,0.5,\n40,0.25,3\n");
    train::TrainingLog(path, 20).add(40, {{"loss", 1}, {"scale_2", 2}});
    EXPECT_EQ(contents(path), "step,loss,scale_2\n20,0.5,\n40,1,2\n");
}

TEST(TrainingLog, GoesOnInTheColumnsOfAnOlderVersion) {
    const ScratchFolder folder;
    const std::string path = folder / "log.csv";
    std::ofstream(path) << "step,seconds,loss,old\n20,7,0.5,1\n40,14,0.25,2\n";
    {
        train::TrainingLog log(path, 20);
        log.add(40, {{"seconds", 13}, {"seconds_left", 90}, {"loss", 0.75}});
        log.add(60, {{"seconds", 19}, {"seconds_left", 84}, {"loss", 0.5}});
    }
    EXPECT_EQ(contents(path),
              "step,seconds,loss,old,seconds_left\n"
              "20,7,0.5,1,\n"
              "40,13,0.75,,90\n"
              "60,19,0.5,,84\n");
}

}  // namespace
}  // namespace duo::test
