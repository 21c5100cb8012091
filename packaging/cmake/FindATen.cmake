# ATen: the tensor library of LibTorch, taken from a PyTorch wheel or a LibTorch folder.
#
# Only libtorch_cpu and libc10 are linked: the wheel's own package file would pull in the CUDA libraries, which take
# seconds to load and are of no use without a GPU. The CUDA backend of the program is a plug-in that loads them when due.
#
# Input:  DUOSCALE_TORCH_DIR, the folder that holds include/ and lib/ (asked of python3 when not given).
# Output: target duo_aten, variable ATen_CUDA_LIBRARIES.
if(NOT DUOSCALE_TORCH_DIR)
    find_package(Python3 COMPONENTS Interpreter QUIET)
    execute_process(
        COMMAND ${Python3_EXECUTABLE} -c "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
        OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    set(DUOSCALE_TORCH_DIR "${found}" CACHE PATH "Folder of LibTorch with include/ and lib/" FORCE)
endif()
find_path(ATen_INCLUDE_DIR ATen/ATen.h PATHS ${DUOSCALE_TORCH_DIR}/include NO_DEFAULT_PATH)
find_library(ATen_CPU_LIBRARY torch_cpu PATHS ${DUOSCALE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(ATen_C10_LIBRARY c10 PATHS ${DUOSCALE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(ATen_CUDA_LIBRARY torch_cuda PATHS ${DUOSCALE_TORCH_DIR}/lib NO_DEFAULT_PATH)
find_library(ATen_C10_CUDA_LIBRARY c10_cuda PATHS ${DUOSCALE_TORCH_DIR}/lib NO_DEFAULT_PATH)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ATen
    REQUIRED_VARS ATen_INCLUDE_DIR ATen_CPU_LIBRARY ATen_C10_LIBRARY
    REASON_FAILURE_MESSAGE "Run packaging/setup.sh, or give -DDUOSCALE_TORCH_DIR=FOLDER of LibTorch.")

add_library(duo_aten INTERFACE)
target_include_directories(duo_aten SYSTEM INTERFACE ${ATen_INCLUDE_DIR})
target_link_libraries(duo_aten INTERFACE ${ATen_CPU_LIBRARY} ${ATen_C10_LIBRARY} Threads::Threads)
# The wheel's own libraries are found through their run paths when the program starts.
target_link_options(duo_aten INTERFACE -Wl,--allow-shlib-undefined)
target_compile_definitions(duo_aten INTERFACE _GLIBCXX_USE_CXX11_ABI=1)
# Without it at::parallel_for, a template of ATen's headers, runs on one thread. The threads are LibTorch's own: both
# load the same libgomp.so.1.
target_compile_options(duo_aten INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fopenmp>)
target_link_options(duo_aten INTERFACE $<$<LINK_LANGUAGE:CXX>:-fopenmp>)
