#include "io/atomic_file.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <functional>

#include "hostile.h"
#include "io/png.h"

namespace duo {
namespace {

using namespace test;

constexpr int kSkipped = 77;

// Runs body in a child process and returns its exit status: 0 if it passed.
int inChild(const std::function<int()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        int status = 1;
        try {
            status = body();
        } catch (const std::exception& error) {
            ::write(2, error.what(), std::strlen(error.what()));
        }
        ::_exit(status);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

// Whether write fails with an Error(File) that contains words.
bool failsSaying(const std::string& words, const std::function<void()>& write) {
    try {
        write();
    } catch (const Error& error) {
        const std::string text = error.what();
        if (error.kind() == ErrorKind::File && text.find(words) != std::string::npos) return true;
        ::write(2, text.data(), text.size());
    }
    return false;
}

TEST(AtomicFile, AppearsWholeOnCommit) {
    const TemporaryFolder folder;
    const std::string path = folder.file("out.bin");
    {
        io::AtomicFile file(path);
        file.write("hello", 5);
        EXPECT_FALSE(std::filesystem::exists(path));
        file.commit();
    }
    EXPECT_EQ(readFile(path), "hello");
    EXPECT_EQ(folder.files(), 1u);
}

TEST(AtomicFile, LeavesNothingWithoutCommit) {
    const TemporaryFolder folder;
    const std::string path = folder.file("out.bin");
    writeFile(path, "old");
    {
        io::AtomicFile file(path);
        file.write("half", 4);
    }
    EXPECT_EQ(readFile(path), "old");
    EXPECT_EQ(folder.files(), 1u);
}

TEST(AtomicFile, ReplacesAndKeepsToTheUsersMask) {
    const TemporaryFolder folder;
    const std::string path = folder.file("out.bin");
    writeFile(path, "old");
    const mode_t mask = ::umask(022);
    io::writeFileAtomically(path, "new", 3);
    ::umask(mask);
    EXPECT_EQ(readFile(path), "new");
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644u);
}

TEST(AtomicFile, TheLongestNameWorks) {
    const TemporaryFolder folder;
    const std::string path = folder.file(std::string(255, 'n'));
    io::writeFileAtomically(path, "x", 1);
    EXPECT_EQ(readFile(path), "x");
}

TEST(AtomicFile, KeepsPipesAndFoldersFromBeingReplaced) {
    const TemporaryFolder folder;
    const std::string pipe = folder.file("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_TRUE(failsSaying("a device or a pipe", [&] { io::writeFileAtomically(pipe, "a", 1); }));
    struct stat found {};
    ASSERT_EQ(::stat(pipe.c_str(), &found), 0);
    EXPECT_TRUE(S_ISFIFO(found.st_mode));
    EXPECT_THROW(io::writeFileAtomically(folder.path().string(), "a", 1), Error);
}

TEST(AtomicFile, SaysWhyItCannotBegin) {
    const TemporaryFolder folder;
    writeFile(folder.file("plain"), "x");
    const auto write = [](const std::string& path) {
        return [path] { io::writeFileAtomically(path, "x", 1); };
    };
    EXPECT_TRUE(failsSaying("there is no folder", write(folder.file("absent/out.bin"))));
    EXPECT_TRUE(failsSaying("is not a folder", write(folder.file("plain/out.bin"))));
    EXPECT_TRUE(failsSaying("a folder has that name", write(folder.path().string())));
    EXPECT_EQ(folder.files(), 1u);
}

TEST(AtomicFile, UnwritableFoldersAreNamed) {
    const TemporaryFolder folder;
    const std::string locked = folder.file("locked");
    std::filesystem::create_directory(locked);
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(locked, std::filesystem::perms(0555));
    const int status = inChild([&] {
        // The superuser may write anywhere, so switch to another user.
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setuid(65534) != 0)) {
            return kSkipped;
        }
        return failsSaying("no permission to write into the folder '" + locked + "'",
                           [&] { io::writeFileAtomically(locked + "/out.png", "x", 1); })
                   ? 0
                   : 1;
    });
    if (status == kSkipped) GTEST_SKIP() << "cannot change the user";
    EXPECT_EQ(status, 0);
}

TEST(AtomicFile, AFullDeviceIsNamed) {
    const int full = ::open("/dev/full", O_WRONLY);
    if (full < 0) GTEST_SKIP() << "there is no /dev/full";
    EXPECT_TRUE(failsSaying("The disk became full while 'a.png'",
                            [&] { io::writeFully(full, "hello", 5, "a.png"); }));
    ::close(full);
}

TEST(AtomicFile, AFullDiskLeavesNoTrace) {
    const TemporaryFolder folder;
    const int status = inChild([&] {
        if (::unshare(CLONE_NEWNS) != 0 ||
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
            return kSkipped;
        }
        const std::string kept = folder.file("kept.bin");
        io::writeFileAtomically(kept, "kept", 4);
        const std::string large(1 << 20, 'x');
        const bool said = failsSaying("The disk became full", [&] {
            io::writeFileAtomically(folder.file("large.bin"), large.data(), large.size());
        });
        return said && folder.files() == 1 && readFile(kept) == "kept" ? 0 : 1;
    });
    if (status == kSkipped) GTEST_SKIP() << "may not mount a small disk";
    EXPECT_EQ(status, 0);
}

TEST(AtomicFile, AFileSizeLimitIsNamedAndLeavesNoTrace) {
    const TemporaryFolder folder;
    const int status = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = 1000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const std::vector<float> values(1000);
        const io::TensorToWrite tensor{
            "w", io::DType::Float32, {1000}, reinterpret_cast<const std::byte*>(values.data())};
        const bool said = failsSaying("limit on the size of a file", [&] {
            io::writeSafetensors(folder.file("w.safetensors"), {tensor}, {});
        });
        return said && folder.files() == 0 ? 0 : 1;
    });
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace duo
