#!/usr/bin/env bash
# Takes the README's screenshots and the guide's pictures anew, of the real window over the real core
# and the demo family:
# packaging/screenshots.sh
# They are every view in both themes and in a small window. Look at build/release/screenshots
# afterwards.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/packaging/build.sh" release duo_test_ui_window duoscale-cli
QT_QPA_PLATFORM=offscreen "$root/build/release/bin/duo_test_ui_window" --gtest_filter='Screenshots.*' >&2 ||
    fail "the screenshots could not be taken; the lines above say why."
mkdir -p "$root/resources/screenshots"
for shot in single-dark compare-light sweep-dark; do
    cp "$root/build/release/screenshots/$shot.png" "$root/resources/screenshots/$shot.png"
done
mkdir -p "$root/resources/guide/pictures"
cp "$root"/build/release/screenshots/guide/*.png "$root/resources/guide/pictures/"
"$root/build/release/bin/duoscale-cli" generate --sheet "$root/models/demo/contact-sheet.png" ||
    fail "the contact sheet could not be drawn; the lines above say why."
say "look at resources/screenshots, resources/guide/pictures and models/demo/contact-sheet.png before you commit them"
