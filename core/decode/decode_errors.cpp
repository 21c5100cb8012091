#include "decode/decode_errors.h"

#include <cmath>
#include <new>

#include "base/error.h"

namespace duo {
namespace {

std::string placeText(const DecodePlace& place) {
    return "the " + roleName(place.role) + " at scale " + std::to_string(place.scale + 1) + " of " +
           std::to_string(place.scaleCount);
}

[[noreturn]] void throwMemory(const DecodePlace& place, std::string_view allocator) {
    const std::int64_t mebibytes = (place.cacheBytes + (1 << 20) - 1) >> 20;
    throw Error(ErrorKind::Memory,
                "Memory ran out in " + placeText(place) + ": " + std::to_string(place.pictures) +
                    " pictures in one batch (" + std::to_string(place.rows) +
                    " rows) take a KV cache of " + std::to_string(mebibytes) +
                    " MiB, and activations beside it. The allocator says: " +
                    std::string(allocator.substr(0, allocator.find('\n'))),
                "Take a smaller --batch, a lower --precision (bf16 or int8), or a smaller model.");
}

}  // namespace

bool saysOutOfMemory(std::string_view what) {
    for (const std::string_view words : {"not enough memory", "can't allocate memory",
                                         "out of memory", "OUT_OF_MEMORY", "ALLOC_FAILED"}) {
        if (what.find(words) != std::string_view::npos) return true;
    }
    return false;
}

std::string roleName(ModelRole role) {
    return role == ModelRole::Drafter ? "drafter" : "refiner";
}

FiniteCheck::FiniteCheck(const at::Tensor& logits_RlV)
    : extremes_2_([&logits_RlV] {
          const auto [least, most] = logits_RlV.aminmax();  // either is NaN where any logit is
          return at::stack({least, most});
      }()) {}

void FiniteCheck::require(const DecodePlace& place) const {
    const float* extremes = extremes_2_.wait().const_data_ptr<float>();
    if (std::isfinite(extremes[0]) && std::isfinite(extremes[1])) return;
    throw Error(ErrorKind::Numeric,
                "The logits of " + placeText(place) + " are not finite (NaN or Inf).",
                "Take --precision fp32 or bf16 if it was fp16; otherwise the weights are damaged: "
                "check the file with `duoscale-cli inspect`.");
}

void explainingMemory(const DecodePlace& place, const std::function<void()>& work) {
    try {
        work();
    } catch (const Error&) {
        throw;
    } catch (const c10::OutOfMemoryError& error) {
        throwMemory(place, error.what_without_backtrace());
    } catch (const std::bad_alloc& error) {
        throwMemory(place, error.what());
    } catch (const c10::Error& error) {
        if (saysOutOfMemory(error.what_without_backtrace())) {
            throwMemory(place, error.what_without_backtrace());
        }
        throw;
    }
}

}  // namespace duo
