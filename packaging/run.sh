#!/usr/bin/env bash
# Sets up, builds and opens the studio:  packaging/run.sh [options of the program…]
# Without a display it draws a labelled contact sheet with the demo models instead, one row a class
# and one column a split point, and says where it lies; the options are then those of duoscale-cli
# generate.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/packaging/build.sh" release
programs=$root/build/release/bin

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$programs/duoscale" "$@"
fi

sheet=$root/build/contact-sheet.png
say "drawing a contact sheet with the demo models"
"$programs/duoscale-cli" generate --sheet "$sheet" "$@" ||
    fail "the contact sheet could not be drawn; the lines above say why."
say "the contact sheet lies in $sheet"
