// bench, as people run it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/process.h"
#include "io/tensor_entry.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using Json = nlohmann::json;
using test::Outcome;

const test::TinyFamily& family() {
    static const test::TinyFamily family;
    return family;
}

// bench on one thread of the CPU, one run without warming up
Outcome bench(std::vector<std::string> more) {
    std::vector<std::string> all{"bench",     "--device", "cpu",      "--threads", "1",
                                 "--repeats", "1",        "--warmup", "0"};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all);
}

Outcome benchTiny(std::vector<std::string> more) {
    more.insert(more.end(), {"--models", family().folder()});
    return bench(std::move(more));
}

Json parse(const Outcome& outcome) {
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return Json::parse(outcome.out);  // throws where anything else stands beside the object
}

std::vector<std::int64_t> tokensOf(const std::string& file, const std::string& name) {
    const io::TensorFile opened = io::openTensorFile(file);
    const io::TensorEntry& entry = opened.tensors.at(name);
    std::vector<std::int64_t> values(entry.elements());
    io::copyRowMajor(entry, 0, entry.elements(), reinterpret_cast<std::byte*>(values.data()));
    return values;
}

TEST(Bench, JsonHoldsEveryRunWithItsPhasesAndMemory) {
    const Json json = parse(benchTiny({"--split", "0,2,4", "--batch", "1,3", "--json"}));
    EXPECT_EQ(json["device"], "cpu");
    EXPECT_EQ(json["threads"], 1);
    EXPECT_EQ(json["precision"], "fp32");
    EXPECT_EQ(json["cuda_graphs"], false);
    EXPECT_EQ(json["models"]["drafter"]["depth"], 3);
    EXPECT_GT(json["machine"]["matrix_flops_per_second"], 1e6);
    EXPECT_GT(json["machine"]["copy_bytes_per_second"], 1e6);
    ASSERT_EQ(json["runs"].size(), 6u);
    EXPECT_EQ(json["sampling_seconds"], json["runs"][0]["sampling_seconds"]);
    EXPECT_EQ(json["vqvae_seconds"], json["runs"][0]["vqvae_seconds"]);
    for (const Json& run : json["runs"]) {
        SCOPED_TRACE(run.dump());
        EXPECT_GT(run["sampling_seconds"], 0);
        EXPECT_GT(run["vqvae_seconds"], 0);
        EXPECT_EQ(run["sampling_seconds_all"].size(), 1u);
        EXPECT_EQ(run["tokens"], 30 * run["batch"].get<int>());
        EXPECT_EQ(run["scales"].size(), 4u);
        EXPECT_GT(run["flops_per_second"], 0);
        EXPECT_GT(run["speed_up_over_plain_var"], 0);
        if (run["split"] == 4) {
            EXPECT_EQ(run["speed_up_over_plain_var"], 1);
        }
        double milliseconds = run["hand_over_ms"];
        for (const Json& scale : run["scales"]) {
            milliseconds += scale["transformer_ms"].get<double>() +
                            scale["sampling_ms"].get<double>() + scale["pyramid_ms"].get<double>();
        }
        EXPECT_LE(milliseconds, 1000 * run["sampling_seconds"].get<double>());
    }
}

TEST(Bench, MemoryIsTheOwnersThatWorked) {
    const Json json = parse(benchTiny({"--split", "2,4", "--json"}));
    const Json &code = json["runs"][0]["memory"], &plain = json["runs"][1]["memory"];
    EXPECT_GT(code["refiner"]["kv_cache_peak_bytes"], 0);
    EXPECT_EQ(plain["refiner"]["kv_cache_peak_bytes"], 0);
    // 2 rows x 30 tokens x 128 channels, keys and values of 3 blocks
    EXPECT_EQ(plain["drafter"]["kv_cache_peak_bytes"], 2 * 30 * 128 * 2 * 3 * 4);
    EXPECT_GT(plain["working_peak_bytes"], plain["drafter"]["kv_cache_peak_bytes"]);
    EXPECT_GT(plain["allocator_peak_bytes"], plain["working_peak_bytes"]);
    EXPECT_GT(plain["resident_peak_bytes"], plain["allocator_peak_bytes"]);
}

// What is timed is what generate does.
TEST(Bench, DrawsTheTokensThatGenerateDraws) {
    const std::string tokens = family().folder() + "/bench-tokens.safetensors";
    const std::string trace = family().folder() + "/bench-trace.safetensors";
    parse(benchTiny({"--split", "2", "--seed", "5", "--tokens", tokens, "--json"}));
    const Outcome made = test::run({"generate", "--models", family().folder(), "--device", "cpu",
                                    "--threads", "1", "--class", "1", "--split", "2", "--seed", "5",
                                    "--trace", trace, "--out", family().folder()});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(tokensOf(tokens, "tokens.split2.batch1"), tokensOf(trace, "tokens"));
}

TEST(Bench, EachPairTakesItsTurnTwiceWhereThePrefillOverlaps) {
    const std::string tokens = family().folder() + "/overlap-tokens.safetensors";
    const Json json =
        parse(benchTiny({"--split", "2,4", "--overlap-prefill", "--tokens", tokens, "--json"}));
    ASSERT_EQ(json["runs"].size(), 3u);
    const std::vector<bool> overlapped{false, true, false};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(json["runs"][i]["overlap_prefill"], overlapped[i]) << i;
        EXPECT_EQ(json["runs"][i]["split"], i < 2 ? 2 : 4);
    }
    EXPECT_EQ(tokensOf(tokens, "tokens.split2.batch1"),
              tokensOf(tokens, "tokens.split2.batch1.overlap"));
    const Outcome refused = benchTiny({"--overlap-prefill", "--rng", "reference"});
    EXPECT_NE(refused.status, 0);
    EXPECT_NE(refused.err.find("--rng counter"), std::string::npos) << refused.err;
}

TEST(Bench, RandomWeightsNeedNoFile) {
    const std::string tokens = family().folder() + "/random-tokens.safetensors";
    const Json json = parse(bench({"--pair", "d2+d1", "--split", "6", "--no-vqvae", "--precision",
                                   "bf16", "--tokens", tokens, "--json"}));
    EXPECT_EQ(json["models"]["drafter"]["depth"], 2);
    EXPECT_EQ(json["models"]["refiner"]["width"], 64);
    EXPECT_EQ(json["picture_side"], 256);
    EXPECT_GT(json["sampling_seconds"], 0);
    EXPECT_TRUE(json["vqvae_seconds"].is_null());
    std::vector<std::int64_t> drawn = tokensOf(tokens, "tokens.split6.batch1");
    EXPECT_EQ(drawn.size(), 680u);
    std::sort(drawn.begin(), drawn.end());
    drawn.erase(std::unique(drawn.begin(), drawn.end()), drawn.end());
    EXPECT_GT(drawn.size(), 100u);  // no constant logits
}

TEST(Bench, LogitErrorStandsBesideFp32) {
    for (const char* precision : {"bf16", "int8"}) {
        const Json json =
            parse(benchTiny({"--split", "2", "--precision", precision, "--logit-error", "--json"}));
        ASSERT_EQ(json["logit_errors"].size(), 1u);
        const Json& error = json["logit_errors"][0];
        EXPECT_EQ(error["split"], 2);
        ASSERT_EQ(error["scales"].size(), 4u);
        EXPECT_EQ(error["scales"][1]["model"], "drafter");
        EXPECT_EQ(error["scales"][3]["tokens"], 16);
        EXPECT_GT(error["relative_rms_error"], 1e-4);
        EXPECT_LT(error["relative_rms_error"], 0.2);
        EXPECT_GT(error["divergence_nats"], 0);
        EXPECT_GT(error["same_best_share"], 0.7);
    }
    const Outcome table = benchTiny({"--split", "2", "--precision", "fp16", "--logit-error"});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("same best code"), std::string::npos) << table.out;
}

TEST(Bench, RandomWeightsInInt8TakeHalfTheBytesOfBFloat16) {
    const auto bytes = [](const char* precision) {
        const Json json = parse(bench({"--preset", "var-d4", "--no-vqvae", "--precision", precision,
                                       "--logit-error", "--json"}));
        EXPECT_LT(json["logit_errors"][0]["relative_rms_error"], 0.2);
        return json["models"]["drafter"]["weight_bytes"].get<double>();
    };
    const double embeddings = 4.0 * 256 * (1001 + 680 + 10 + 1);
    EXPECT_LT(bytes("int8") - embeddings, 0.53 * (bytes("bf16") - embeddings));
}

TEST(Bench, SweepStandsBesidePlainVar) {
    const Json json = parse(benchTiny({"--sweep", "--json"}));
    ASSERT_EQ(json["runs"].size(), 5u);  // every split alone, too
    const Json& sweep = json["sweep"];
    EXPECT_EQ(sweep["splits"], Json({0, 1, 2, 3, 4}));
    EXPECT_GT(sweep["sampling_seconds"], 0);
    EXPECT_GE(sweep["pictures_seconds"], sweep["sampling_seconds"]);
    EXPECT_EQ(sweep["times_plain_var"], sweep["sampling_seconds"].get<double>() /
                                            sweep["plain_var_sampling_seconds"].get<double>());
}

TEST(Bench, TableIsForPeople) {
    const Outcome outcome = benchTiny({"--split", "2,4"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    for (const char* words : {"plain/this", "of roof", "VQ-VAE s", "N = 2, batch 1",
                              "refiner, prefill", "hand-over", "KV cache"}) {
        EXPECT_NE(outcome.out.find(words), std::string::npos) << words << "\n" << outcome.out;
    }
}

TEST(Bench, BadValuesAreToldBeforeAnyWork) {
    struct Bad {
        std::vector<std::string> arguments;
        const char* words;
    };
    for (const Bad& bad : std::vector<Bad>{
             {{"--preset", "var-16"}, "preset 'var-16'"},
             {{"--pair", "d30"}, "'d30'"},
             {{"--pair", "d36+d16"}, "scales"},
             {{"--pair", "d2+d1", "--preset", "var-d2"}, "excludes"},
             {{"--preset", "var-d2", "--models", family().folder()}, "excludes"},
             {{"--preset", "var-d2", "--offload"}, "excludes"},
             {{"--preset", "var-d2", "--split", "6"}, "refiner"},
             {{"--preset", "var-d2", "--sweep"}, "refiner"},
             {{"--pair", "d2+d1", "--split", "11"}, "0 to 10"},
             {{"--pair", "d2+d1", "--split", "six"}, "six"},
             {{"--pair", "d2+d1", "--batch", "0"}, "--batch"},
             {{"--pair", "d2+d1", "--repeats", "0"}, "--repeats"},
             {{"--pair", "d2+d1", "--precision", "int4"}, "int4"},
             {{"--pair", "d2+d1", "--temperature", "0"}, "temperature"},
             {{"--pair", "d2+d1", "--logit-error"}, "compares with fp32"},
             {{"--pair", "d2+d1", "--sweep", "--rng", "reference"}, "counter draws"}}) {
        SCOPED_TRACE(bad.words);
        const Outcome outcome = bench(bad.arguments);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_TRUE(outcome.out.empty()) << outcome.out;
        EXPECT_NE(outcome.err.find(bad.words), std::string::npos) << outcome.err;
    }
    const Outcome outcome = test::run({"bench", "--pair", "d2+d1", "--device", "abacus"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_NE(outcome.err.find("abacus"), std::string::npos) << outcome.err;
}

TEST(Bench, EveryFusedOperationStandsBesideThePlainOnes) {
    const Json json = parse(benchTiny({"--split", "2", "--kernels", "--json"}));
    std::set<std::string> operations;
    for (const Json& row : json["kernels"]) {
        operations.insert(row["operation"]);
        EXPECT_GT(row["rows"], 0);
        EXPECT_GT(row["fused_ms"], 0);
        EXPECT_GT(row["plain_ms"], 0);
    }
    EXPECT_EQ(operations.size(), 7u);
    EXPECT_EQ(json["kernels"].size(), 19u);  // of the VAR at three scales, of the VQ-VAE at one
    EXPECT_NE(benchTiny({"--split", "2", "--kernels"}).out.find("plain/fused"), std::string::npos);
}

}  // namespace
}  // namespace duo
