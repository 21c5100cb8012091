#!/usr/bin/env bash
# Sets up what building Duoscale needs, on Debian 12 or Ubuntu 24.04. Run it as often as you like:
# it installs only what is missing, and a run that was cut off is continued by the next one.
#
#   packaging/setup.sh           what building needs
#   packaging/setup.sh check     clang-format and shellcheck, where check.sh does not find them
#   packaging/setup.sh tidy      clang-tidy and cppcheck, from the distribution
#   packaging/setup.sh package   what package.sh needs beside a build, from the distribution
#
# Small libraries, Qt and the compiler come from the distribution (sudo is asked for when something
# is missing and you are not root). LibTorch, the CUDA compiler, CMake and Ninja come from wheels,
# pinned in wheels.txt, into ~/.cache/duoscale. Neither a CUDA toolkit nor a GPU need be there.
#
#   DUOSCALE_GPU=yes|no  also fetch what a GPU needs at run time, or leave it out (default: when one is seen)
#   DUOSCALE_CACHE, DUOSCALE_TORCH_DIR: see env.sh
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The names are the same on Debian 12 and Ubuntu 24.04.
system_packages=(
    ca-certificates g++ git pkg-config python3 python3-venv python3-markdown  # tools
    qt6-base-dev qt6-svg-dev libqcustomplot-dev                # the studio
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n libfftw3-dev
    libcli11-dev                                              # the command line
    nlohmann-json3-dev libpng-dev zlib1g-dev libjpeg-dev libwebp-dev libtiff-dev  # the core
    libcairo2-dev libstb-dev libxxhash-dev libgloo-dev libcurl4-openssl-dev libssl-dev
    libgtest-dev xvfb xauth desktop-file-utils appstream mandoc  # the tests
)

# What check.sh tidy and check.sh cppcheck run. Both systems have this clang-tidy.
tidy_packages=(clang-tidy-14 cppcheck)

package_packages=(dpkg-dev patchelf qt6-wayland zstd)

kind=${1:-build}
log=$DUOSCALE_CACHE/setup.log
venv=$DUOSCALE_CACHE/venv
packages=$DUOSCALE_CACHE/packages

# ---- what the distribution gives ----

missing_system_packages() { # NAME…
    local name
    for name in "$@"; do
        [[ ${installed_system_packages-} == *$'\n'"$name installed"$'\n'* ]] || echo "$name"
    done
}

# Runs apt-get with its output in the log; on failure one sentence, with the line in which apt-get
# says why.
apt_get() {
    local as_root=(env)
    [ "$(id -u)" = 0 ] || as_root=(sudo env)
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 "$@" >>"$log" 2>&1 ||
        fail "apt-get $1 failed ($(grep -E '^E: ' "$log" | tail -1)); put that right and run packaging/setup.sh again. The whole story is in $log."
}

install_system_packages() { # NAME…
    command -v dpkg-query >/dev/null ||
        fail "this script knows Debian 12 and Ubuntu 24.04; on another system install their counterparts of: $*."
    installed_system_packages=$'\n'$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)$'\n'
    local missing
    mapfile -t missing < <(missing_system_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        fail "these packages are missing and there is no sudo; as root run: apt-get install --no-install-recommends ${missing[*]}"
    say "installing with apt-get: ${missing[*]}"
    apt_get update
    apt_get install --no-install-recommends "${missing[@]}"
}

# ---- what the wheels give ----

make_python() {
    "$venv/bin/python" -c '' 2>/dev/null && return 0
    say "making a private Python in $venv"
    python3 -m venv --clear "$venv" >>"$log" 2>&1 ||
        fail "python3 -m venv $venv failed ($(tail -1 "$log")); put that right and run packaging/setup.sh again. The whole story is in $log."
}

# link TARGET NAME: a symbolic link, made or corrected when it is not so already.
link() {
    [ "$(readlink "$2")" = "$1" ] || ln -sfn "$1" "$2"
}

# A second name for the folder of the wheels' files, one that does not change with Python's version.
name_packages() {
    link "$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" "$packages"
}

# nvcc and CMake look for libraries where NVIDIA's own installer puts them, and under a name without
# a version.
name_cuda_libraries() {
    link lib "$packages/nvidia/cu13/lib64"
    link libcudart.so.13 "$packages/nvidia/cu13/lib/libcudart.so"
}

has_gpu() {
    case ${DUOSCALE_GPU:-auto} in
        yes) return 0 ;;
        no) return 1 ;;
        *) [ -e /dev/nvidiactl ] || [ -e /dev/dxg ] ;;
    esac
}

# A wheel that wheels.txt marks as needed for $1 is due in this run.
is_due() {
    [ "$1" = all ] || [ "$1" = "$kind" ] || { [ "$kind" = build ] && [ "$1" = gpu ] && has_gpu; }
}

# Prints "name version MB" of each wheel that is due and not there. pip writes INSTALLER when all
# files are in place.
missing_wheels() {
    local name version size need
    while read -r name version size need; do
        [[ $name != '#'* ]] || continue
        is_due "$need" || continue
        [ "$name" != torch ] || [ "$DUOSCALE_TORCH_DIR" = "$packages/torch" ] || continue
        [ -e "$packages/${name//-/_}-$version.dist-info/INSTALLER" ] || echo "$name $version $size"
    done <"$root/packaging/wheels.txt"
}

check_space() {
    local need=$1 free
    free=$(df -Pm "$DUOSCALE_CACHE" | awk 'NR == 2 { print $4 }')
    # Beside what is unpacked, the largest wheel lies there packed while it is.
    need=$((need + 600))
    [ "$free" -ge "$need" ] ||
        fail "$DUOSCALE_CACHE has $free MB free and $need MB are needed; make room, or set DUOSCALE_CACHE to a folder on a larger disk."
}

install_wheel() {
    local name=$1 version=$2 size=$3 half
    say "fetching $name $version ($size MB)"
    # What a cut-off run left half unpacked pip could not take away; forgotten, it is written over.
    for half in "$packages/${name//-/_}"-*.dist-info; do
        [ ! -d "$half" ] || [ -e "$half/INSTALLER" ] || rm -rf "$half"
    done
    # The first wheel is a pip that can resume a broken download.
    local resume=(--resume-retries 10)
    [ "$name" != pip ] || resume=()
    TMPDIR=$DUOSCALE_CACHE/partial "$venv/bin/python" -m pip install --disable-pip-version-check --no-cache-dir --no-deps \
        --only-binary :all: --retries 5 --timeout 60 "${resume[@]}" "$name==$version" >>"$log" 2>&1 ||
        fail "could not fetch the wheel $name $version ($(grep -m 1 -E '^ERROR|rror:' "$log")); check the network and run packaging/setup.sh again: it continues from here. The whole story is in $log."
}

install_wheels() {
    make_python
    name_packages
    local wheels wheel total=0
    mapfile -t wheels < <(missing_wheels)
    [ ${#wheels[@]} -gt 0 ] || return 0
    for wheel in "${wheels[@]}"; do total=$((total + ${wheel##* })); done
    say "fetching ${#wheels[@]} wheels into $DUOSCALE_CACHE ($total MB unpacked)"
    check_space "$total"
    # On the disk that was checked, for /tmp may lie in memory.
    rm -rf "$DUOSCALE_CACHE/partial"
    mkdir -p "$DUOSCALE_CACHE/partial"
    for wheel in "${wheels[@]}"; do
        # shellcheck disable=SC2086  # three words
        install_wheel $wheel
    done
    rm -rf "$DUOSCALE_CACHE/partial"
}

[[ $kind =~ ^(build|check|tidy|package)$ ]] || fail "setup.sh takes build, check, tidy or package; found '$kind'."
[[ ${DUOSCALE_GPU:-auto} =~ ^(yes|no|auto)$ ]] || fail "DUOSCALE_GPU is '$DUOSCALE_GPU'; it can be yes, no or auto."
mkdir -p "$DUOSCALE_CACHE" 2>/dev/null || fail "cannot make the folder $DUOSCALE_CACHE; set DUOSCALE_CACHE to one that can be written to."
exec 9>"$DUOSCALE_CACHE/setup.lock"
flock -n 9 || {
    say "waiting for another setup.sh to finish"
    flock 9
}
: >"$log"
case $kind in
    check)
        install_system_packages python3 python3-venv
        install_wheels
        exit
        ;;
    tidy)
        install_system_packages "${tidy_packages[@]}"
        exit
        ;;
    package)
        install_system_packages "${package_packages[@]}"
        exit
        ;;
esac
install_system_packages "${system_packages[@]}"
install_wheels
name_cuda_libraries
for file in include/ATen/ATen.h lib/libtorch_cpu.so; do
    [ -e "$DUOSCALE_TORCH_DIR/$file" ] || fail "$DUOSCALE_TORCH_DIR has no $file; DUOSCALE_TORCH_DIR must name the folder of a LibTorch."
done
say "all that building needs is in place"
