#include "device/cuda_backend.h"

#include <ATen/ATen.h>
#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "base/error.h"

namespace duo {
namespace {

constexpr char kPluginName[] = "libduoscale_cuda.so";
constexpr char kCpuHint[] =
    "Use --device cpu, or --device auto, which uses a GPU only if there is one.";

[[noreturn]] void fail(const std::string& message, const std::string& hint = kCpuHint) {
    throw Error(ErrorKind::Device, message, hint);
}

constexpr char kGraphsHint[] = "Use --cuda-graphs off, which launches kernels one by one.";

void check(const char* what, const char* failure, const char* hint = kCpuHint) {
    if (failure == nullptr) return;
    fail(std::string("CUDA failed to ") + what + ": " + failure + ".", hint);
}

// Begins the sentence of a failure where the reason is not the plug-in; empty if there is a driver.
std::string withoutDriver() {
    void* driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (driver == nullptr) return "There is no NVIDIA GPU or driver on this machine. ";
    dlclose(driver);
    return {};
}

std::vector<std::filesystem::path> candidates() {
    if (const char* given = std::getenv("DUOSCALE_CUDA_PLUGIN")) return {given};
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    const auto prefix = program.parent_path();
    return {program / kPluginName, prefix / "lib" / kPluginName,
            prefix / "lib/duoscale" / kPluginName};
}

std::filesystem::path findPlugin() {
    std::string looked;
    for (const std::filesystem::path& path : candidates()) {
        std::error_code failed;
        if (std::filesystem::exists(path, failed)) return path;
        looked += (looked.empty() ? "" : ", ") + path.string();
    }
    fail(withoutDriver() + "The CUDA backend was not found. Looked for: " + looked + ".",
         "Build with -DDUOSCALE_CUDA=ON, name the file in DUOSCALE_CUDA_PLUGIN, or use --device "
         "cpu.");
}

CudaPluginTable openPlugin() {
    const std::filesystem::path path = findPlugin();
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);  // never closed
    if (library == nullptr) {
        const std::string reason = dlerror();
        fail(withoutDriver() + "The CUDA backend " + path.string() + " does not load: " + reason +
             ".");
    }
    const void* symbol = dlsym(library, kCudaPluginSymbol);
    if (symbol == nullptr) fail(path.string() + " is not a CUDA backend of this program.");
    const auto& table = *static_cast<const CudaPluginTable*>(symbol);
    if (table.version != kCudaPluginVersion) {
        fail("The CUDA backend " + path.string() + " has version " + std::to_string(table.version) +
                 ", but this program needs " + std::to_string(kCudaPluginVersion) + ".",
             "Build the program and its CUDA backend together.");
    }
    return table;
}

}  // namespace

const CudaBackend& CudaBackend::load() {
    static std::mutex mutex;
    static std::optional<CudaBackend> backend;
    const std::scoped_lock lock(mutex);
    if (!backend) {
        const CudaBackend opened(openPlugin());
        if (opened.deviceCount() == 0) fail("There is no NVIDIA GPU or driver on this machine.");
        // Before this the allocator knows no device and its queries fail.
        at::globalContext().lazyInitDevice(at::kCUDA);
        backend = opened;
    }
    return *backend;
}

bool CudaBackend::available(std::string* why) {
    try {
        load();
        return true;
    } catch (const Error& error) {
        if (why != nullptr) *why = error.what();
        return false;
    }
}

int CudaBackend::deviceCount() const {
    int count = 0;
    check("find a device", table_.deviceCount(&count));
    return count;
}

std::string CudaBackend::deviceName(int device) const {
    std::array<char, 256> name{};
    check("name the device", table_.deviceName(device, name.data(), name.size()));
    return name.data();
}

CudaMemory CudaBackend::memory(int device) const {
    CudaMemory memory{};
    check("report memory", table_.memory(device, &memory));
    return memory;
}

void CudaBackend::resetPeaks(int device) const {
    check("reset memory peaks", table_.resetPeaks(device));
}

void CudaBackend::releaseCached() const {
    check("release memory", table_.releaseCached());
}

void CudaBackend::synchronise(int device) const {
    check("finish the device's work", table_.synchronise(device));
}

bool CudaBackend::connectNccl(int device, const CudaPeer& peer, void* backend) const {
    if (table_.connectNccl == nullptr) return false;
    check("connect the processes", table_.connectNccl(device, &peer, backend));
    return true;
}

CudaGraphPool CudaBackend::newGraphPool() const {
    CudaGraphPool pool{};
    check("reserve memory for graphs", table_.newGraphPool(&pool), kGraphsHint);
    return pool;
}

void* CudaBackend::beginGraph(int device, CudaGraphPool pool) const {
    void* graph = nullptr;
    check("begin a graph", table_.beginGraph(device, pool, &graph), kGraphsHint);
    return graph;
}

void CudaBackend::endGraph(void* graph) const {
    check("record a graph", table_.endGraph(graph), kGraphsHint);
}

void CudaBackend::abandonGraph(void* graph) const noexcept {
    table_.abandonGraph(graph);
}

void CudaBackend::replayGraph(int device, void* graph) const {
    check("replay a graph", table_.replayGraph(device, graph), kGraphsHint);
}

void CudaBackend::freeGraph(void* graph) const noexcept {
    table_.freeGraph(graph);
}

#define DUO_CUDA_OP(name, Job, failure)                                                     \
    void CudaBackend::name(int device, const kernels::Job& job, std::int64_t count) const { \
        check(failure, table_.name(device, job, count));                                    \
    }
#include "device/cuda_ops.def"

}  // namespace duo
