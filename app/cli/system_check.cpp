#include "system_check.h"

#include <dlfcn.h>
#if __has_include(<torch/headeronly/version.h>)  // since LibTorch 2.10
#include <torch/headeronly/version.h>
#endif
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/error.h"
#include "base/host_memory.h"
#include "device/cuda_backend.h"
#include "fetch/disk_room.h"
#include "kernels/cpu/cpu_kernels.h"
#include "library/list_models.h"
#include "library/model_folder.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;
using enum FindingState;

constexpr std::int64_t kGiB = std::int64_t{1} << 30;
constexpr std::int64_t kLittleMemory = 2 * kGiB, kLittleDisk = kGiB;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Finding checkProcessor() {
    using namespace kernels::cpu;
    const std::string threads = std::to_string(std::thread::hardware_concurrency()) + " threads";
    const CpuKernels* set = cpuKernels();
    if (set == nullptr) {
        return {Note, "processor",
                threads + ", without AVX2 and FMA: the plain kernels of LibTorch.",
                "Nothing is wrong. A processor with AVX2 is several times as fast."};
    }
    if (set == &avx2Kernels) {
        return {Good, "processor", threads + ", AVX2. bf16 needs more time than fp32 here.", ""};
    }
    if (amxGranted()) {
        return {Good, "processor",
                threads + ", AVX-512 and AMX tiles: bf16 is the fastest precision.", ""};
    }
    return {Good, "processor",
            threads + (set == &avx512Bf16Kernels ? ", AVX-512 with bf16." : ", AVX-512."), ""};
}

Finding checkLibTorch() {
#ifdef TORCH_VERSION
    return {Good, "LibTorch", std::string("version ") + TORCH_VERSION + ".", ""};
#else
    return {Good, "LibTorch", "an older version than 2.10.", ""};
#endif
}

Finding checkGpu() {
    std::string why;
    if (CudaBackend::available(&why)) {
        const CudaBackend& cuda = CudaBackend::load();
        std::string names;
        for (int device = 0; device < cuda.deviceCount(); ++device) {
            names += (names.empty() ? "" : ", ") + cuda.deviceName(device);
        }
        return {Good, "GPU", names + ".", ""};
    }
    if (access("/dev/nvidiactl", F_OK) == 0 || access("/dev/dxg", F_OK) == 0) {
        return {Problem, "GPU", why,
                "There is an NVIDIA GPU. Install its driver and the CUDA backend (the package "
                "duoscale-cuda, then /usr/lib/duoscale/fetch_cuda.sh)."};
    }
    return {Note, "GPU", "No NVIDIA GPU was found. The processor does the work.", ""};
}

Finding checkMemory() {
    const std::int64_t available = availableHostMemory(), total = physicalHostMemory();
    const std::string text = memoryText(available) + " of " + memoryText(total) + " are free.";
    if (available >= kLittleMemory) return {Good, "memory", text, ""};
    return {Note, "memory", text,
            "The demo family needs about 300 MiB. For VAR-d30 close other programs, or use "
            "--precision int8 or --offload."};
}

Finding checkModels(const std::string& given) {
    try {
        const std::string folder = given.empty() ? defaultModelFolder() : given;
        findModels(folder);
        const std::size_t count = listModels({.folder = folder}).files.size();
        return {Good, "models", std::to_string(count) + " models in '" + folder + "'.", ""};
    } catch (const Error& error) {
        return {Problem, "models", error.what(), error.hint()};
    }
}

// Whether a file can be made in the folder, or in the nearest one above that exists.
Finding checkFolder(const std::string& topic, fs::path folder) {
    const std::string shown = "'" + folder.string() + "'";
    std::error_code failed;
    while (!folder.empty() && !fs::exists(folder, failed) && folder != folder.parent_path()) {
        folder = folder.parent_path();
    }
    if (access(folder.c_str(), W_OK | X_OK) != 0) {
        return {Problem, topic, shown + " cannot be written to.",
                "Give yourself the right to write there, or start the program with another home "
                "folder."};
    }
    const std::int64_t room = fetch::freeBytes(folder);
    const std::string free = memoryText(room) + " free.";
    if (room >= kLittleDisk) return {Good, topic, shown + ", " + free, ""};
    return {Note, topic, shown + ", only " + free, "Make room: pictures are written there."};
}

// XDG base directories.
fs::path homeFolder(const char* name, const char* fallback) {
    const std::string given = variable(name);
    const fs::path base = given.empty() ? fs::path(variable("HOME")) / fallback : fs::path(given);
    return base / "duoscale";
}

bool loads(const char* library) {
    void* handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    if (handle != nullptr) dlclose(handle);
    return handle != nullptr;
}

// The archive brings libraries of its own, which this program does not see.
bool bringsQt() {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    return fs::exists(program.parent_path().parent_path() / "lib/duoscale/plugins", failed);
}

Finding checkDisplay() {
    const std::string wayland = variable("WAYLAND_DISPLAY"), x11 = variable("DISPLAY");
    if (wayland.empty() && x11.empty()) {
        return {Note, "display", "There is no display here: the window cannot open.",
                "Start the window on a desktop. duoscale-cli needs no display."};
    }
    const std::string name = wayland.empty() ? "X11 " + x11 : "Wayland " + wayland;
    const char* library = wayland.empty() ? "libQt6XcbQpa.so.6" : "libQt6WaylandClient.so.6";
    if (bringsQt() || loads(library) || (!wayland.empty() && !x11.empty())) {
        return {Good, "display", name + ".", ""};
    }
    return {Problem, "display", name + ", but Qt's library for it (" + library + ") does not load.",
            wayland.empty() ? "Install libqt6gui6 and libxcb-cursor0." : "Install qt6-wayland."};
}

Finding checkFonts() {
    for (const fs::path& folder : {fs::path("/usr/share/fonts"), fs::path("/usr/local/share/fonts"),
                                   fs::path(variable("HOME")) / ".fonts",
                                   fs::path(variable("HOME")) / ".local/share/fonts"}) {
        std::error_code failed;
        for (fs::recursive_directory_iterator file(folder, failed), end; !failed && file != end;
             file.increment(failed)) {
            const std::string suffix = file->path().extension();
            if (suffix == ".ttf" || suffix == ".otf" || suffix == ".ttc") {
                return {Good, "fonts", "found in '" + folder.string() + "'.", ""};
            }
        }
    }
    return {Problem, "fonts", "No fonts were found: sheets, plots and the window have no letters.",
            "Install some, for example fonts-dejavu-core."};
}

}  // namespace

std::vector<Finding> checkSystem(const std::string& modelFolder) {
    return {checkProcessor(),
            checkLibTorch(),
            checkGpu(),
            checkMemory(),
            checkModels(modelFolder),
            checkDisplay(),
            checkFonts(),
            checkFolder("history", homeFolder("XDG_DATA_HOME", ".local/share")),
            checkFolder("settings", homeFolder("XDG_CONFIG_HOME", ".config")),
            checkFolder("current folder", fs::current_path())};
}

}  // namespace duo::cli
