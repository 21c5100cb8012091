// Names of the protocol's enums in messages and picture metadata. A name never changes once
// released. Internal to the protocol's sources.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"
#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo::wire {

template <class E>
using EnumNames = std::vector<std::pair<E, std::string_view>>;

template <class E>
const EnumNames<E>& enumNames();

template <>
inline const EnumNames<ModelRole>& enumNames() {
    static const EnumNames<ModelRole> names{{ModelRole::Drafter, "drafter"},
                                            {ModelRole::Refiner, "refiner"}};
    return names;
}
template <>
inline const EnumNames<MemoryOwner>& enumNames() {
    static const EnumNames<MemoryOwner> names{{MemoryOwner::Drafter, "drafter"},
                                              {MemoryOwner::Refiner, "refiner"},
                                              {MemoryOwner::VqVae, "vqvae"}};
    return names;
}
template <>
inline const EnumNames<MemoryKind>& enumNames() {
    static const EnumNames<MemoryKind> names{{MemoryKind::Weights, "weights"},
                                             {MemoryKind::KvCache, "kvCache"},
                                             {MemoryKind::Activations, "activations"}};
    return names;
}
template <>
inline const EnumNames<RngKind>& enumNames() {
    static const EnumNames<RngKind> names{{RngKind::Counter, "counter"},
                                          {RngKind::Published, "reference"}};
    return names;
}
template <>
inline const EnumNames<EditMix>& enumNames() {
    static const EnumNames<EditMix> names{{EditMix::Codes, "codes"}, {EditMix::Latent, "latent"}};
    return names;
}
template <>
inline const EnumNames<Precision>& enumNames() {
    static const EnumNames<Precision> names{{Precision::Float32, "fp32"},
                                            {Precision::BFloat16, "bf16"},
                                            {Precision::Float16, "fp16"},
                                            {Precision::Int8, "int8"}};
    return names;
}
template <>
inline const EnumNames<PreviewKind>& enumNames() {
    static const EnumNames<PreviewKind> names{
        {PreviewKind::None, "none"}, {PreviewKind::Linear, "linear"}, {PreviewKind::Full, "full"}};
    return names;
}
template <>
inline const EnumNames<StopWhen>& enumNames() {
    static const EnumNames<StopWhen> names{{StopWhen::Now, "now"},
                                           {StopWhen::NextScale, "nextScale"},
                                           {StopWhen::AfterBatch, "afterBatch"}};
    return names;
}
template <>
inline const EnumNames<ExportKind>& enumNames() {
    static const EnumNames<ExportKind> names{{ExportKind::Animation, "animation"},
                                             {ExportKind::Npz, "npz"}};
    return names;
}
template <>
inline const EnumNames<CatalogueKind>& enumNames() {
    static const EnumNames<CatalogueKind> names{{CatalogueKind::Vqvae, "vqvae"},
                                                {CatalogueKind::Var, "var"},
                                                {CatalogueKind::Other, "other"}};
    return names;
}
template <>
inline const EnumNames<GetPhase>& enumNames() {
    static const EnumNames<GetPhase> names{
        {GetPhase::Waiting, "waiting"},       {GetPhase::Connecting, "connecting"},
        {GetPhase::Receiving, "receiving"},   {GetPhase::Pausing, "pausing"},
        {GetPhase::Converting, "converting"}, {GetPhase::Done, "done"},
        {GetPhase::Failed, "failed"},         {GetPhase::Stopped, "stopped"}};
    return names;
}
template <>
inline const EnumNames<ErrorKind>& enumNames() {
    static const EnumNames<ErrorKind> names{
        {ErrorKind::Internal, "internal"},  {ErrorKind::Usage, "usage"},
        {ErrorKind::File, "file"},          {ErrorKind::Checkpoint, "checkpoint"},
        {ErrorKind::Memory, "memory"},      {ErrorKind::Numeric, "numeric"},
        {ErrorKind::Device, "device"},      {ErrorKind::Protocol, "protocol"},
        {ErrorKind::Cancelled, "cancelled"}};
    return names;
}

}  // namespace duo::wire
