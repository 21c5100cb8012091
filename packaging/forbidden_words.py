#!/usr/bin/env python3
"""Finds forms that this project does not write:  packaging/forbidden_words.py

packaging/forbidden_words.txt lists them, one a line: where (code: identifiers and comments of C++,
CUDA and scripts; comments: comments of these alone; docs: Markdown), a regular expression, and
behind " => " what to write instead. Lines that begin with # are notes.
Exits with 1 where it finds one.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("core", "ui", "app", "tests", "packaging")
LISTS = {"forbidden_words.txt", "forbidden_words.py"}
CODE = {".h", ".cpp", ".cu", ".cuh", ".def", ".sh", ".py", ".cmake"}
COMMENT = re.compile(r"(?://|^\s*#)\s?(?P<text>.*)")


def rules():
    for line in (ROOT / "packaging" / "forbidden_words.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            form, _, instead = line.partition(" => ")
            where, _, pattern = form.partition(" ")
            if where not in ("code", "comments", "docs") or not pattern or not instead:
                sys.exit(f"packaging/forbidden_words.txt: cannot read '{line}'.")
            yield where, re.compile(pattern), instead


def files():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in CODE and path.name not in LISTS:
                yield path, "code"
    for path in sorted([*ROOT.glob("*.md"), *(p for f in (*FOLDERS, "models", "resources")
                                               for p in (ROOT / f).rglob("*.md"))]):
        yield path, "docs"


def main():
    known = list(rules())
    found = 0
    for path, kind in files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            comment = COMMENT.search(line) if kind == "code" else None
            for where, pattern, instead in known:
                text = line if where == kind else ""
                if where == "comments":
                    text = comment["text"] if comment else ""
                match = pattern.search(text)
                if match:
                    print(f"{path.relative_to(ROOT)}:{number}: '{match[0].strip()}': {instead}")
                    found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
