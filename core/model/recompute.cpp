#include "model/recompute.h"

#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <utility>

namespace duo {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// A thread's autocast settings. The backward restores them, since it runs outside the forward's
// scope.
struct Autocast {
    at::DeviceType device;
    bool enabled;
    at::ScalarType type;
    bool cache;

    static Autocast now(at::DeviceType device) {
        return {device, at::autocast::is_autocast_enabled(device),
                at::autocast::get_autocast_dtype(device),
                at::autocast::is_autocast_cache_enabled()};
    }
    void set() const {
        at::autocast::set_autocast_enabled(device, enabled);
        at::autocast::set_autocast_dtype(device, type);
        at::autocast::set_autocast_cache_enabled(cache);
    }
};

class AutocastScope {
  public:
    explicit AutocastScope(const Autocast& wanted) : before_(Autocast::now(wanted.device)) {
        wanted.set();
    }
    ~AutocastScope() { before_.set(); }
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

  private:
    Autocast before_;
};

// What the backward needs besides tensors.
struct Held : torch::CustomClassHolder {
    Held(BlockFunction function, Autocast cast) : block(std::move(function)), autocast(cast) {}
    BlockFunction block;
    Autocast autocast;
};

// A detached copy; a leaf that collects a gradient if the tensor requires one.
at::Tensor leafOf(const at::Tensor& tensor) {
    return tensor.detach().set_requires_grad(tensor.requires_grad());
}

class Recompute : public torch::autograd::Function<Recompute> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& modulation, const c10::intrusive_ptr<Held>& held) {
        context->save_for_backward({x, modulation});
        context->saved_data["held"] = c10::IValue::make_capsule(held);
        // gradients on, so that the block takes the same path as in the backward
        const c10::AutoGradMode gradients(true);
        const AutocastScope autocast(held->autocast);
        return held->block(leafOf(x), leafOf(modulation)).detach();
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto capsule = context->saved_data["held"].toCapsule();
        const auto& held = static_cast<const Held&>(*capsule);
        const variable_list saved = context->get_saved_variables();
        const at::Tensor x = leafOf(saved[0]), modulation = leafOf(saved[1]);
        at::Tensor made;
        {
            const c10::AutoGradMode on(true);
            const AutocastScope autocast(held.autocast);
            made = held.block(x, modulation);
        }
        torch::autograd::backward({made}, {gradients[0]});
        return {x.grad(), modulation.grad(), at::Tensor()};
    }
};

}  // namespace

at::Tensor recomputed(const BlockFunction& block, const at::Tensor& x,
                      const at::Tensor& modulation) {
    Autocast autocast = Autocast::now(x.device().type());
    autocast.cache = false;  // a cached cast from the forward would not lead back to its leaf
    return Recompute::apply(x, modulation, c10::make_intrusive<Held>(block, autocast));
}

}  // namespace duo
