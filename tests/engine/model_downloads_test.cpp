// The catalogue and downloads over serve, beside the jobs.
#include "engine/model_downloads.h"

#include <algorithm>

#include "engine/serve_client.h"
#include "support/tiny_family.h"
#include "support/web_server.h"

namespace duo {
namespace {

class ModelDownloadsTest : public testing::Test {
  protected:
    ModelDownloadsTest() {
        const ModelFiles files = family_.files();
        server.put("vae_ch160v4096z32.pth", test::readFile(files.vqvae));
        server.put("drafter_8.pth", test::readFile(files.drafter));
        server.put("refiner_8.pth", test::readFile(files.refiner));
        client.greet();
    }
    GetModelsCommand command(const std::string& behaviour) const {
        return {5, {"code-8"}, folder.path(), server.endpoint(behaviour), {}};
    }
    CatalogueListed catalogue() {
        client.send(ListCatalogueCommand{3, folder.path()});
        return client.nextOf<CatalogueListed>().value();
    }

    test::TinyFamily family_;
    test::WebServer server;
    test::TemporaryFolder folder;
    test::ServeClient client;
};

TEST_F(ModelDownloadsTest, ListsWhatThereIsAndWhatItNeeds) {
    test::writeFile(folder.file("var_d16.pth"), "weights");
    const CatalogueListed listed = catalogue();
    EXPECT_EQ(listed.tag, 3u);
    EXPECT_EQ(listed.folder, folder.path());
    EXPECT_GT(listed.freeBytes, 0);
    EXPECT_EQ(listed.families.size(), 16u);
    const auto d16 = std::ranges::find(listed.files, "var_d16.pth", &CatalogueFile::file);
    EXPECT_TRUE(d16->there && d16->bytesKnown);
    EXPECT_EQ(d16->kind, CatalogueKind::Var);
    EXPECT_GT(d16->fp32Bytes, d16->bf16Bytes);
    EXPECT_GT(d16->bf16Bytes, d16->int8Bytes);
    EXPECT_EQ(listed.files.front().kind, CatalogueKind::Vqvae);
    EXPECT_EQ(listed.files.back().kind, CatalogueKind::Other);
}

TEST_F(ModelDownloadsTest, DownloadsAFamilyAndConvertsIt) {
    GetModelsCommand wanted = command("sha");
    wanted.precision = "bf16";
    client.send(wanted);
    const auto getting = client.nextOf<GettingModels>();
    EXPECT_EQ(getting->tag, 5u);
    EXPECT_EQ(getting->files.size(), 3u);
    const auto got = client.nextOf<ModelsGot>();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->tag, 5u);
    for (const GotFile& file : got->files) {
        EXPECT_EQ(file.message, "");
        EXPECT_EQ(file.checkedBy, "server");
    }
    EXPECT_EQ(got->files[1].path, folder.file("drafter_8.safetensors"));
    const CatalogueListed listed = catalogue();
    EXPECT_EQ(std::ranges::find(listed.files, "drafter_8.pth", &CatalogueFile::file)->converted,
              "bf16");
}

TEST_F(ModelDownloadsTest, AStopKeepsWhatArrivedAndTheCoreGoesOn) {
    client.send(command("sha+slow"));
    while (client.nextOf<GettingModels>()->files[1].bytes == 0) continue;
    client.send(StopGettingCommand{5});
    const auto got = client.nextOf<ModelsGot>();
    EXPECT_TRUE(got->files[1].stopped);
    const CatalogueListed listed = catalogue();
    EXPECT_GT(std::ranges::find(listed.files, "drafter_8.pth", &CatalogueFile::file)->arrivedBytes,
              0);
}

TEST_F(ModelDownloadsTest, RefusalsAreOfTheFileOrOfTheCommand) {
    client.send(command("status:404"));
    const auto got = client.nextOf<ModelsGot>();
    EXPECT_NE(got->files[0].message.find("no such file"), std::string::npos);
    EXPECT_EQ(got->files[0].path, "");
    GetModelsCommand wrong = command("sha");
    wrong.names = {"code-10"};
    client.send(wrong);
    const auto failed = client.next();
    ASSERT_TRUE(failed && std::holds_alternative<JobFailed>(*failed));
    EXPECT_EQ(std::get<JobFailed>(*failed).tag, 5u);
    EXPECT_EQ(std::get<JobFailed>(*failed).kind, ErrorKind::Usage);
}

TEST_F(ModelDownloadsTest, TheEndOfTheClientEndsADownload) {
    client.send(command("sha+slow"));
    while (client.nextOf<GettingModels>()->files[1].bytes == 0) continue;
    client.send(ShutdownCommand{});
    EXPECT_TRUE(client.nextOf<ModelsGot>()->files[1].stopped);
}

}  // namespace
}  // namespace duo
