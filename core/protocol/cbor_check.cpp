#include "protocol/cbor_check.h"

#include <string>
#include <vector>

#include "base/error.h"

namespace duo::wire {
namespace {

enum Major : unsigned { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kSimple };
constexpr unsigned kIndefinite = 31;  // the low five bits of an item's first byte

struct Open {
    std::uint64_t left = 0;  // items still expected
    bool indefinite = false;
};

class Walker {
  public:
    explicit Walker(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    void run() {
        open_.push_back({1, false});
        while (!open_.empty()) {
            if (!open_.back().indefinite && open_.back().left-- == 0) {
                open_.pop_back();
            } else {
                item();
            }
        }
        if (position_ != bytes_.size()) refuse("bytes follow the message");
    }

  private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw Error(ErrorKind::Protocol, "A message is not valid CBOR: " + why + " (byte " +
                                             std::to_string(position_) + ").");
    }

    std::uint64_t remaining() const { return bytes_.size() - position_; }

    std::uint8_t byte() {
        if (remaining() == 0) refuse("it is truncated");
        return bytes_[position_++];
    }

    std::uint64_t argument(unsigned info) {
        if (info < 24) return info;
        if (info > 27) refuse("an item has an unknown kind of length");
        std::uint64_t value = 0;
        for (int i = 0; i < 1 << (info - 24); ++i) value = value << 8 | byte();
        return value;
    }

    void item() {
        const std::uint8_t first = byte();
        const unsigned major = first >> 5, info = first & 31;
        if (major == kTag) refuse("it has a tag");
        if (info == kIndefinite) return indefinite(major);
        const std::uint64_t value = argument(info);
        if (major == kBytes || major == kText) {
            if (value > remaining()) refuse("a string is truncated");
            position_ += value;
        } else if (major == kArray || major == kMap) {
            if (value > remaining()) refuse("a list claims more items than there are bytes");
            push({major == kMap ? 2 * value : value, false});
        }
    }

    void indefinite(unsigned major) {
        if (major == kArray || major == kMap) return push({0, true});
        if (major != kSimple || !open_.back().indefinite) refuse("an open-ended item is misplaced");
        open_.pop_back();  // the break code
    }

    void push(Open open) {
        if (open_.size() > kMaxCborDepth) refuse("it is nested too deeply");
        open_.push_back(open);
    }

    std::span<const std::uint8_t> bytes_;
    std::size_t position_ = 0;
    std::vector<Open> open_;
};

}  // namespace

void checkCbor(std::span<const std::uint8_t> bytes) {
    Walker(bytes).run();
}

}  // namespace duo::wire
