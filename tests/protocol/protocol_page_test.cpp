// core/protocol/protocol.md against the codec: every message, structure, field and enumeration of
// one stands in the other.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "protocol/codec.h"
#include "protocol/json_fields.h"

namespace duo {
namespace {

using Fields = std::set<std::string>;
using Sections = std::map<std::string, Fields>;

// Sections of the page by the name in their heading, with the names of their tables' rows.
Sections readPage() {
    std::ifstream page(DUO_PROTOCOL_PAGE);
    EXPECT_TRUE(page.good()) << DUO_PROTOCOL_PAGE;
    const std::regex heading("^### `(\\w+)`$"), other("^##? .*"), row("^\\| `(\\w+)` \\|.*");
    Sections sections;
    std::string section;
    std::smatch found;
    for (std::string line; std::getline(page, line);) {
        if (std::regex_match(line, found, heading)) {
            section = found[1];
            EXPECT_FALSE(sections.contains(section)) << section;
            sections[section];
        } else if (std::regex_match(line, other)) {
            section.clear();
        } else if (!section.empty() && std::regex_match(line, found, row)) {
            sections[section].insert(found[1]);
        }
    }
    return sections;
}

// Values of each enumeration, as the page's last table lists them.
Sections readEnumerations() {
    std::ifstream page(DUO_PROTOCOL_PAGE);
    const std::regex row("^\\| `(\\w+)` \\| (.*) \\|$"), value("`(\\w+)`");
    Sections sections;
    bool reached = false;
    std::smatch found;
    for (std::string line; std::getline(page, line);) {
        reached = reached || line == "## Enumerations";
        if (!reached || !std::regex_match(line, found, row)) continue;
        const std::string values = found[2];
        for (std::sregex_iterator i(values.begin(), values.end(), value), end; i != end; ++i) {
            sections[found[1]].insert((*i)[1]);
        }
    }
    return sections;
}

// Structures inside messages by the name of the page.
template <class T>
const char* structureName();
#define DUO_STRUCTURE(T)             \
    template <>                      \
    const char* structureName<T>() { \
        return #T;                   \
    }
DUO_STRUCTURE(ModelFiles)
DUO_STRUCTURE(ComputeOptions)
DUO_STRUCTURE(GenerationRequest)
DUO_STRUCTURE(TokenPrefix)
DUO_STRUCTURE(ParentPicture)
DUO_STRUCTURE(PictureEdit)
DUO_STRUCTURE(ScaleClass)
DUO_STRUCTURE(PictureMask)
DUO_STRUCTURE(DecodePlan)
DUO_STRUCTURE(ScalePlan)
DUO_STRUCTURE(Pixels)
DUO_STRUCTURE(MemorySnapshot)
DUO_STRUCTURE(ModelFacts)
DUO_STRUCTURE(FamilyFacts)
DUO_STRUCTURE(TokenInsight)
DUO_STRUCTURE(JobReport)
DUO_STRUCTURE(ScaleTotals)
DUO_STRUCTURE(ModelListing)
DUO_STRUCTURE(SpecialisedPair)
DUO_STRUCTURE(CatalogueFile)
DUO_STRUCTURE(CatalogueFamily)
DUO_STRUCTURE(GetProgress)
DUO_STRUCTURE(GotFile)
#undef DUO_STRUCTURE

// An archive of the codec that collects names instead of values.
class Names {
  public:
    Names(Sections& all, const std::string& section) : all_(all), own_(all[section]) {}

    template <class T>
    void operator()(const char* name, const T&) {
        own_.insert(name);
        visit<T>();
    }
    template <class T>
    void optional(const char* name, const T& value) {
        (*this)(name, value);
    }

  private:
    template <class T>
    void visit() {
        if constexpr (std::same_as<T, wire::OwnerTable> || std::is_arithmetic_v<T> ||
                      std::is_enum_v<T> || std::same_as<T, std::string>) {
            return;
        } else if constexpr (requires { typename T::value_type; }) {
            visit<typename T::value_type>();
        } else {
            T value;
            Names names(all_, structureName<T>());
            wire::fields(names, value);
        }
    }

    Sections& all_;
    Fields& own_;
};

template <class Message, std::size_t I = 0>
void collect(Sections& all) {
    if constexpr (I < std::variant_size_v<Message>) {
        std::variant_alternative_t<I, Message> value;
        const auto json = nlohmann::json::from_cbor(encode(Message(value)));
        Names names(all, json["type"].template get<std::string>());
        wire::fields(names, value);
        collect<Message, I + 1>(all);
    }
}

template <class E>
Fields valuesOf() {
    Fields values;
    for (const auto& [entry, name] : wire::enumNames<E>()) values.emplace(name);
    return values;
}

TEST(ProtocolPage, NamesEveryMessageAndFieldOfTheCodec) {
    Sections codec;
    collect<Command>(codec);
    collect<Event>(codec);
    const Sections page = readPage();
    for (const auto& [section, fields] : codec) {
        ASSERT_TRUE(page.contains(section)) << "protocol.md has no section for " << section;
        EXPECT_EQ(page.at(section), fields) << section;
    }
    for (const auto& [section, fields] : page) {
        EXPECT_TRUE(codec.contains(section)) << "the codec does not know " << section;
    }
}

TEST(ProtocolPage, NamesEveryValueOfTheEnumerations) {
    const Sections codec{
        {"ModelRole", valuesOf<ModelRole>()},   {"MemoryOwner", valuesOf<MemoryOwner>()},
        {"MemoryKind", valuesOf<MemoryKind>()}, {"RngKind", valuesOf<RngKind>()},
        {"Precision", valuesOf<Precision>()},   {"PreviewKind", valuesOf<PreviewKind>()},
        {"StopWhen", valuesOf<StopWhen>()},     {"CatalogueKind", valuesOf<CatalogueKind>()},
        {"EditMix", valuesOf<EditMix>()},       {"GetPhase", valuesOf<GetPhase>()},
        {"ErrorKind", valuesOf<ErrorKind>()}};
    Sections page = readEnumerations();
    EXPECT_EQ(page["ExportKind"], (Fields{"animation", "npz", "arr_0", "tokens"}));
    page.erase("ExportKind");
    EXPECT_EQ(page, codec);
}

TEST(ProtocolPage, NamesTheVersion) {
    std::ifstream page(DUO_PROTOCOL_PAGE);
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    EXPECT_NE(text.find("describes version " + std::to_string(kProtocolVersion) + "."),
              std::string::npos);
    EXPECT_NE(text.find("| `protocolVersion` | int | " + std::to_string(kProtocolVersion) + " |"),
              std::string::npos);
}

}  // namespace
}  // namespace duo
