#!/usr/bin/env python3
"""Finds links and file names in the documentation that lead nowhere:  packaging/dead_links.py

Checks relative links of every Markdown file with the headings that they name (page.md#heading), and
file names with a folder in `code` quotes of HACKING.md, which may be relative to the project, to
core/ or to the file's own folder.
Exits with 1 where one is missing.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {"build", ".git", ".cache"}
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)]*))?\)")
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.(?:h|cpp|cu|cuh|def|sh|txt|md|cmake|jsonl))`")


# The names that headings have in links: as GitHub, the guide's HTML and the help window make them.
def anchors(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {re.sub(r"[^\w\s-]", "", title.lower()).strip().replace(" ", "-")
            for title in re.findall(r"^#+ (.*)$", text, re.M)}


def is_dead(page, name, anchor):
    target = page.parent / name if name else page
    return not target.exists() or bool(anchor and target.suffix == ".md" and anchor not in anchors(target))


def main():
    dead = 0
    for page in sorted(ROOT.rglob("*.md")):
        if SKIPPED & set(page.relative_to(ROOT).parts):
            continue
        text = page.read_text(encoding="utf-8")
        links = [link for link in LINK.findall(text) if "://" not in link[0] and any(link)]
        missing = ["#".join(filter(None, link)) for link in links if is_dead(page, *link)]
        if page.name == "HACKING.md":
            missing += [name for name in NAMED.findall(text) if not re.search("NAME|MODULE", name) and not any(
                (base / name).exists() for base in (ROOT, ROOT / "core", page.parent))]
        for name in missing:
            print(f"{page.relative_to(ROOT)}: {name} does not exist")
        dead += len(missing)
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
