#!/usr/bin/env bash
# Downloads NVIDIA's libraries that Duoscale needs on a GPU, once:  sudo fetch_cuda.sh
# They come from the Python package index (pinned in wheels.txt, 2.6 GB on disk) and lie beside
# LibTorch, where it looks for them. A run that was cut off is continued by the next one.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() {
    echo "Duoscale: $*" >&2
    exit 1
}

[ -w "$here" ] || fail "$here cannot be written to; run this as root (sudo $0)."
need=3500
free=$(df -Pm "$here" | awk 'NR == 2 { print $4 }')
[ "$free" -ge $need ] || fail "$here has $free MB free and $need MB are needed; make room."

work=$here/fetch
python=$work/venv/bin/python
mkdir -p "$work"
python3 -m venv "$work/venv" || fail "python3 cannot make a private Python; install python3-venv."

# Unpacks a wheel here and lists its files, for the removal of the package.
unpack() {
    "$python" -m zipfile -l "$1" | awk 'NR > 1 && $1 ~ /^nvidia\// { print $1 }' >>"$here/fetched.list"
    "$python" -m zipfile -e "$1" "$here"
    rm -rf "$here"/nvidia_*.dist-info "$1"
}

while read -r name version size need; do
    [ "${need-}" = gpu ] || continue
    [ ! -e "$work/$name-$version" ] || continue
    echo "==> fetching $name $version ($size MB)" >&2
    "$python" -m pip download --disable-pip-version-check --no-cache-dir --no-deps --only-binary :all: \
        --dest "$work" "$name==$version" >"$work/log" 2>&1 ||
        fail "could not fetch $name $version ($(grep -m 1 -E 'rror' "$work/log")); check the network and run this again: it continues from here."
    for wheel in "$work"/*.whl; do unpack "$wheel"; done
    : >"$work/$name-$version"
done <"$here/wheels.txt"
rm -rf "$work/venv"
echo "==> all that a GPU needs is in $here/nvidia" >&2
