#include "engine/failure.h"

#include <ATen/ATen.h>

#include <new>
#include <string_view>

#include "decode/decode_errors.h"

namespace duo {
namespace {

std::string firstLine(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

// The allocator's sentence without the place in its source.
std::string allocatorText(std::string_view why) {
    const std::string line = firstLine(why);
    const std::size_t sentence = line.find("DefaultCPUAllocator");
    return sentence == std::string::npos ? line : line.substr(sentence);
}

Failure outOfMemory(const std::string& doing, std::string_view why) {
    return {ErrorKind::Memory,
            "Memory ran out while " + doing + ". The allocator says: " + allocatorText(why),
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
