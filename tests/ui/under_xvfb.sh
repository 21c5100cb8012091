#!/usr/bin/env bash
# Runs a test program of the window on an X server of its own:  under_xvfb.sh PROGRAM [arguments…]
# Exits with 77, which ctest counts as skipped, where no such server can be started.
set -euo pipefail
skip() {
    echo "SKIPPED: $*"
    exit 77
}
server=(xvfb-run --auto-servernum "--server-args=-screen 0 1920x1200x24 -dpi 96")
command -v xvfb-run >/dev/null || skip "there is no xvfb-run; the package xvfb has it."
"${server[@]}" true || skip "xvfb-run could not start an X server."
QT_QPA_PLATFORM=xcb exec "${server[@]}" "$@"
