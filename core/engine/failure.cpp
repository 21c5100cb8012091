#include "engine/failure.h"

#include <ATen/ATen.h>

#include <new>
#include <string_view>

namespace duo {
namespace {

// Neither the CPU allocator nor the libraries below ATen have a type of their own for this.
bool saysOutOfMemory(std::string_view what) {
    for (const std::string_view words : {"not enough memory", "can't allocate memory",
                                         "out of memory", "OUT_OF_MEMORY", "ALLOC_FAILED"}) {
        if (what.find(words) != std::string_view::npos) return true;
    }
    return false;
}

std::string firstLine(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

Failure outOfMemory(const std::string& doing, std::string_view why) {
    return {ErrorKind::Memory,
            "Memory ran out while " + doing + ". The allocator says: " + firstLine(why),
            "Take a smaller --batch, a lower --precision (bf16 or int8), or a smaller model."};
}

Failure bug(const std::string& doing, std::string_view why) {
    return {ErrorKind::Internal, "Something went wrong while " + doing + ": " + firstLine(why),
            "This is an error of the program; please report it."};
}

}  // namespace

Failure describeFailure(std::exception_ptr exception, const std::string& doing) {
    try {
        std::rethrow_exception(exception);
    } catch (const Error& error) {
        return {error.kind(), error.what(), error.hint()};
    } catch (const c10::OutOfMemoryError& error) {
        return outOfMemory(doing, error.what_without_backtrace());
    } catch (const c10::Error& error) {
        const std::string_view why = error.what_without_backtrace();
        return saysOutOfMemory(why) ? outOfMemory(doing, why) : bug(doing, why);
    } catch (const std::bad_alloc& error) {
        return outOfMemory(doing, error.what());
    } catch (const std::exception& error) {
        return saysOutOfMemory(error.what()) ? outOfMemory(doing, error.what())
                                             : bug(doing, error.what());
    } catch (...) {
        return bug(doing, "an exception of an unknown kind");
    }
}

}  // namespace duo
