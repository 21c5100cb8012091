// Owning handles of cairo's surfaces and painters.
#pragma once

#include <cairo.h>

#include <memory>

namespace duo::cli {

struct SurfaceEnd {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct PainterEnd {
    void operator()(cairo_t* painter) const { cairo_destroy(painter); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceEnd>;
using Painter = std::unique_ptr<cairo_t, PainterEnd>;

}  // namespace duo::cli
