#!/usr/bin/env bash
# Checks the sources without building them:
#
#   packaging/check.sh                     the quick checks: all but tidy and cppcheck
#   packaging/check.sh NAME…               some of: format shell names links words sizes cppcheck
#   packaging/check.sh tidy [BASE|--all]   clang-tidy over the C++ files that differ from the commit
#                                          BASE (default: main), or over all of them
#
# Prints what is wrong and exits with an error where something is. A tool that is missing is fetched
# by setup.sh check, or by setup.sh tidy for clang-tidy and cppcheck.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

max_file_bytes=$((15 << 20))
max_source_lines=400

# find_tool VERSION KIND NAME…: prints the first program NAME whose --version names VERSION. Tools of
# another version would judge otherwise. Where there is none, setup.sh fetches those of KIND.
find_tool() {
    local version=$1 kind=$2 round name
    for round in here fetched; do
        [ "$round" = here ] || "$root/packaging/setup.sh" "$kind"
        for name in "${@:3}"; do
            command -v "$name" >/dev/null || continue
            "$name" --version | grep -qE "(version:?|Cppcheck) $version" || continue
            echo "$name"
            return
        done
    done
    fail "$3 of version $version is needed and could not be found; packaging/setup.sh $kind fetches it."
}

# The project's files whose path matches the expression, each ended by a zero byte.
files_like() {
    if git rev-parse --git-dir >/dev/null 2>&1; then
        git ls-files -z
    else # unpacked from an archive
        find . \( -name .git -o -path ./build \) -prune -o -type f -printf '%P\0'
    fi | grep -zE "$1"
}
cpp_files() { files_like '\.(h|cpp|cu|cuh)$'; }
shell_files() { files_like '\.sh$|^\.ci/run$'; }

# Layout as .clang-format says, and no line over 100 characters (clang-format cannot cut all).
check_format() {
    local formatter status=0
    formatter=$(find_tool 14.0 check clang-format-14 clang-format) || return
    cpp_files | xargs -0 -n 100 -P "$(nproc)" "$formatter" --dry-run -Werror || status=1
    if cpp_files | LC_ALL=C.UTF-8 xargs -0 grep -nE '.{101}'; then
        echo "these lines have more than 100 characters"
        status=1
    fi
    return $status
}

check_shell() {
    local checker
    checker=$(find_tool 0.9.0 check shellcheck) || return
    shell_files | xargs -0 "$checker" --external-sources
}

check_names() { python3 packaging/dead_names.py; }

check_links() { python3 packaging/dead_links.py; }

check_words() { python3 packaging/forbidden_words.py; }

check_sizes() {
    local file bytes lines status=0
    while IFS= read -r -d '' file; do
        bytes=$(stat -c %s "$file" 2>/dev/null) || continue
        [ "$bytes" -le $max_file_bytes ] && continue
        echo "$file: $bytes bytes, at most $max_file_bytes are allowed"
        status=1
    done < <(files_like .)
    while IFS= read -r -d '' file; do
        lines=$(wc -l < "$file")
        [ "$lines" -le $max_source_lines ] && continue
        echo "$file: $lines lines, at most $max_source_lines are allowed; take out parts with names"
        status=1
    done < <(cpp_files)
    return $status
}

# The modules without tensors: LibTorch's headers are more than cppcheck can follow.
check_cppcheck() {
    local checker
    checker=$(find_tool 2. tidy cppcheck) || return
    "$checker" --quiet --std=c++20 --language=c++ --enable=warning,performance,portability \
        --inline-suppr --error-exitcode=1 -j "$(nproc)" -I core \
        core/base core/io core/protocol ui app/studio
}

# Files that differ from the commit $1, in compile_commands.json; all of them for --all. The
# headers that they include are checked with them.
tidy_files() {
    local base=${1:-main}
    if [ "$base" = --all ]; then
        files_like '\.cpp$'
    else
        git rev-parse --verify --quiet "$base^{commit}" >/dev/null ||
            fail "check.sh tidy: $base is no commit; give one, or --all."
        git diff --name-only -z --diff-filter=d "$base" -- '*.cpp'
    fi
}

# clang reads no precompiled header of gcc, so these compile commands do without.
configure_tidy() {
    [ -e build/tidy/CMakeCache.txt ] || "$root/packaging/setup.sh"
    mkdir -p build/tidy
    cmake --preset tidy -DDUOSCALE_TORCH_DIR="$DUOSCALE_TORCH_DIR" >build/tidy/configure.log 2>&1 || {
        cat build/tidy/configure.log >&2
        fail "CMake could not configure the preset 'tidy'; the lines above say why."
    }
}

check_tidy() {
    local checker files
    checker=$(find_tool 14.0 tidy clang-tidy-14 clang-tidy) || return
    mapfile -d '' -t files < <(tidy_files "$@")
    [ ${#files[@]} -gt 0 ] || return 0
    configure_tidy
    # Only files that are built: a program that is switched off is in no compile command.
    mapfile -d '' -t files < <(printf '%s\0' "${files[@]}" | in_compile_commands)
    say "clang-tidy over ${#files[@]} files"
    [ ${#files[@]} -gt 0 ] || return 0
    printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(compilers_at_once)" "$checker" -quiet \
        --extra-arg=-Wno-unknown-warning-option -p build/tidy
}

in_compile_commands() {
    python3 -c '
import json, os, sys
known = {os.path.realpath(entry["file"]) for entry in json.load(open("build/tidy/compile_commands.json"))}
for name in sys.stdin.read().split("\0"):
    if name and os.path.realpath(name) in known:
        sys.stdout.write(name + "\0")'
}

run_checks() {
    local name failed=()
    for name in "$@"; do
        say "checking $name"
        "check_$name" || failed+=("$name")
    done
    [ ${#failed[@]} = 0 ] || fail "these checks failed: ${failed[*]}; the lines above say where."
    say "the checks passed: $*"
}

quick=(format shell names links words sizes)
case ${1-} in
    "") run_checks "${quick[@]}" ;;
    tidy)
        check_tidy "${@:2}" || fail "clang-tidy found something; the lines above say where."
        say "clang-tidy found nothing"
        ;;
    *)
        for name in "$@"; do
            [[ " ${quick[*]} cppcheck " == *" $name "* ]] ||
                fail "check.sh has no check '$name'; it has: ${quick[*]} cppcheck tidy."
        done
        run_checks "$@"
        ;;
esac
