#!/usr/bin/env bash
# Installs a package in an empty system and uses it:  packaging/test_package.sh PACKAGE FOLDER
# PACKAGE: duoscale_*.deb, or duoscale-*.tar.zst, which is unpacked beside what every desktop has.
# As root, with debootstrap. FOLDER takes the empty system (made once, reused) and the screenshot of
# the window. Checks: apt installs the package with all that it needs; the command line makes a
# picture; the window makes its first picture after one press of Ctrl+Enter; the removal leaves
# nothing behind but the user's own files.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# = 2 ] || fail "give a package and a folder: packaging/test_package.sh build/packages/duoscale_0.2.0_amd64.deb /tmp/empty"
[ "$(id -u)" = 0 ] || fail "run this as root: it makes a system of its own with debootstrap."
command -v debootstrap >/dev/null || fail "debootstrap is missing; apt-get install debootstrap."
package=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
system=$folder/system
suite=${DUOSCALE_SUITE:-bookworm}

# Runs a command in the system, as root or as the user "tester".
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$system" "$@"; }
as_user() { inside su - tester -c "export PATH=/opt/duoscale/bin:\$PATH; $1"; }
leave() { umount --recursive "$system/dev" "$system/proc" 2>/dev/null || true; }

make_system() {
    [ -e "$folder/ready" ] && return
    say "making an empty $suite in $system"
    debootstrap --variant=minbase "$suite" "$system" >"$folder/debootstrap.log"
    # The same sources and settings as here.
    rm -rf "$system/etc/apt/sources.list" "$system/etc/apt/sources.list.d"
    cp -r /etc/apt/. "$system/etc/apt/"
    cp -rL /etc/ssl/certs "$system/etc/ssl/" 2>/dev/null || true
    inside apt-get -q update >"$folder/apt.log"
    inside apt-get -q -y install --no-install-recommends xvfb xauth xdotool openbox imagemagick fonts-dejavu-core \
        libegl1 libgl1 libopengl0 libfontconfig1 libdbus-1-3 libx11-6 >>"$folder/apt.log"
    inside useradd --create-home tester
    : >"$folder/ready"
}

# The files of the system that belong to no user and are no records of apt.
list_files() {
    (cd "$system" && find . -xdev \( -path ./home -o -path ./proc -o -path ./dev -o -path ./tmp -o -path ./run \
        -o -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/cache -o -path ./var/log -o -path ./root \) -prune -o -print | sort)
}

install_package() {
    if [[ $package == *.deb ]]; then
        cp "$package" "$system/tmp/duoscale.deb"
        inside apt-get -q -y install --no-install-recommends /tmp/duoscale.deb >>"$folder/apt.log"
    else
        mkdir -p "$system/opt/duoscale"
        tar --extract --file "$package" --directory "$system/opt/duoscale" --strip-components 1
    fi
}

remove_package() {
    rm -rf "$system/opt/duoscale"
    [[ $package != *.deb ]] || inside apt-get -q -y purge duoscale >>"$folder/apt.log"
    inside apt-get -q -y autoremove --purge >>"$folder/apt.log"
}

check_command_line() {
    as_user 'OMP_WAIT_POLICY=passive duoscale-cli generate --class lighthouse --seed 7 --out pictures' >&2
    as_user 'ls pictures/*.png' >/dev/null || fail "the command line made no picture."
    # A minimal Debian drops man pages of packages, so the package's own list counts.
    [[ $package != *.deb ]] || dpkg -c "$package" | grep man1/duoscale-cli-generate.1 >/dev/null || fail "the man page is missing."
}

check_window() {
    as_user 'cat > session.sh' <<'SESSION'
openbox & duoscale & program=$!
for i in $(seq 60); do xdotool search --name "^Duoscale" >/dev/null 2>&1 && break; sleep 0.5; done
sleep 5
xdotool key --clearmodifiers ctrl+Return
for i in $(seq 60); do
    ls ~/.local/share/duoscale/duoscale/history/*.png >/dev/null 2>&1 && break
    sleep 0.5
done
sleep 2
import -window root window.png
kill $program
ls ~/.local/share/duoscale/duoscale/history/*.png
SESSION
    as_user 'xvfb-run -a -s "-screen 0 1440x900x24" bash session.sh' >"$folder/window.log" 2>&1 || {
        tail -5 "$folder/window.log" >&2
        fail "the window made no picture; $folder/window.log has all it said."
    }
    cp "$system/home/tester/window.png" "$folder/window.png"
}

trap leave EXIT
make_system
mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"
mount --make-rslave "$system/dev" # so that its removal does not reach the host's
list_files >"$folder/before"
rm -rf "$system"/home/tester/* "$system"/home/tester/.local "$system"/home/tester/.config
say "installing the package"
install_package
say "making a picture by the command line"
check_command_line
say "making a picture by the window"
check_window
say "removing the package"
remove_package
list_files >"$folder/after"
left=$(comm -13 "$folder/before" "$folder/after")
[ -z "$left" ] || fail "the removal left: $left"
say "the package passed; the window's screenshot is $folder/window.png"
