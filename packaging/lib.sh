# Shared by the scripts of this folder: paths, messages, the number of compilers at once.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=env.sh
source "$root/packaging/env.sh"

say() { echo "==> $*" >&2; }
fail() {
    echo "Duoscale: $*" >&2
    exit 1
}

# How many compilers fit: one a core, as long as each has 1.5 GiB, which a file that sees ATen can
# take.
compilers_at_once() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    echo $((cores < memory ? cores : memory))
}
