#include <cstdio>

#include "io/pickle_value.h"

namespace duo::io {
namespace {

constexpr int kDeepestText = 8;

std::string realText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    // The shortest text that reads back as the same number.
    for (int digits = 1; digits < 17; ++digits) {
        char shorter[32];
        std::snprintf(shorter, sizeof shorter, "%.*g", digits, value);
        if (std::strtod(shorter, nullptr) == value) return shorter;
    }
    return text;
}

std::string bigIntegerText(std::string_view littleEndian) {
    std::string text = "0x";
    for (std::size_t i = littleEndian.size(); i-- > 0;) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(littleEndian[i]));
        text += digits;
    }
    return text;
}

void append(std::string& text, const PickleNode& node, std::size_t maxChars, int depth);

void appendItems(std::string& text, const PickleNode& node, std::size_t maxChars, int depth) {
    const bool dict = node.kind == PickleNode::Kind::Dict;
    text += dict ? "{" : "[";
    for (std::size_t i = 0; i < node.items.size() && text.size() < maxChars; ++i) {
        if (i > 0) text += dict && i % 2 == 1 ? ": " : ", ";
        append(text, *node.items[i], maxChars, depth + 1);
    }
    text += dict ? "}" : "]";
}

void append(std::string& text, const PickleNode& node, std::size_t maxChars, int depth) {
    using Kind = PickleNode::Kind;
    if (depth > kDeepestText || text.size() >= maxChars) {
        text += "…";
        return;
    }
    switch (node.kind) {
        case Kind::None:
            text += "None";
            return;
        case Kind::Boolean:
            text += node.integer != 0 ? "True" : "False";
            return;
        case Kind::Integer:
            text += std::to_string(node.integer);
            return;
        case Kind::BigInteger:
            text += bigIntegerText(node.text.substr(0, maxChars / 2));
            return;
        case Kind::Real:
            text += realText(node.real);
            return;
        case Kind::Text:
        case Kind::Bytes:
            text += node.text.substr(0, maxChars);
            return;
        case Kind::Tuple:
        case Kind::List:
        case Kind::Set:
        case Kind::Dict:
            appendItems(text, node, maxChars, depth);
            return;
        case Kind::Global:
        case Kind::Storage:
        case Kind::Tensor:
            text += "…";
            return;
    }
}

}  // namespace

std::string pickleText(const PickleNode& node, std::size_t maxChars) {
    std::string text;
    append(text, node, maxChars, 0);
    if (text.size() > maxChars) text.resize(maxChars);
    return text;
}

}  // namespace duo::io
