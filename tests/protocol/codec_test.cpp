#include "protocol/codec.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "support/expect_error.h"

namespace duo {
namespace {

using Bytes = std::vector<std::uint8_t>;

MemorySnapshot memory() {
    MemorySnapshot m;
    m.bytes[0] = {1, 2, 3};
    m.peakBytes[2] = {4, 5, std::int64_t{1} << 40};
    m.allocatorBytes = 17;
    m.deviceFreeBytes = -1;
    return m;
}

GenerationRequest request() {
    GenerationRequest r;
    r.labels = {1, kNoClass, 999};
    r.seed = ~std::uint64_t{0};
    r.firstImage = ~std::uint32_t{0};
    r.batch = 2;
    r.plan = DecodePlan::published(10, 6);
    r.rng = RngKind::Published;
    r.smooth = true;
    r.previews = PreviewKind::Linear;
    r.wantTrace = true;
    r.insight = 8;
    return r;
}

GenerationRequest continued() {
    GenerationRequest r = request();
    r.prefix = {2, {1, 2, 3}, {{5, 4095, 0, 7, 8}}, "00ff"};
    r.endScale = 2;
    r.parent = {"a.png", "0123456789abcdef"};
    r.classes = {{3, kNoClass, 0}, {kOwnClass, 5, 0.25}};
    r.edit.mix = EditMix::Latent;
    r.edit.mask = {2, 1, {1, 1}};
    r.edit.source = {1, 2};
    r.edit.original = {2, 1, {1, 2, 3, 4, 5, 255}};
    r.edit.feather = 3;
    return r;
}

TokenInsight insight() {
    TokenInsight told;
    told.alternatives = 2;
    told.probability = {0.25f, 1.0f / 3};
    told.entropy = {0, 1e-7f};
    told.topCodes = {4095, 0, 1, 2};
    told.topProbabilities = {0.5f, 0.25f, 1, 0};
    return told;
}

std::vector<Event> events() {
    const ScaleTotals totals{3, 4, ModelRole::Refiner, 32, 1.5, 0.25, 0.1, true};
    JobReport report;
    report.pictures = 3;
    report.scales = {totals, totals};
    report.decodeMs = 12.75;
    report.memory = memory();
    ScaleDone scale;
    scale.job = 3;
    scale.model = ModelRole::Refiner;
    scale.transformerMs = 1.0 / 3;
    scale.prefill = true;
    scale.memory = memory();
    scale.previews = {{1, 2, {0, 127, 255, 1, 2, 3}}};
    scale.drawn = {4095, 0};
    scale.insight = {insight(), insight()};
    scale.sweepSplit = 4;
    scale.kept = true;
    PictureDone picture;
    picture.image = 3;
    picture.label = kNoClass;
    picture.labelName = "gölden";
    picture.pixels = {1, 1, {9, 8, 7}};
    picture.tokens = {1, 2};
    picture.parameters = "a\nb";
    picture.sweepSplit = 0;
    ModelsListed listed{7, "/models", {"v", "d", "r"}, {}, {{8, "d8", ""}, {9, "", "r9"}}};
    listed.files = {{"v", true, "VQ-VAE", std::int64_t{1} << 33, 5, 0, {}, 0, 0, 0},
                    {"d", false, "VAR", 1, 2, 3, {1, 2}, 4, 5, 6}};
    return {Hello{1, "Duoscale"},
            JobQueued{1, 2, 3},
            JobStarted{1, 2, 3},
            LoadProgress{1, MemoryOwner::VqVae, "a.pth", 0.5},
            ModelsLoaded{1,
                         {{1, 2}, 3, 4, 5, 6, "cpu", {"a", "b"}, {"n01440764", ""}},
                         {{MemoryOwner::Refiner, "f", "00", 1, 2, 3, 4}},
                         5},
            scale,
            HandOver{1, 2, 3, ModelRole::Drafter, ModelRole::Refiner, 99, 0.5, memory()},
            picture,
            SweepSplitDone{1, 6, 2, 1.25, 0.5, std::int64_t{1} << 35},
            MemorySample{1, memory()},
            listed,
            Exported{9, {0, 127, 128, 255}},
            JobDone{1, report},
            JobFailed{1, 2, ErrorKind::Memory, "m", "h"},
            JobCancelled{1, 4},
            Pong{~std::uint64_t{0}},
            ProtocolFault{"x", true},
            BatchCut{1, 64, 10, 7, std::int64_t{1} << 33, std::int64_t{1} << 36},
            CatalogueListed{3,
                            "/m",
                            std::int64_t{1} << 40,
                            {{"a.pth", "A", "P", "MIT", "https://p", CatalogueKind::Var,
                              std::int64_t{1} << 33, true, 4, 2, 1, true, "bf16", 7}},
                            {{"f", "F", {"v.pth", "a.pth"}}}},
            GettingModels{4, {{"a.pth", GetPhase::Pausing, 1, 2, 0.5, "p"}}},
            ModelsGot{5, "/m", {{"a.pth", "/m/a.pth", "server", true, true, "m", "h"}}}};
}

std::vector<Command> commands() {
    const ModelFiles files{"v.pth", "d.pth", ""};
    const ComputeOptions compute{Precision::Float16, "cuda:1", 3, true, true, false};
    return {Hello{1, "ui"},
            LoadCommand{1, files, compute},
            GenerateCommand{2, files, compute, continued()},
            SweepCommand{3, files, compute, request(), {10, 6, 0}},
            CancelCommand{3, 4, StopWhen::NextScale},
            ListModelsCommand{4, "/models"},
            ExportCommand{5, ExportKind::Npz, {{1, 1, {1, 2, 255}}}, {{4095, 0}, {}}, 40},
            MemoryCommand{},
            PingCommand{5},
            ShutdownCommand{},
            ListCatalogueCommand{6, "/m"},
            GetModelsCommand{7, {"code-8"}, "/m", "https://mirror", "bf16"},
            StopGettingCommand{7}};
}

// The bytes that versions without prefixes wrote.
TEST(Codec, FieldsThatAreNotSetAreLeftOut) {
    const GenerateCommand command{1, {"v", "d", "r"}, {}, request()};
    const auto json = nlohmann::ordered_json::from_cbor(encode(Command(command)));
    std::string names;
    for (const auto& [name, value] : json["request"].items()) names += name + " ";
    EXPECT_EQ(names, "labels seed firstImage batch plan rng smooth previews wantTrace insight ");
    const auto scale = nlohmann::ordered_json::from_cbor(encode(Event(ScaleDone{})));
    EXPECT_FALSE(scale.contains("kept"));
    const auto whole =
        nlohmann::ordered_json::from_cbor(encode(Command(GenerateCommand{1, {}, {}, continued()})));
    EXPECT_EQ(whole["request"]["prefix"]["scales"], 2);
}

TEST(Codec, EveryEventReadsBack) {
    ASSERT_EQ(events().size(), std::variant_size_v<Event>);
    for (std::size_t i = 0; i < events().size(); ++i) EXPECT_EQ(events()[i].index(), i);
    for (const Event& event : events())
        EXPECT_EQ(decodeEvent(encode(event)), event) << event.index();
}

TEST(Codec, EveryStopReadsBack) {
    for (const StopWhen when : {StopWhen::Now, StopWhen::NextScale, StopWhen::AfterBatch}) {
        const Command stop = CancelCommand{1, 2, when};
        EXPECT_EQ(decodeCommand(encode(stop)), stop);
    }
    auto json = nlohmann::json::from_cbor(encode(Command(CancelCommand{})));
    json["when"] = "later";
    EXPECT_DUO_ERROR(decodeCommand(nlohmann::json::to_cbor(json)), ErrorKind::Protocol,
                     "cancel.when", "now, nextScale, afterBatch");
}

TEST(Codec, EveryCommandReadsBack) {
    ASSERT_EQ(commands().size(), std::variant_size_v<Command>);
    for (std::size_t i = 0; i < commands().size(); ++i) EXPECT_EQ(commands()[i].index(), i);
    for (const Command& c : commands()) EXPECT_EQ(decodeCommand(encode(c)), c) << c.index();
}

TEST(Codec, PixelsTravelAsBytes) {
    const auto json = nlohmann::json::from_cbor(encode(events()[7]));
    EXPECT_EQ(json["type"], "pictureDone");
    EXPECT_TRUE(json["pixels"]["rgb"].is_binary());
    const auto exported = nlohmann::json::from_cbor(encode(Event(Exported{1, {1, 2}})));
    EXPECT_TRUE(exported["bytes"].is_binary());
}

TEST(Codec, EveryTruncationAndEveryFlippedByteIsCaught) {
    const Bytes whole = encode(commands()[2]);
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        EXPECT_DUO_ERROR(decodeCommand(std::span(whole).first(cut)), ErrorKind::Protocol);
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes flipped = whole;
            flipped[at] ^= static_cast<std::uint8_t>(1 << bit);
            try {
                decodeCommand(flipped);  // another valid value is fine
            } catch (const Error& e) {
                EXPECT_EQ(e.kind(), ErrorKind::Protocol);
            }
        }
    }
}

TEST(Codec, HostileShapesAreRefused) {
    EXPECT_DUO_ERROR(decodeCommand(Bytes(1 << 20, 0x81)), ErrorKind::Protocol, "too deep");
    EXPECT_DUO_ERROR(decodeCommand(Bytes(1 << 20, 0x9f)), ErrorKind::Protocol, "too deep");
    EXPECT_DUO_ERROR(decodeCommand(Bytes(1 << 20, 0x7f)), ErrorKind::Protocol, "open-ended");
    EXPECT_DUO_ERROR(decodeCommand(Bytes(1 << 20, 0xc0)), ErrorKind::Protocol, "tag");
    const Bytes hugeList{0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    EXPECT_DUO_ERROR(decodeCommand(hugeList), ErrorKind::Protocol, "claims more");
    const Bytes hugeText{0x7b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    EXPECT_DUO_ERROR(decodeCommand(hugeText), ErrorKind::Protocol, "truncated");
    Bytes longer = encode(Command(PingCommand{1}));
    longer.push_back(0);
    EXPECT_DUO_ERROR(decodeCommand(longer), ErrorKind::Protocol, "follow");
}

TEST(Codec, ErrorsNameTheField) {
    const auto decodeJson = [](const nlohmann::json& json) {
        return decodeCommand(nlohmann::json::to_cbor(json));
    };
    auto json = nlohmann::json::from_cbor(encode(commands()[2]));
    json["request"]["labels"][2] = "x";
    EXPECT_DUO_ERROR(decodeJson(json), ErrorKind::Protocol, "generate.request.labels[2]",
                     "an integer", "string");
    json = nlohmann::json::from_cbor(encode(commands()[2]));
    json["request"]["plan"]["scales"][0].erase("topK");
    EXPECT_DUO_ERROR(decodeJson(json), ErrorKind::Protocol, "plan.scales[0].topK", "lacks");
    json = nlohmann::json::from_cbor(encode(commands()[2]));
    json["request"]["firstImage"] = -1;
    EXPECT_DUO_ERROR(decodeJson(json), ErrorKind::Protocol, "firstImage", "from 0");
    json["request"]["firstImage"] = 1;
    json["request"]["rng"] = "dice";
    EXPECT_DUO_ERROR(decodeJson(json), ErrorKind::Protocol, "rng", "counter, reference");
    EXPECT_DUO_ERROR(decodeJson({{"type", "dance"}}), ErrorKind::Protocol, "'dance'");
    EXPECT_DUO_ERROR(decodeJson({{"typ", "ping"}}), ErrorKind::Protocol, "'type'");
    EXPECT_DUO_ERROR(decodeJson(nlohmann::json::array({1})), ErrorKind::Protocol, "map");
    EXPECT_DUO_ERROR(decodeEvent(encode(commands()[1])), ErrorKind::Protocol, "'load'");
}

TEST(Codec, UnknownFieldsAreIgnored) {
    auto json = nlohmann::json::from_cbor(encode(Command(PingCommand{5})));
    json["colour"] = "blue";
    EXPECT_EQ(decodeCommand(nlohmann::json::to_cbor(json)), Command(PingCommand{5}));
}

TEST(Codec, ReportAsJsonNamesOwners) {
    const auto report = std::get<JobDone>(events()[12]).report;
    const auto json = nlohmann::json::parse(jsonText(report));
    EXPECT_EQ(json["pictures"], 3);
    EXPECT_EQ(json["scales"][1]["model"], "refiner");
    EXPECT_EQ(json["memory"]["bytes"]["drafter"]["kvCache"], 2);
    EXPECT_EQ(json["memory"]["peakBytes"]["vqvae"]["activations"], std::int64_t{1} << 40);
}

}  // namespace
}  // namespace duo
