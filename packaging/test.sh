#!/usr/bin/env bash
# Sets up, builds and runs every test:  packaging/test.sh [PRESET [ctest's options…]]
# For example  packaging/test.sh release -R decode  runs the tests whose names hold "decode".
# Prints what a failing test said, and a summary; exits with an error when a test fails or when
# there is none.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

preset=${1:-release}
"$root/packaging/build.sh" "$preset"
cd "$root"
say "testing ($preset)"
# Two threads a test, so that code that runs in several threads does so. As many tests at once as
# there are processors: a thread that waits for another must not spin meanwhile.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-2} OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
ctest --preset "$preset" --parallel "$(nproc)" "${@:2}" ||
    fail "tests failed, or there were none; the lines above name them, and build/$preset/Testing/Temporary/LastTest.log holds all they said."
