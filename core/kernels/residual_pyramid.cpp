#include "kernels/residual_pyramid.h"

#include "device/cuda_backend.h"
#include "kernels/cuda/residual_pyramid_body.h"
#include "kernels/jobs/residual_pyramid_jobs.h"
#include "kernels/picture_by_picture.h"

namespace duo::kernels {
namespace {

bool fits(const at::Tensor& fHat_BCSS) {
    return fHat_BCSS.is_cuda() && fHat_BCSS.scalar_type() == at::kFloat &&
           fHat_BCSS.is_contiguous();
}

bool fits(const at::Tensor& fHat_BCSS, const BlendedConvolution& phi) {
    const bool packed =
        !phi.weight.defined() || (phi.weight.is_contiguous() && phi.bias.is_contiguous());
    return fits(fHat_BCSS) && packed &&
           AddScaleBody::sharedBytes(fHat_BCSS.size(1), fHat_BCSS.size(2)) <= kMaxSharedBytes;
}

}  // namespace

at::Tensor addScale(const at::Tensor& fHat_BCSS, const at::Tensor& h_BlC, std::int64_t side,
                    const BlendedConvolution& phi) {
    if (!fits(fHat_BCSS, phi)) {
        return fHat_BCSS + pictureByPicture(h_BlC, [&](const at::Tensor& h) {
                   return addedByScale(h, side, fHat_BCSS.size(2), phi);  // [B, C, S, S]
               });
    }
    const at::Tensor h = h_BlC.to(at::kFloat).contiguous();
    const at::Tensor sum_BCSS = at::empty_like(fHat_BCSS);
    AddScaleJob job;
    job.fHat = fHat_BCSS.const_data_ptr<float>();
    job.h = h.const_data_ptr<float>();
    if (phi.weight.defined()) {
        job.weight = phi.weight.const_data_ptr<float>();
        job.bias = phi.bias.const_data_ptr<float>();
    }
    job.sum = sum_BCSS.mutable_data_ptr<float>();
    job.share = static_cast<float>(phi.share);
    job.channels = static_cast<int>(fHat_BCSS.size(1));
    job.side = static_cast<int>(side);
    job.latentSide = static_cast<int>(fHat_BCSS.size(2));
    CudaBackend::load().addScale(fHat_BCSS.get_device(), job, fHat_BCSS.size(0));
    return sum_BCSS;
}

at::Tensor areaMap(const at::Tensor& fHat_BCSS, std::int64_t side) {
    if (!fits(fHat_BCSS)) return plainAreaMap(fHat_BCSS, side);
    const at::Tensor map_BlC =
        at::empty({fHat_BCSS.size(0), side * side, fHat_BCSS.size(1)}, fHat_BCSS.options());
    AreaMapJob job;
    job.fHat = fHat_BCSS.const_data_ptr<float>();
    job.map = map_BlC.mutable_data_ptr<float>();
    job.channels = static_cast<int>(fHat_BCSS.size(1));
    job.side = static_cast<int>(side);
    job.latentSide = static_cast<int>(fHat_BCSS.size(2));
    CudaBackend::load().areaMap(fHat_BCSS.get_device(), job, fHat_BCSS.size(0));
    return map_BlC;
}

at::Tensor addedByScale(const at::Tensor& h_BlC, std::int64_t side, std::int64_t latentSide,
                        const BlendedConvolution& phi) {
    at::Tensor h = h_BlC.to(at::kFloat)
                       .transpose(1, 2)
                       .reshape({h_BlC.size(0), h_BlC.size(2), side, side});  // [B, C, side, side]
    if (side != latentSide)
        h = at::upsample_bicubic2d(h, {latentSide, latentSide}, false);  // [B, C, S, S]
    if (!phi.weight.defined()) return h;
    return h * (1 - phi.share) + at::conv2d(h, phi.weight, phi.bias, 1, 1) * phi.share;
}

at::Tensor plainAreaMap(const at::Tensor& fHat_BCSS, std::int64_t side) {
    return at::adaptive_avg_pool2d(fHat_BCSS, {side, side})  // [B, C, side, side]
        .flatten(2)                                          // [B, C, l]
        .transpose(1, 2);                                    // [B, l, C]
}

}  // namespace duo::kernels
