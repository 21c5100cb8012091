// Carries the precompiled ATen headers that every tensor module reuses.
