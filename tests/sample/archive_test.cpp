// The archive of a run over several folders.
#include "sample/archive.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "io/npz_reader.h"
#include "io/png.h"
#include "io/temporary_folder.h"
#include "sample/sample_support.h"
#include "support/expect_error.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;

struct SampleArchiveTest : testing::Test {
    test::TemporaryFolder folder;
    std::string archive = folder.file("all.npz");

    SampleJob shard(int index, const char* name) {
        SampleJob job = test::smallJob(folder.file(name));
        job.shard = {index, 2, -1, "a test"};
        fs::create_directories(job.folder);
        test::FakeEngine engine;
        runSample(job, engine.job(), {});
        return job;
    }
};

TEST_F(SampleArchiveTest, HoldsThePicturesOfAllFoldersInOrder) {
    const SampleJob a = shard(0, "a"), b = shard(1, "b");
    std::int64_t told = 0;
    writeSampleArchive(a.manifest, {a.folder, b.folder}, archive,
                       [&](std::int64_t written, std::int64_t count) {
                           EXPECT_EQ(written, ++told);
                           EXPECT_EQ(count, 6);
                       },
                       {});
    EXPECT_EQ(told, 6);
    const io::NpzFile npz(archive);
    const io::NpzFile::Array pictures = npz.array("arr_0"), labels = npz.array("arr_1");
    EXPECT_EQ(pictures.shape, (std::vector<std::int64_t>{6, 4, 4, 3}));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(static_cast<int>(pictures.data[i * 48]), i);
    const std::int64_t due[] = {3, 1, 3, 1, 3, 1};
    EXPECT_EQ(std::memcmp(labels.data.data(), due, sizeof due), 0);
}

TEST_F(SampleArchiveTest, MissingAndForeignPicturesAreRefused) {
    const SampleJob a = shard(0, "a"), b = shard(1, "b");
    EXPECT_DUO_ERROR(writeSampleArchive(a.manifest, {a.folder}, archive, {}, {}), ErrorKind::File,
                     "2 of 6 pictures are missing", a.manifest.fileName(2).c_str());
    io::writePng(b.folder + "/" + a.manifest.fileName(2), {4, 4, std::vector<std::uint8_t>(48)});
    EXPECT_DUO_ERROR(writeSampleArchive(a.manifest, {a.folder, b.folder}, archive, {}, {}),
                     ErrorKind::File, "is not picture 2 of this run");
    EXPECT_FALSE(fs::exists(archive));
}

}  // namespace
}  // namespace duo::sample
