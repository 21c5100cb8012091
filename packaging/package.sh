#!/usr/bin/env bash
# Makes the packages:  packaging/package.sh [BUILD]
# Into build/packages: duoscale_VERSION_amd64.deb (studio, command line, demo family, LibTorch's CPU
# libraries), duoscale-cuda_VERSION_amd64.deb where the CUDA backend was built, and
# duoscale-VERSION-x86_64.tar.zst, which holds Qt too and runs from any folder.
# BUILD: a configured build folder to take as it is; default: build/release, which is built first.
#
#   DUOSCALE_PACKAGES=deb|tar  makes only these
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build=${1:-$root/build/release}
out=$root/build/packages
kinds=${DUOSCALE_PACKAGES:-deb tar}
[ $# -gt 0 ] || "$root/packaging/build.sh" release
"$root/packaging/setup.sh" package
cd "$root"
mkdir -p "$out"
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:[A-Z]*=//p' "$build/CMakeCache.txt")

make_deb() {
    say "making the Debian packages"
    cpack -G DEB --config "$build/CPackConfig.cmake" -B "$out/cpack" >"$out/cpack.log" 2>&1 || {
        cat "$out/cpack.log" >&2
        fail "cpack could not make the packages; the lines above say why."
    }
    mv "$out"/cpack/*.deb "$out"
}

# The libraries that every desktop has, or that belong to its drivers, stay out.
here="\$ORIGIN" # the loader's name for a library's own folder
from_system='^(ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|gomp|stdc\+\+|resolv|GL|EGL|GLX|OpenGL|GLdispatch|drm|gbm|X11|X11-xcb|xcb|fontconfig|freetype|expat|z|systemd|dbus-1|udev)\.so.*)$'

# Copies the libraries that the files need into the folder $1, until none is missing.
copy_libraries() { # FOLDER FILE…
    local folder=$1 file path
    shift
    ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | sort -u | while IFS= read -r path; do
        file=$(basename "$path")
        if [[ $file =~ $from_system || $path == */duoscale/* || -e $folder/$file ]]; then continue; fi
        install -m 644 "$path" "$folder/$file"
    done
}

# Qt, its plug-ins and the small libraries, each finding the others from its own place.
bundle_libraries() { # TREE
    local tree=$1 plugins library
    plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS)
    local kind
    for kind in platforms/libqxcb.so 'platforms/libqwayland*' platforms/libqoffscreen.so iconengines/libqsvgicon.so \
        'imageformats/*' 'xcbglintegrations/*' wayland-graphics-integration-client/libqt-plugin-wayland-egl.so 'wayland-shell-integration/*' 'wayland-decoration-client/*' platforminputcontexts/libcompose* platforminputcontexts/libibus*; do
        for library in "$plugins"/$kind; do
            [ -e "$library" ] || continue
            install -D -m 644 "$library" "$tree/lib/duoscale/plugins/${library#"$plugins/"}"
        done
    done
    mkdir -p "$tree/lib/duoscale/qt"
    mapfile -t files < <(find "$tree/bin" "$tree/lib/duoscale/plugins" -type f)
    copy_libraries "$tree/lib/duoscale/qt" "${files[@]}"
    strip --strip-unneeded "$tree"/lib/duoscale/qt/* "$tree"/lib/duoscale/plugins/*/*
    for library in "$tree"/lib/duoscale/qt/*; do patchelf --set-rpath "$here" "$library"; done
    for library in "$tree"/lib/duoscale/plugins/*/*; do patchelf --set-rpath "$here/../../qt" "$library"; done
    for library in "$tree"/bin/*; do
        patchelf --set-rpath "$here/../lib/duoscale/torch/lib:$here/../lib/duoscale/qt" "$library"
    done
    printf '[Paths]\nPrefix = ..\nPlugins = lib/duoscale/plugins\nTranslations = lib/duoscale/translations\n' >"$tree/bin/qt.conf"
    mkdir -p "$tree/lib/duoscale/translations"
    cp "$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)"/qtbase_ru.qm "$tree/lib/duoscale/translations/" 2>/dev/null || true
}

make_tar() {
    local name=duoscale-$version-x86_64
    say "making the archive $name.tar.zst"
    rm -rf "${out:?}/$name"
    cmake --install "$build" --prefix "$out/$name" --component studio --strip >"$out/install.log"
    bundle_libraries "$out/$name"
    tar --directory "$out" --owner 0 --group 0 --sort name --use-compress-program 'zstd -12 -T0' \
        --create --file "$out/$name.tar.zst" "$name"
    rm -rf "${out:?}/$name"
}

for kind in $kinds; do "make_$kind"; done
say "the packages:"
(cd "$out" && du -h --apparent-size -- *"$version"*)
