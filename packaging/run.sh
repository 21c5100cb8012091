#!/usr/bin/env bash
# Sets up, builds and opens the studio:  packaging/run.sh [options of the program…]
# Without a display, or while there is no window yet, it draws a labelled contact sheet with the demo models that
# lie in models/demo, one row a class and one column a split point, and says where it lies.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/packaging/build.sh" release
programs=$root/build/release/bin

if [ -x "$programs/duoscale" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$programs/duoscale" "$@"
fi

if [ ! -e "$root/models/demo/drafter.safetensors" ] && [ $# -eq 0 ]; then
    fail "models/demo holds no trained family yet: train it with packaging/train_demo.sh, or name your own weights, as packaging/run.sh --models FOLDER --class 207."
fi

sheet=$root/build/contact-sheet.png
say "drawing a contact sheet with the demo models"
"$programs/duoscale-cli" generate --sheet "$sheet" "$@" ||
    fail "the contact sheet could not be drawn; the lines above say why."
say "the contact sheet lies in $sheet"
