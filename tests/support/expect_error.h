// EXPECT_DUO_ERROR(statement, kind, "words", …): the statement must throw a duo::Error of that kind
// whose message or hint contains each of the words.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "base/error.h"

namespace duo::test {

template <class Action>
void expectError(const char* file, int line, Action action, ErrorKind kind,
                 std::initializer_list<const char*> words) {
    const testing::ScopedTrace trace(file, line, "EXPECT_DUO_ERROR");
    try {
        action();
        ADD_FAILURE() << "expected an error; nothing was thrown";
    } catch (const Error& e) {
        const std::string said = std::string(e.what()) + "\n" + e.hint();
        EXPECT_EQ(e.kind(), kind) << said;
        for (const char* word : words)
            EXPECT_NE(said.find(word), std::string::npos) << "no '" << word << "' in: " << said;
    }
}

}  // namespace duo::test

#define EXPECT_DUO_ERROR(statement, kind, ...) \
    ::duo::test::expectError(__FILE__, __LINE__, [&] { (void)(statement); }, kind, {__VA_ARGS__})
