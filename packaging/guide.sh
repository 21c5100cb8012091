#!/usr/bin/env bash
# Makes one HTML file of the user guide, with its pictures:  packaging/guide.sh [OUT]
# OUT: default build/guide. Checks the links of the pages and of the HTML file first.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

out=${1:-$root/build/guide}
python3 "$root/packaging/dead_links.py" || fail "the links above lead nowhere."
# The distribution's Python has Python-Markdown; the private one of env.sh does not.
/usr/bin/python3 -c 'import markdown' 2>/dev/null || "$root/packaging/setup.sh"
/usr/bin/python3 "$root/packaging/guide_html.py" "$out" || fail "the guide could not be made; the lines above say why."
say "the guide is $out/guide.html"
