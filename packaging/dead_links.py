#!/usr/bin/env python3
"""Finds links and file names in the documentation that lead nowhere:  packaging/dead_links.py

Checks relative links of every Markdown file, and file names with a folder in `code` quotes of
HACKING.md, which may be relative to the project, to core/ or to the file's own folder.
Exits with 1 where one is missing.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {"build", ".git", ".cache"}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.(?:h|cpp|cu|cuh|def|sh|txt|md|cmake|jsonl))`")


def main():
    dead = 0
    for page in sorted(ROOT.rglob("*.md")):
        if SKIPPED & set(page.relative_to(ROOT).parts):
            continue
        text = page.read_text(encoding="utf-8")
        links = [name for name in LINK.findall(text) if "://" not in name]
        missing = [name for name in links if not (page.parent / name).exists()]
        if page.name == "HACKING.md":
            missing += [name for name in NAMED.findall(text) if not re.search("NAME|MODULE", name) and not any(
                (base / name).exists() for base in (ROOT, ROOT / "core", page.parent))]
        for name in missing:
            print(f"{page.relative_to(ROOT)}: {name} does not exist")
        dead += len(missing)
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
