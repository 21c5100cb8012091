#!/usr/bin/env bash
# Sets up, configures and builds:  packaging/build.sh [PRESET [TARGET…]]
# The preset is one of CMakePresets.json (default: release); programs land in build/PRESET/bin.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

preset=${1:-release}
"$root/packaging/setup.sh"
cd "$root"
say "configuring ($preset)"
mkdir -p "build/$preset"
cmake --preset "$preset" -DDUOSCALE_TORCH_DIR="$DUOSCALE_TORCH_DIR" >"build/$preset/configure.log" 2>&1 || {
    cat "build/$preset/configure.log" >&2
    fail "CMake could not configure the preset '$preset'; the lines above say why."
}
say "building ($preset)"
cmake --build --preset "$preset" --parallel "$(compilers_at_once)" ${2:+--target "${@:2}"} >&2 ||
    fail "the build of '$preset' failed; the lines above say why."
