# Headers of Gloo, which LibTorch's own headers name and its wheel leaves out. Gloo's code is in libtorch_cpu: nothing
# more is linked.
#
# Output: variable Gloo_INCLUDE_DIR.
find_path(Gloo_INCLUDE_DIR gloo/rendezvous/store.h)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Gloo
    REQUIRED_VARS Gloo_INCLUDE_DIR
    REASON_FAILURE_MESSAGE "Run packaging/setup.sh, or install libgloo-dev.")
mark_as_advanced(Gloo_INCLUDE_DIR)
