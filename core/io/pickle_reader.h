// Reads pickles (protocols 2 to 5) as values and tensors and never runs code: any global outside
// torch_globals is refused by name. Work and memory are bounded by the bytes in the file.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/pickle_value.h"

namespace duo::io {

class PickleReader {
  public:
    // path names the file in errors. bytes may hold several pickles. All three must outlive the
    // nodes.
    PickleReader(const std::string& path, std::span<const std::byte> bytes, PickleArena& arena)
        : path_(path), bytes_(bytes), arena_(arena) {}

    // Reads one pickle to its STOP mark. Error(Checkpoint): truncated, corrupt, hostile.
    const PickleNode& read();
    // Bytes read so far, which is where the next pickle begins.
    std::size_t position() const { return position_; }

  private:
    // Each handles the opcodes of its kind. False: the opcode is of another kind.
    bool readScalar(unsigned char opcode);
    bool readText(unsigned char opcode);
    bool readTuple(unsigned char opcode);
    bool readList(unsigned char opcode);
    bool readDict(unsigned char opcode);
    bool readMemo(unsigned char opcode);
    bool readObject(unsigned char opcode);

    // Objects (pickle_objects.cpp).
    PickleNode* lookUp(std::string_view module, std::string_view name);
    PickleNode* call(const PickleNode& callee, PickleNode& arguments);
    PickleNode* makeTensor(const PickleNode& arguments, std::size_t minItems);
    PickleNode* makeStorage(const PickleNode& id);
    PickleNode* makeOrderedDict(const PickleNode& arguments);
    PickleNode* makeDevice(const PickleNode& arguments);
    std::vector<std::int64_t> integers(const PickleNode& node, const char* what) const;
    std::int64_t integer(const PickleNode& node, const char* what) const;

    PickleNode* make(PickleNode::Kind kind);
    PickleNode* makeInteger(std::int64_t value);
    PickleNode* makeLong(std::string_view littleEndian);
    PickleNode* makeText(PickleNode::Kind kind, std::string_view text);
    void push(PickleNode* node);
    void pushItems(PickleNode::Kind kind, std::vector<PickleNode*> items);
    void extend(PickleNode::Kind kind, const std::vector<PickleNode*>& items);
    PickleNode* pop();
    PickleNode& top(PickleNode::Kind kind);
    std::vector<PickleNode*> popToMark();
    std::vector<PickleNode*> popLast(std::size_t count);
    void remember(std::uint64_t index);
    void recall(std::uint64_t index);

    template <typename T>
    T number();
    std::string_view take(std::uint64_t count);
    std::string_view line();
    [[noreturn]] void corrupt(const std::string& reason) const;

    const std::string& path_;
    std::span<const std::byte> bytes_;
    PickleArena& arena_;
    std::size_t position_ = 0;
    std::vector<PickleNode*> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, PickleNode*> memo_;
};

}  // namespace duo::io
