// Source of the precompiled ATen header that every tensor module reuses.
