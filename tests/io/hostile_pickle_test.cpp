// Pickles that try to run code, crash, or exhaust time and memory. Each must give one error.
#include <sys/resource.h>

#include "hostile.h"

namespace duo {
namespace {

using namespace test;
using ::testing::Test;

// Runs body with a limit on additional address space, so that an allocation driven by a hostile
// length fails. Sanitizers reserve terabytes and cannot be limited.
template <typename Body>
void withLittleMemory(const Body& body) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    std::ifstream statistics("/proc/self/statm");
    std::size_t pages = 0;
    statistics >> pages;
    rlimit before{};
    ::getrlimit(RLIMIT_AS, &before);
    rlimit limited = before;
    limited.rlim_cur = pages * 4096 + (std::size_t{512} << 20);
    ASSERT_EQ(::setrlimit(RLIMIT_AS, &limited), 0);
    body();
    ::setrlimit(RLIMIT_AS, &before);
#else
    body();
#endif
}

std::string repeated(const std::string& text, std::size_t count) {
    std::string all;
    all.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

TEST(HostilePickle, RefusesEveryOtherGlobalByName) {
    const std::vector<std::pair<std::string, std::string>> names{
        {"posix", "system"},
        {"os", "system"},
        {"builtins", "eval"},
        {"builtins", "getattr"},
        {"subprocess", "Popen"},
        {"torch", "load"},
        {"torch.serialization", "load"},
        {"argparse", "Namespace"},
        {"torch._utils", "_rebuild_sparse_tensor"},
        {"numpy.core.multiarray", "_reconstruct"}};
    for (const auto& [module, name] : names) {
        const std::string call = pickleGlobal(module, name) + "(" + pickleText("true") + "tR";
        EXPECT_NE(refusal(torchArchive(pickle(call))).find("'" + module + "." + name + "'"),
                  std::string::npos);
        const std::string stacked = pickleText(module) + pickleText(name) + "\x93";
        EXPECT_NE(refusal(torchArchive(pickle(stacked))).find("'" + module + "." + name + "'"),
                  std::string::npos);
    }
}

TEST(HostilePickle, RefusesANamespaceThatTorchSaved) {
    try {
        io::openTensorFile(fixture("namespace.pth"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("'argparse.Namespace'"), std::string::npos);
        EXPECT_NE(error.hint().find("state_dict"), std::string::npos);
    }
}

TEST(HostilePickle, RefusesCallsThatNoTensorNeeds) {
    const std::string storage = pickleGlobal("torch", "FloatStorage");
    for (const std::string& program :
         {storage + ")R", pickleText("a") + ")R", pickleGlobal("torch", "Size") + ")R",
          pickleGlobal("torch._utils", "_rebuild_tensor_v2") + ")R",
          pickleGlobal("torch._utils", "_rebuild_parameter") + "(NtR",
          pickleGlobal("collections", "OrderedDict") + "(K\x01tR",
          pickleGlobal("torch", "device") + ")R", pickleText("a") + "NbN0",
          "(" + pickleText("module") + "NNNtQ", std::string("(lNQ"), std::string("\x81"),
          std::string("i")}) {
        refusal(torchArchive(pickle(program)));
    }
}

TEST(HostilePickle, RefusesBrokenStacks) {
    for (const std::string& program :
         {std::string("0"),     std::string("t"),       std::string("a"),        std::string("]a"),
          std::string("(]a"),   std::string("}K\x01s"), std::string("}(K\x01u"), std::string("2"),
          std::string("h\x05"), std::string("q\x05"),   std::string("R"),        std::string("NR"),
          std::string("]NR"),   std::string("(("),      std::string("NN"),       std::string(""),
          std::string("\x86"),  std::string("N\x87"),   std::string("("),        std::string("b"),
          std::string("\x93"),  std::string("(N(d"),    std::string("\x90")}) {
        refusal(torchArchive(pickle(program)));
    }
}

TEST(HostilePickle, RefusesOtherProtocols) {
    EXPECT_NE(refusal(torchArchive("\x80\x09N.")).find("protocol is 9"), std::string::npos);
    EXPECT_NE(refusal(torchArchive(std::string("\x80\x00N.", 4))).find("protocol"),
              std::string::npos);
}

TEST(HostilePickle, HugeLengthsAllocateNothing) {
    withLittleMemory([] {
        const auto large = little<std::uint64_t>(std::uint64_t{1} << 62);
        const auto most = little<std::uint64_t>(~std::uint64_t{0});
        for (const std::string program :
             {"X\xff\xff\xff\xff", "B\xff\xff\xff\x7f", "\x8b\xff\xff\xff\x7f", "\x8a\xff"}) {
            refusal(torchArchive(pickle(program)));
        }
        for (const std::string start : {"\x8d", "\x8e", "\x96"}) {
            refusal(torchArchive(pickle(start + large)));
            refusal(torchArchive(pickle(start + most)));
        }
    });
}

TEST(HostilePickle, DeepNestingNeitherRecursesNorPasses) {
    withLittleMemory([] {
        constexpr std::size_t kDeep = 1000000;
        const std::string lists = repeated("]", kDeep) + repeated("a", kDeep - 1);
        EXPECT_NE(refusal(torchArchive(pickle(lists))).find("deep"), std::string::npos);
        const std::string dicts = repeated("}K\x01", kDeep) + "N" + repeated("s", kDeep);
        EXPECT_NE(refusal(torchArchive(pickle(dicts))).find("deep"), std::string::npos);
        const std::string tuples = "N" + repeated("\x85", kDeep);
        EXPECT_NE(refusal(torchArchive(pickle(tuples))).find("deep"), std::string::npos);
    });
}

TEST(HostilePickle, EndlessAndExplodingValuesAreStopped) {
    withLittleMemory([] {
        // A list that contains itself.
        EXPECT_NE(refusal(torchArchive(pickle("]q\x01h\x01"
                                              "a")))
                      .find("deep"),
                  std::string::npos);
        // Each list contains the previous one ten times: 10^40 leaves in 40 levels.
        std::string bomb = "]q" + std::string(1, '\0');
        for (char level = 1; level < 40; ++level) {
            const std::string before = "h" + std::string(1, static_cast<char>(level - 1));
            bomb += "0](" + repeated(before, 10) + "eq" + std::string(1, level);
        }
        const std::string said = refusal(torchArchive(pickle(bomb)));
        EXPECT_NE(said.find("holds too"), std::string::npos) << said;
        // The same with a long text at the innermost level.
        std::string texts = pickleText(std::string(4000, 'x')) + "q" + std::string(1, '\0');
        for (char level = 1; level < 12; ++level) {
            const std::string before = "h" + std::string(1, static_cast<char>(level - 1));
            std::string dict = "0}(";
            for (int i = 0; i < 10; ++i) dict += pickleText(std::to_string(i)) + before;
            texts += dict + "uq" + std::string(1, level);
        }
        EXPECT_NE(refusal(torchArchive(pickle(texts))).find("too much text"), std::string::npos);
    });
}

TEST(HostilePickle, TooManyValuesAreStopped) {
    withLittleMemory([] {
        // Five million lists in ten megabytes, and many memo entries.
        EXPECT_NE(refusal(torchArchive(pickle("(" + repeated("]0", 5000000) + "t")))
                      .find("too many values"),
                  std::string::npos);
        EXPECT_NE(refusal(torchArchive(pickle("(" + repeated("N", 5000000) + "t")))
                      .find("too many values"),
                  std::string::npos);
    });
}

TEST(HostilePickle, TensorsBeyondTheirStorageAreRefused) {
    const std::string bytes(16, '\1');  // four float32
    const auto open = [&](std::int64_t elements, std::int64_t offset, const std::string& sizes,
                          const std::string& strides) {
        return refusal(torchArchive(
            pickle("}" + pickleText("w") + pickleTensor(elements, offset, sizes, strides) + "s"),
            bytes));
    };
    const std::string two = pickleInt(2);
    const std::string one = pickleInt(1);
    const std::int64_t huge = std::int64_t{1} << 62;
    EXPECT_NE(open(4, 3, two, one).find("'w'"), std::string::npos);
    EXPECT_NE(open(5, 3, two, one).find("holds 4"), std::string::npos);
    open(4, 0, two + two, two + two);
    open(4, 0, pickleInt(huge), one);
    open(huge, 0, pickleInt(huge), one);
    open(4, huge, two, one);
    open(4, huge, two, pickleInt(huge));
    open(4, 0, pickleInt(huge), pickleInt(0));     // one element viewed very many times
    open(4, 0, pickleInt(huge) + two, one + one);  // overflows the product
    open(4, 0, two, one + one);                    // one stride too many
    open(4, -1, two, one);
    open(4, 0, pickleInt(-2), one);
    open(4, 0, two, pickleInt(-1));
    open(4, 0, repeated(one, 65), repeated(one, 65));  // too many dimensions
    open(4, 0, "N", one);
}

TEST(HostilePickle, ASmallTensorOfTheSameMakingIsRead) {
    const TemporaryFolder folder;
    const std::string path = folder.file("good.pth");
    const std::string bytes = little(1.0f) + little(2.0f) + little(3.0f) + little(4.0f);
    const std::string two = pickleInt(2);
    writeFile(path, torchArchive(
                        pickle("}" + pickleText("w") + pickleTensor(4, 1, two, pickleInt(2)) + "s"),
                        bytes));
    const io::TensorFile file = io::openTensorFile(path);
    std::vector<float> values(2);
    io::copyRowMajor(file.tensors.at("w"), 0, 2, reinterpret_cast<std::byte*>(values.data()));
    EXPECT_EQ(values, (std::vector<float>{2.0f, 4.0f}));
}

TEST(HostilePickle, NamesGivenTwiceAreRefused) {
    const std::string tensor = pickleTensor(4, 0, pickleInt(1), pickleInt(1));
    const std::string twice = "}" + pickleText("w") + tensor + "s" + pickleText("w") + tensor + "s";
    EXPECT_NE(refusal(torchArchive(pickle(twice), std::string(16, '\1'))).find("twice"),
              std::string::npos);
}

TEST(HostilePickle, NamesWithoutEndAreRefused) {
    std::string nested = "N";
    std::string program = "N";
    for (int i = 0; i < 30; ++i) {
        program = "}" + pickleText(std::string(100, 'k')) + program + "s";
    }
    EXPECT_NE(refusal(torchArchive(pickle(program))).find("name of more than"), std::string::npos);
}

}  // namespace
}  // namespace duo
