#include "protocol/generation_request.h"

#include "base/error.h"

namespace duo {

void requireOverlapFits(const ComputeOptions& compute, RngKind rng) {
    if (!compute.overlapPrefill) return;
    if (compute.offload) {
        throw Error(ErrorKind::Usage,
                    "The refiner cannot prefill while the drafter decodes if the weights of the "
                    "idle model are offloaded: both models are active.",
                    "Leave out either --overlap-prefill or --offload.");
    }
    if (rng == RngKind::Published) {
        throw Error(
            ErrorKind::Usage,
            "The refiner cannot prefill while the drafter decodes with published draws: the "
            "published stream draws from the logits of the whole prefix at the hand-over.",
            "Choose counter draws (--rng counter), or leave out --overlap-prefill.");
    }
}

}  // namespace duo
