// The KV cache in memory of the program's own allocator, which asks for large pages.
#include "model/kv_cache.h"

#include <gtest/gtest.h>

#include "engine/tensor_memory.h"
#include "support/resident.h"

namespace duo {
namespace {

void write(const KvCache& cache, std::int64_t tokens) {
    for (const int layer : {0, 1}) {
        const KvCache::View first = cache.first(layer, tokens);
        first.k.fill_(1), first.v.fill_(2);
    }
}

TEST(KvCachePages, HoldWhatWasWrittenWhereTheCacheGrows) {
    TensorMemory::install();
    const std::int64_t before = test::residentOwnBytes();
    if (before < 0) GTEST_SKIP() << "the system does not tell resident pages";
    const KvCache cache(2, {2, 8, 4096, 64}, at::kFloat);
    write(cache, 4096);  // as an earlier tensor may have left it
    EXPECT_GT(test::residentOwnBytes() - before, cache.bytes() * 9 / 10);
    cache.growByPages();
    write(cache, 16);
    EXPECT_GT(test::residentOwnBytes() - before, cache.bytes() / 512);
    EXPECT_LT(test::residentOwnBytes() - before, cache.bytes() / 8);
}

}  // namespace
}  // namespace duo
