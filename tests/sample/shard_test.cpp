// Which part of a run a process makes.
#include "sample/shard.h"

#include <gtest/gtest.h>

#include <map>

#include "support/expect_error.h"

namespace duo::sample {
namespace {

Environment with(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

TEST(FindShard, OneProcessMakesAll) {
    const Shard shard = findShard("", with({}));
    EXPECT_EQ(shard.index, 0);
    EXPECT_EQ(shard.count, 1);
    EXPECT_EQ(shard.source, "");
}

TEST(FindShard, TheOptionComesFirst) {
    const Shard shard =
        findShard("1/4", with({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"LOCAL_RANK", "3"}}));
    EXPECT_EQ(shard.index, 1);
    EXPECT_EQ(shard.count, 4);
    EXPECT_EQ(shard.localRank, 3);
}

TEST(FindShard, RanksDivideTheirArrayTask) {
    const std::map<std::string, std::string> array{{"SLURM_ARRAY_TASK_ID", "30"},
                                                   {"SLURM_ARRAY_TASK_COUNT", "3"},
                                                   {"SLURM_ARRAY_TASK_MIN", "10"},
                                                   {"SLURM_ARRAY_TASK_STEP", "10"}};
    EXPECT_EQ(findShard("", with(array)).index, 2);
    auto both = array;
    both.insert({{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"LOCAL_RANK", "1"}});
    const Shard shard = findShard("", with(both));
    EXPECT_EQ(shard.index, 5);
    EXPECT_EQ(shard.count, 6);
    EXPECT_EQ(shard.localRank, 1);
}

TEST(FindShard, ImpossiblePartsAreRefused) {
    for (const char* option : {"4/4", "-1/4", "1/0", "1", "a/b", "1/4x"}) {
        EXPECT_DUO_ERROR(findShard(option, with({})), ErrorKind::Usage, "--shard takes i/n",
                         option);
    }
    EXPECT_DUO_ERROR(findShard("", with({{"RANK", "2"}, {"WORLD_SIZE", "2"}})), ErrorKind::Usage,
                     "torchrun says that this is part 2 of 2");
    EXPECT_DUO_ERROR(findShard("", with({{"RANK", "x"}, {"WORLD_SIZE", "2"}})), ErrorKind::Usage,
                     "The variable RANK is 'x'");
}

}  // namespace
}  // namespace duo::sample
