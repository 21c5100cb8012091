#include "io/pickle_reader.h"

#include <algorithm>
#include <bit>

#include "io/bad_file.h"
#include "io/mapped_file.h"

namespace duo::io {
namespace {

// A training checkpoint of the largest published model needs about 10^5 of each. A file beyond
// these limits is made to exhaust memory.
constexpr std::size_t kMaxOperations = std::size_t{1} << 24;
constexpr std::size_t kMaxNodes = std::size_t{1} << 21;
constexpr std::size_t kMaxMemo = std::size_t{1} << 21;

using Kind = PickleNode::Kind;

}  // namespace

const PickleNode& PickleReader::read() {
    stack_.clear();
    marks_.clear();
    memo_.clear();
    for (std::size_t operations = 0;; ++operations) {
        if (operations == kMaxOperations) corrupt("it has no end");
        const auto opcode = number<unsigned char>();
        if (opcode == '.') break;
        const bool known = readScalar(opcode) || readText(opcode) || readTuple(opcode) ||
                           readList(opcode) || readDict(opcode) || readMemo(opcode) ||
                           readObject(opcode);
        if (!known) corrupt("the operation " + std::to_string(opcode) + " is not supported");
    }
    if (stack_.size() != 1 || !marks_.empty()) corrupt("it ends in the middle of a value");
    return *stack_.front();
}

bool PickleReader::readScalar(unsigned char opcode) {
    switch (opcode) {
        case 0x80:  // PROTO
            if (const auto version = number<std::uint8_t>(); version < 2 || version > 5) {
                corrupt("its protocol is " + std::to_string(version) + ", expected 2 to 5");
            }
            return true;
        case 0x95:  // FRAME: a hint for stream readers
            take(8);
            return true;
        case 'N':
            push(make(Kind::None));
            return true;
        case 0x88:  // NEWTRUE
        case 0x89:  // NEWFALSE
            push(make(Kind::Boolean));
            stack_.back()->integer = opcode == 0x88 ? 1 : 0;
            return true;
        case 'J':
            push(makeInteger(number<std::int32_t>()));
            return true;
        case 'K':
            push(makeInteger(number<std::uint8_t>()));
            return true;
        case 'M':
            push(makeInteger(number<std::uint16_t>()));
            return true;
        case 0x8a:  // LONG1
            push(makeLong(take(number<std::uint8_t>())));
            return true;
        case 0x8b:  // LONG4
            push(makeLong(take(number<std::uint32_t>())));
            return true;
        case 'G':
            push(make(Kind::Real));
            stack_.back()->real = std::bit_cast<double>(__builtin_bswap64(number<std::uint64_t>()));
            return true;
        default:
            return false;
    }
}

bool PickleReader::readText(unsigned char opcode) {
    switch (opcode) {
        case 'X':  // BINUNICODE
        case 'T':  // BINSTRING, of Python 2
            push(makeText(Kind::Text, take(number<std::uint32_t>())));
            return true;
        case 0x8c:  // SHORT_BINUNICODE
        case 'U':   // SHORT_BINSTRING, of Python 2
            push(makeText(Kind::Text, take(number<std::uint8_t>())));
            return true;
        case 0x8d:  // BINUNICODE8
            push(makeText(Kind::Text, take(number<std::uint64_t>())));
            return true;
        case 'B':
            push(makeText(Kind::Bytes, take(number<std::uint32_t>())));
            return true;
        case 'C':
            push(makeText(Kind::Bytes, take(number<std::uint8_t>())));
            return true;
        case 0x8e:  // BINBYTES8
        case 0x96:  // BYTEARRAY8
            push(makeText(Kind::Bytes, take(number<std::uint64_t>())));
            return true;
        default:
            return false;
    }
}

bool PickleReader::readTuple(unsigned char opcode) {
    switch (opcode) {
        case '(':
            marks_.push_back(stack_.size());
            return true;
        case ')':
            push(make(Kind::Tuple));
            return true;
        case 't':
            pushItems(Kind::Tuple, popToMark());
            return true;
        case 0x85:  // TUPLE1 to TUPLE3
        case 0x86:
        case 0x87:
            pushItems(Kind::Tuple, popLast(opcode - 0x84u));
            return true;
        default:
            return false;
    }
}

bool PickleReader::readList(unsigned char opcode) {
    switch (opcode) {
        case ']':
            push(make(Kind::List));
            return true;
        case 'l':
            pushItems(Kind::List, popToMark());
            return true;
        case 'a':
            extend(Kind::List, popLast(1));
            return true;
        case 'e':
            extend(Kind::List, popToMark());
            return true;
        case 0x8f:  // EMPTY_SET
            push(make(Kind::Set));
            return true;
        case 0x90:  // ADDITEMS
            extend(Kind::Set, popToMark());
            return true;
        case 0x91:  // FROZENSET
            pushItems(Kind::Set, popToMark());
            return true;
        default:
            return false;
    }
}

bool PickleReader::readDict(unsigned char opcode) {
    switch (opcode) {
        case '}':
            push(make(Kind::Dict));
            return true;
        case 'd':
            pushItems(Kind::Dict, popToMark());
            break;
        case 's':
            extend(Kind::Dict, popLast(2));
            break;
        case 'u':
            extend(Kind::Dict, popToMark());
            break;
        default:
            return false;
    }
    if (stack_.back()->items.size() % 2 != 0) corrupt("a dict has a key without a value");
    return true;
}

bool PickleReader::readMemo(unsigned char opcode) {
    switch (opcode) {
        case 'q':
            remember(number<std::uint8_t>());
            return true;
        case 'r':
            remember(number<std::uint32_t>());
            return true;
        case 0x94:  // MEMOIZE
            remember(memo_.size());
            return true;
        case 'h':
            recall(number<std::uint8_t>());
            return true;
        case 'j':
            recall(number<std::uint32_t>());
            return true;
        case '0':
            pop();
            return true;
        case '1':
            popToMark();
            return true;
        case '2':
            push(pop());
            push(stack_.back());
            return true;
        default:
            return false;
    }
}

bool PickleReader::readObject(unsigned char opcode) {
    switch (opcode) {
        case 'c': {
            const std::string_view module = line();
            push(lookUp(module, line()));
            return true;
        }
        case 0x93: {  // STACK_GLOBAL
            const std::string_view name = top(Kind::Text).text;
            pop();
            const std::string_view module = top(Kind::Text).text;
            pop();
            push(lookUp(module, name));
            return true;
        }
        case 'R': {
            PickleNode& arguments = top(Kind::Tuple);
            pop();
            PickleNode* result = call(top(Kind::Global), arguments);
            pop();
            push(result);
            return true;
        }
        case 'Q': {  // BINPERSID
            const PickleNode& id = top(Kind::Tuple);
            pop();
            push(makeStorage(id));
            return true;
        }
        case 'b': {  // BUILD: attributes of a state dict or a tensor, such as _metadata; no weights
            pop();
            const Kind kind = stack_.empty() ? Kind::None : stack_.back()->kind;
            if (kind != Kind::Dict && kind != Kind::Tensor) {
                corrupt("it sets the state of something other than a dict or tensor");
            }
            return true;
        }
        default:
            return false;
    }
}

PickleNode* PickleReader::make(Kind kind) {
    if (arena_.nodes() >= kMaxNodes) corrupt("it holds too many values");
    return arena_.node(kind);
}

PickleNode* PickleReader::makeInteger(std::int64_t value) {
    PickleNode* node = make(Kind::Integer);
    node->integer = value;
    return node;
}

// Two's complement of any length.
PickleNode* PickleReader::makeLong(std::string_view littleEndian) {
    if (littleEndian.size() > 8) return makeText(Kind::BigInteger, littleEndian);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < littleEndian.size(); ++i) {
        bits |= std::uint64_t{static_cast<unsigned char>(littleEndian[i])} << (8 * i);
    }
    const bool negative = !littleEndian.empty() && (littleEndian.back() & 0x80) != 0;
    if (negative && littleEndian.size() < 8) bits |= ~std::uint64_t{0} << (8 * littleEndian.size());
    return makeInteger(static_cast<std::int64_t>(bits));
}

PickleNode* PickleReader::makeText(Kind kind, std::string_view text) {
    PickleNode* node = make(kind);
    node->text = text;
    return node;
}

void PickleReader::push(PickleNode* node) {
    stack_.push_back(node);
}

void PickleReader::pushItems(Kind kind, std::vector<PickleNode*> items) {
    PickleNode* node = make(kind);
    node->items = std::move(items);
    push(node);
}

void PickleReader::extend(Kind kind, const std::vector<PickleNode*>& items) {
    std::vector<PickleNode*>& into = top(kind).items;
    into.insert(into.end(), items.begin(), items.end());
}

PickleNode* PickleReader::pop() {
    const std::size_t floor = marks_.empty() ? 0 : marks_.back();
    if (stack_.size() <= floor) corrupt("it takes a value where there is none");
    PickleNode* node = stack_.back();
    stack_.pop_back();
    return node;
}

PickleNode& PickleReader::top(Kind kind) {
    const std::size_t floor = marks_.empty() ? 0 : marks_.back();
    if (stack_.size() <= floor || stack_.back()->kind != kind) {
        corrupt("an operation found a value of the wrong kind");
    }
    return *stack_.back();
}

std::vector<PickleNode*> PickleReader::popToMark() {
    if (marks_.empty()) corrupt("the beginning of a list is missing");
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<PickleNode*> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
}

std::vector<PickleNode*> PickleReader::popLast(std::size_t count) {
    std::vector<PickleNode*> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
}

void PickleReader::remember(std::uint64_t index) {
    if (stack_.empty()) corrupt("it takes a value where there is none");
    if (memo_.size() >= kMaxMemo) corrupt("it remembers too many values");
    memo_[index] = stack_.back();
}

void PickleReader::recall(std::uint64_t index) {
    const auto found = memo_.find(index);
    if (found == memo_.end()) corrupt("it refers to a value that it never stored");
    push(found->second);
}

template <typename T>
T PickleReader::number() {
    return loadLittle<T>(reinterpret_cast<const std::byte*>(take(sizeof(T)).data()));
}

std::string_view PickleReader::take(std::uint64_t count) {
    if (count > bytes_.size() - position_) {
        refuseFile(path_, "is truncated or corrupt: its pickle needs " + std::to_string(count) +
                              " bytes at byte " + std::to_string(position_) + " of " +
                              std::to_string(bytes_.size()));
    }
    const auto* text = reinterpret_cast<const char*>(bytes_.data()) + position_;
    position_ += count;
    return {text, count};
}

std::string_view PickleReader::line() {
    const auto* text = reinterpret_cast<const char*>(bytes_.data());
    const char* end = std::find(text + position_, text + bytes_.size(), '\n');
    if (end == text + bytes_.size()) corrupt("a name does not end");
    const std::string_view found(text + position_, end);
    position_ += found.size() + 1;
    return found;
}

void PickleReader::corrupt(const std::string& reason) const {
    refuseFile(path_,
               "has a corrupt pickle: " + reason + " (byte " + std::to_string(position_) + ")");
}

}  // namespace duo::io
