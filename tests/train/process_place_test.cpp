// A process's rank from the launcher's variables, and a group of one.
#include <gtest/gtest.h>

#include <map>

#include "support/expect_error.h"
#include "train/process_group.h"
#include "train/process_place.h"

namespace duo::test {
namespace {

using Variables = std::map<std::string, std::string>;

train::ProcessPlace placeOf(const Variables& variables) {
    return train::findPlace([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

const Variables kSecondOfFour{
    {"RANK", "1"}, {"WORLD_SIZE", "4"}, {"MASTER_ADDR", "node7"}, {"MASTER_PORT", "29500"}};

Variables with(Variables variables, const std::string& name, const std::string& value) {
    variables[name] = value;
    return variables;
}

TEST(ProcessPlace, WithoutVariablesAProcessIsAlone) {
    const train::ProcessPlace place = placeOf({{"LOCAL_RANK", "3"}});
    EXPECT_EQ(place.count, 1);
    EXPECT_EQ(place.rank, 0);
    EXPECT_EQ(place.localRank, -1);
}

TEST(ProcessPlace, ReadsTheLaunchersVariables) {
    const train::ProcessPlace place = placeOf(kSecondOfFour);
    EXPECT_EQ(place.rank, 1);
    EXPECT_EQ(place.count, 4);
    EXPECT_EQ(place.address, "node7");
    EXPECT_EQ(place.port, 29500);
    EXPECT_EQ(place.localRank, -1);
    EXPECT_FALSE(place.launcherListens);
    const train::ProcessPlace torchrun = placeOf(
        with(with(kSecondOfFour, "LOCAL_RANK", "1"), "TORCHELASTIC_USE_AGENT_STORE", "True"));
    EXPECT_EQ(torchrun.localRank, 1);
    EXPECT_TRUE(torchrun.launcherListens);
    EXPECT_EQ(placeOf(with(kSecondOfFour, "DUOSCALE_PEER_TIMEOUT", "7")).patience.count(), 7);
}

TEST(ProcessPlace, NamesTheVariableThatIsMissingOrMakesNoSense) {
    for (const auto& [name, value] : kSecondOfFour) {
        Variables others = kSecondOfFour;
        others.erase(name);
        EXPECT_DUO_ERROR(placeOf(others), ErrorKind::Usage, name.c_str(), "torchrun");
    }
    EXPECT_DUO_ERROR(placeOf(with(kSecondOfFour, "RANK", "4")), ErrorKind::Usage, "RANK is '4'",
                     "0 to 3");
    EXPECT_DUO_ERROR(placeOf(with(kSecondOfFour, "RANK", "one")), ErrorKind::Usage, "RANK");
    EXPECT_DUO_ERROR(placeOf(with(kSecondOfFour, "WORLD_SIZE", "0")), ErrorKind::Usage,
                     "WORLD_SIZE");
    EXPECT_DUO_ERROR(placeOf(with(kSecondOfFour, "MASTER_PORT", "70000")), ErrorKind::Usage,
                     "MASTER_PORT", "65535");
    EXPECT_DUO_ERROR(placeOf(with(kSecondOfFour, "LOCAL_RANK", "-1")), ErrorKind::Usage,
                     "LOCAL_RANK");
    EXPECT_DUO_ERROR(placeOf({{"DUOSCALE_PEER_TIMEOUT", "soon"}}), ErrorKind::Usage,
                     "DUOSCALE_PEER_TIMEOUT");
}

TEST(ProcessGroup, OfOneGivesBackWhatItWasGiven) {
    const train::ProcessGroup alone;
    const at::Tensor numbers = at::arange(3, at::kFloat);
    alone.average({numbers});
    alone.broadcast({numbers});
    EXPECT_TRUE(numbers.equal(at::arange(3, at::kFloat)));
    EXPECT_TRUE(alone.gather(numbers).equal(numbers));
    EXPECT_EQ(alone.average(std::vector<double>{0.1, 2}), (std::vector<double>{0.1, 2}));
    EXPECT_EQ(alone.broadcast("text"), "text");
    EXPECT_TRUE(alone.leads());
    EXPECT_EQ(alone.count(), 1);
}

}  // namespace
}  // namespace duo::test
