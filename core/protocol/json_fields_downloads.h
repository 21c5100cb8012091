// The fields of the messages about published models; see json_fields.h.
#pragma once

#include <concepts>
#include <type_traits>

#include "protocol/model_downloads.h"

namespace duo::wire {

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

void fields(auto& a, Is<ListCatalogueCommand> auto& v) {
    a("tag", v.tag), a("folder", v.folder);
}
void fields(auto& a, Is<GetModelsCommand> auto& v) {
    a("tag", v.tag), a("names", v.names), a("folder", v.folder), a("endpoint", v.endpoint);
    a("precision", v.precision);
}
void fields(auto& a, Is<StopGettingCommand> auto& v) {
    a("tag", v.tag);
}
void fields(auto& a, Is<CatalogueFile> auto& v) {
    a("file", v.file), a("title", v.title), a("project", v.project), a("licence", v.licence);
    a("page", v.page), a("kind", v.kind), a("bytes", v.bytes), a("bytesKnown", v.bytesKnown);
    a("fp32Bytes", v.fp32Bytes), a("bf16Bytes", v.bf16Bytes), a("int8Bytes", v.int8Bytes);
    a("there", v.there), a("converted", v.converted), a("arrivedBytes", v.arrivedBytes);
}
void fields(auto& a, Is<CatalogueFamily> auto& v) {
    a("name", v.name), a("title", v.title), a("files", v.files);
}
void fields(auto& a, Is<CatalogueListed> auto& v) {
    a("tag", v.tag), a("folder", v.folder), a("freeBytes", v.freeBytes), a("files", v.files);
    a("families", v.families);
}
void fields(auto& a, Is<GetProgress> auto& v) {
    a("file", v.file), a("phase", v.phase), a("bytes", v.bytes), a("totalBytes", v.totalBytes);
    a("bytesPerSecond", v.bytesPerSecond), a("problem", v.problem);
}
void fields(auto& a, Is<GettingModels> auto& v) {
    a("tag", v.tag), a("files", v.files);
}
void fields(auto& a, Is<GotFile> auto& v) {
    a("file", v.file), a("path", v.path), a("checkedBy", v.checkedBy), a("replaced", v.replaced);
    a("stopped", v.stopped), a("message", v.message), a("hint", v.hint);
}
void fields(auto& a, Is<ModelsGot> auto& v) {
    a("tag", v.tag), a("folder", v.folder), a("files", v.files);
}

}  // namespace duo::wire
