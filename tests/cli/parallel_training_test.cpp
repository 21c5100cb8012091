// Training in several processes: two of them, meeting over Gloo, do what one process does.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "cli/process.h"
#include "io/tensor_entry.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::Outcome;
using test::Process;
using Words = std::vector<std::string>;

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

Words operator+(Words first, const Words& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

// One that is free now.
int freePort() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener, plain, size), 0);
    EXPECT_EQ(getsockname(listener, plain, &size), 0);
    close(listener);
    return ntohs(address.sin_port);
}

Words place(int rank, int port, int patience) {
    return {"RANK=" + std::to_string(rank), "WORLD_SIZE=2", "MASTER_ADDR=127.0.0.1",
            "MASTER_PORT=" + std::to_string(port),
            "DUOSCALE_PEER_TIMEOUT=" + std::to_string(patience)};
}

// The same command twice, as processes 0 and 1 of two.
class Pair {
  public:
    explicit Pair(const Words& command, int patience = 60) : Pair(command, command, patience) {}
    Pair(const Words& first, const Words& second, int patience = 60) {
        const int port = freePort();
        for (int rank = 0; rank < 2; ++rank) {
            processes_[rank] = std::make_unique<Process>(rank == 0 ? first : second, 0,
                                                         place(rank, port, patience));
            processes_[rank]->closeInput();
        }
    }
    Process& operator[](int rank) { return *processes_[rank]; }

  private:
    std::unique_ptr<Process> processes_[2];
};

// Columns that do not tell the time, row by row.
std::vector<std::vector<double>> logOf(const std::string& folder) {
    std::ifstream file(folder + "/log.csv");
    std::vector<std::vector<double>> rows;
    std::string line, cell;
    std::getline(file, line);
    std::vector<bool> timed;
    for (std::istringstream cells(line); std::getline(cells, cell, ',');)
        timed.push_back(cell.starts_with("seconds") || cell == "pictures_per_second");
    while (std::getline(file, line)) {
        std::size_t column = 0;
        rows.emplace_back();
        for (std::istringstream cells(line); std::getline(cells, cell, ','); ++column)
            if (!timed.at(column)) rows.back().push_back(cell.empty() ? -1 : std::stod(cell));
    }
    return rows;
}

class ParallelTraining : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return family_.folder() + "/" + name; }

    Words train(const std::string& model, const std::string& out, int batch) const {
        Words words{"train",     model, "--out",       path(out), "--batch",  std::to_string(batch),
                    "--threads", "1",   "--precision", "fp32",    "--device", "cpu",
                    "--warmup",  "2",   "--lr",        "1e-3"};
        if (model == "var") {
            words =
                words +
                Words{"--vqvae", family_.files().vqvae, "--depth", "2", "--width", "32", "--heads",
                      "2",       "--pictures",          "48"};
        }
        return words;
    }

    // Both end well; only the leader speaks.
    void runPair(const Words& command) {
        Pair pair(command);
        const Outcome follower = pair[1].finish(), leader = pair[0].finish();
        EXPECT_EQ(leader.status, 0) << leader.err;
        EXPECT_EQ(follower.status, 0) << follower.err;
        EXPECT_TRUE(holds(leader.err, "2 processes train together.")) << leader.err;
        EXPECT_EQ(follower.out + follower.err, "");
    }

    void runAlone(const Words& command) {
        const Outcome alone = test::run(command);
        EXPECT_EQ(alone.status, 0) << alone.err;
    }

    // Until a run has trained for some steps.
    void awaitRow(const std::string& out) const {
        for (int i = 0; i < 3000; ++i) {
            if (!logOf(path(out)).empty()) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        FAIL() << "no row in " << path(out) << "/log.csv";
    }

    test::TinyFamily family_;
};

void expectSameLog(const std::string& a, const std::string& b, std::size_t rows,
                   double tolerance = 1e-4) {
    const auto one = logOf(a), two = logOf(b);
    ASSERT_EQ(one.size(), rows) << a;
    ASSERT_EQ(two.size(), rows) << b;
    for (std::size_t row = 0; row < rows; ++row) {
        ASSERT_EQ(one[row].size(), two[row].size());
        for (std::size_t i = 0; i < one[row].size(); ++i)
            EXPECT_NEAR(one[row][i], two[row][i], tolerance * std::abs(one[row][i]))
                << row << " " << i;
    }
}

std::vector<float> numbersOf(const io::TensorEntry& entry) {
    std::vector<float> numbers(static_cast<std::size_t>(entry.elements()));
    io::copyRowMajor(entry, 0, entry.elements(), reinterpret_cast<std::byte*>(numbers.data()));
    return numbers;
}

// |a - b| / |a| over all fp32 tensors of two files.
double distance(const std::string& a, const std::string& b) {
    const io::TensorFile one = io::openTensorFile(a), two = io::openTensorFile(b);
    double apart = 0, whole = 0;
    EXPECT_EQ(one.tensors.size(), two.tensors.size());
    for (const auto& [name, entry] : one.tensors) {
        if (entry.dtype != io::DType::Float32) continue;
        const auto x = numbersOf(entry), y = numbersOf(two.tensors.at(name));
        for (std::size_t i = 0; i < x.size(); ++i) {
            apart += std::pow(double(x[i]) - y.at(i), 2);
            whole += std::pow(double(x[i]), 2);
        }
    }
    return std::sqrt(apart / whole);
}

TEST_F(ParallelTraining, TwoProcessesDoWhatOneDoesWithTwiceTheBatch) {
    const Words steps{"--steps", "40"};
    runAlone(train("var", "alone", 4) + steps);
    runPair(train("var", "pair", 2) + steps);
    expectSameLog(path("alone"), path("pair"), 2);
    EXPECT_LT(distance(path("alone/var.safetensors"), path("pair/var.safetensors")), 1e-4);
    runAlone(train("var", "start", 4) + Words{"--steps", "1"});
    EXPECT_GT(distance(path("alone/var.safetensors"), path("start/var.safetensors")), 1e-2);
}

TEST_F(ParallelTraining, StoppedAnywhereItStopsEverywhereAndGoesOn) {
    const Words steps{"--steps", "100"};
    Pair pair(train("var", "stopped", 2) + steps);
    awaitRow("stopped");
    pair[1].signal(SIGTERM);
    const Outcome follower = pair[1].finish(), leader = pair[0].finish();
    EXPECT_EQ(leader.status, static_cast<int>(ErrorKind::Cancelled)) << leader.err;
    EXPECT_EQ(follower.status, static_cast<int>(ErrorKind::Cancelled)) << follower.err;
    EXPECT_TRUE(holds(leader.err, "Stopped at step ")) << leader.err;
    runPair(train("var", "stopped", 2) + steps);
    runAlone(train("var", "unbroken", 4) + steps);
    EXPECT_LT(distance(path("unbroken/var.safetensors"), path("stopped/var.safetensors")), 1e-3);
}

TEST_F(ParallelTraining, ALostProcessEndsTheOther) {
    for (const int blow : {SIGKILL, SIGSTOP}) {
        const std::string out = "lost" + std::to_string(blow);
        Pair pair(train("var", out, 2) + Words{"--steps", "100000"}, 3);
        awaitRow(out);
        pair[1].signal(blow);
        const Outcome leader = pair[0].finish();
        EXPECT_EQ(leader.status, static_cast<int>(ErrorKind::Device)) << leader.err;
        EXPECT_TRUE(holds(leader.err, "Process 0 of 2 lost process 1: ")) << leader.err;
        EXPECT_TRUE(holds(leader.err, "start all processes again")) << leader.err;
        EXPECT_FALSE(holds(leader.err, "frame #")) << leader.err;
    }
}

TEST_F(ParallelTraining, OnlyTheLeaderLeavesPictures) {
    const Words steps{"--steps", "2"};
    Pair pair(train("var", "leader", 2) + steps, train("var", "follower", 2) + steps);
    const Outcome follower = pair[1].finish(), leader = pair[0].finish();
    EXPECT_EQ(leader.status, 0) << leader.err;
    EXPECT_EQ(follower.status, 0) << follower.err;
    EXPECT_TRUE(std::filesystem::exists(path("leader/sheets/step-0000002.png")));
    EXPECT_FALSE(std::filesystem::exists(path("follower/sheets")));
}

TEST_F(ParallelTraining, ProcessesMustBeAskedAlike) {
    Pair pair(train("var", "a", 2) + Words{"--steps", "5"},
              train("var", "a", 3) + Words{"--steps", "5"});
    const Outcome follower = pair[1].finish(), leader = pair[0].finish();
    EXPECT_EQ(follower.status, static_cast<int>(ErrorKind::Usage)) << follower.err;
    EXPECT_TRUE(holds(follower.err, "Process 1 has another batch")) << follower.err;
    EXPECT_EQ(leader.status, static_cast<int>(ErrorKind::Device)) << leader.err;
}

TEST_F(ParallelTraining, AMissingVariableIsTold) {
    const Words command = train("var", "none", 2) + Words{"--steps", "1"};
    Process process(command, 0, {"RANK=0", "WORLD_SIZE=2", "MASTER_PORT=29500"});
    process.closeInput();
    const Outcome outcome = process.finish();
    EXPECT_EQ(outcome.status, static_cast<int>(ErrorKind::Usage));
    EXPECT_TRUE(holds(outcome.err, "MASTER_ADDR")) << outcome.err;
}

TEST_F(ParallelTraining, OthersThatNeverComeAreTold) {
    Process process(train("var", "none", 2) + Words{"--steps", "1"}, 0, place(1, freePort(), 1));
    process.closeInput();
    const Outcome outcome = process.finish();
    EXPECT_EQ(outcome.status, static_cast<int>(ErrorKind::Device)) << outcome.err;
    EXPECT_TRUE(holds(outcome.err, "Process 1 of 2 did not reach the other processes"))
        << outcome.err;
    EXPECT_FALSE(holds(outcome.err, "frame #")) << outcome.err;
}

TEST_F(ParallelTraining, ARefinerLearnsFromItsTeacherInTwoProcesses) {
    runAlone(train("var", "start", 4) + Words{"--steps", "5"});
    runAlone(train("var", "teacher", 4) + Words{"--steps", "5", "--seed", "7"});
    const auto tune = [&](const std::string& out, int batch) {
        Words words = train("refiner", out, batch);
        words[0] = "finetune";
        const std::string start = path("start/var.safetensors");
        const std::string teacher = path("teacher/var.safetensors");
        return words + Words{"--split",    "2",     "--start", start,
                             "--teacher",  teacher, "--vqvae", family_.files().vqvae,
                             "--pictures", "48",    "--steps", "20"};
    };
    runAlone(tune("alone", 4));
    runPair(tune("pair", 2));
    expectSameLog(path("alone"), path("pair"), 1);
    EXPECT_LT(distance(path("alone/refiner_2.safetensors"), path("pair/refiner_2.safetensors")),
              1e-4);
}

// Its codebook, too, follows what both have seen: it starts at step 6, and is cared for at 50.
TEST_F(ParallelTraining, AVqVaeTrainsInTwoProcesses) {
    const Words sizes{"--base-width", "8", "--multipliers", "1", "--codes", "16",
                      "--channels",   "4", "--blocks",      "1", "--crop",  "8",
                      "--free-steps", "5", "--pictures",    "8", "--steps", "80"};
    runAlone(train("vqvae", "alone", 4) + sizes);
    runPair(train("vqvae", "pair", 2) + sizes);
    // Which code is the nearest may turn on a last bit, and the runs part a little from there on.
    expectSameLog(path("alone"), path("pair"), 4, 1e-2);
    EXPECT_LT(distance(path("alone/vqvae.safetensors"), path("pair/vqvae.safetensors")), 1e-2);
}

TEST_F(ParallelTraining, AClassifierTrainsInTwoProcesses) {
    const Words size{"--pictures", "8", "--steps", "20"};
    runAlone(train("classifier", "alone", 4) + size);
    runPair(train("classifier", "pair", 2) + size);
    expectSameLog(path("alone"), path("pair"), 1);
}

}  // namespace
}  // namespace duo
