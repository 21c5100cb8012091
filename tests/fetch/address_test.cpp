// Mirrors, pauses and sizes.
#include "fetch/address.h"

#include <gtest/gtest.h>

#include "fetch/disk_room.h"
#include "fetch/retry.h"
#include "fetch/speed_meter.h"
#include "io/temporary_folder.h"
#include "support/expect_error.h"

namespace duo::fetch {
namespace {

TEST(Address, AMirrorReplacesTheHubAlone) {
    const std::string file = "https://huggingface.co/FoundationVision/var/resolve/main/var_d16.pth";
    EXPECT_EQ(atEndpoint(file, ""), file);
    EXPECT_EQ(atEndpoint(file, "https://mirror.org/"),
              "https://mirror.org/FoundationVision/var/resolve/main/var_d16.pth");
    EXPECT_EQ(atEndpoint("https://github.com/a", "https://mirror.org"), "https://github.com/a");
    EXPECT_DUO_ERROR(atEndpoint(file, "mirror.org"), ErrorKind::Usage, "mirror.org",
                     "not a web address");
    EXPECT_DUO_ERROR(atEndpoint(file, "https://"), ErrorKind::Usage, "not a web address");
    EXPECT_DUO_ERROR(atEndpoint(file, "file:///etc"), ErrorKind::Usage, "not a web address");
    EXPECT_EQ(hostOf("http://user:word@host.org:80/a?b"), "host.org:80");
    EXPECT_EQ(hostOf("nothing"), "");
}

TEST(Retry, PausesDoubleUpToTheirLimit) {
    using std::chrono::milliseconds;
    RetryPolicy policy;
    policy.firstPause = milliseconds(100);
    policy.maxPause = milliseconds(500);
    EXPECT_EQ(pauseBefore(policy, 1, 0), milliseconds(100));
    EXPECT_EQ(pauseBefore(policy, 3, 0), milliseconds(400));
    EXPECT_EQ(pauseBefore(policy, 9, 0), milliseconds(500));
    EXPECT_EQ(pauseBefore(policy, 1, 7), milliseconds(7000));  // the server asked for it
}

TEST(SpeedMeter, CountsTheLastSecondsAlone) {
    SpeedMeter meter;
    const SpeedMeter::Clock::time_point start;
    using std::chrono::seconds;
    EXPECT_EQ(meter.bytesPerSecond(), 0);
    meter.note(0, start);
    meter.note(9000, start + seconds(1));
    EXPECT_DOUBLE_EQ(meter.bytesPerSecond(), 9000);
    for (int i = 2; i < 30; ++i) meter.note(9000 + 100 * (i - 1), start + seconds(i));
    EXPECT_DOUBLE_EQ(meter.bytesPerSecond(), 100);
}

TEST(DiskRoom, IsCheckedWithBothNumbers) {
    const test::TemporaryFolder folder;
    EXPECT_GT(freeBytes(folder.file("not/yet/there")), 0);
    EXPECT_NO_THROW(requireRoom(folder.path(), 1, "a file"));
    EXPECT_DUO_ERROR(requireRoom(folder.path(), std::int64_t{1} << 60, "a file"), ErrorKind::File,
                     "too little room for a file", "are free");
    EXPECT_EQ(sizeText(8'042'307'088), "8.0 GB");
    EXPECT_EQ(sizeText(436'075'834), "436 MB");
    EXPECT_EQ(sizeText(999'600), "1.0 MB");
    EXPECT_EQ(sizeText(0), "0.0 kB");
}

}  // namespace
}  // namespace duo::fetch
