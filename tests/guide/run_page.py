#!/usr/bin/env python3
"""Runs the commands of one page of the user guide:  run_page.py PAGE --bin FOLDER --demo FOLDER

Every block ```sh of the page runs in bash, in order, in an empty folder. HTML comments right before a
block say how:

    <!-- test: OLD => NEW; OLD => NEW -->   shorter settings; OLD must be in the block;
                                           \\n is the end of a line
    <!-- before: COMMAND -->                prepares files; DEMO names the demo family's folder
    <!-- makes: PATTERN PATTERN -->         files that must be there afterwards
    <!-- not run: REASON -->                one of REASONS

FOLDER of --bin holds the built programs. `ssh HOST COMMAND` runs COMMAND here. `duoscale` is the real
window, drawn offscreen; it is closed when its core was asked for through that ssh.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REASONS = {
    "published weights": "needs files that are not included",
    "GPU": "needs an NVIDIA GPU",
    "package": "needs root; packaging/test_package.sh installs and uses the packages",
}
BLOCK = re.compile(r"((?:<!-- .*? -->\n)*)```sh\n(.*?)```\n", re.S)
NOTE = re.compile(r"<!-- (test|before|makes|not run): (.*?) -->")

SSH = """#!/bin/sh
shift
echo "$*" >> "$HOME/ssh.log"
exec "$@"
"""
WINDOW = """#!/bin/sh
rm -f "$HOME/ssh.log"
{window} "$@" &
program=$!
for i in $(seq 300); do
    grep -qs serve "$HOME/ssh.log" && break
    kill -0 $program || exit 1
    sleep 0.2
done
grep -qs serve "$HOME/ssh.log" || {{ echo "the window never started its core" >&2; kill $program; exit 1; }}
sleep 1
kill $program
"""


class Block:
    def __init__(self, notes, commands):
        self.commands = commands
        self.notes = dict(NOTE.findall(notes))

    @property
    def reason(self):
        return self.notes.get("not run")

    def script(self):
        text = self.commands
        for change in filter(None, self.notes.get("test", "").split("; ")):
            old, _, new = change.replace("\\n", "\n").partition(" => ")
            if old not in text:
                raise SystemExit(f"the block has no '{old}', which its test would replace:\n{self.commands}")
            text = text.replace(old, new)
        return f"{self.notes.get('before', ':')}\n{text}"

    def missing(self, folder):
        return [p for p in self.notes.get("makes", "").split() if not glob.glob(str(folder / p))]


def blocks_of(page):
    text = page.read_text(encoding="utf-8")
    blocks = [Block(*parts) for parts in BLOCK.findall(text)]
    if len(blocks) != text.count("```sh"):
        raise SystemExit(f"{page.name}: a block of commands is not closed, or its notes are not right before it.")
    for block in blocks:
        if block.reason and block.reason not in REASONS:
            raise SystemExit(f"{page.name}: '{block.reason}' is no reason not to run a block; there are: {', '.join(REASONS)}.")
    return blocks


def write_program(file, text):
    file.write_text(text)
    file.chmod(0o755)


def environment(folder, programs, demo):
    home = folder / "home"
    (home / "bin").mkdir(parents=True)
    write_program(home / "bin" / "ssh", SSH)
    if (programs / "duoscale").exists():
        write_program(home / "bin" / "duoscale", WINDOW.format(window=programs / "duoscale"))
    names = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return {**os.environ, **names, "HOME": str(home), "PATH": f"{home / 'bin'}:{programs}:{os.environ['PATH']}",
            "DEMO": str(demo), "QT_QPA_PLATFORM": "offscreen", "OMP_WAIT_POLICY": "passive"}


def run(block, folder, variables):
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", block.script()], cwd=folder, env=variables,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    missing = block.missing(folder)
    if done.returncode == 0 and not missing:
        return True
    print(f"---- this block failed (status {done.returncode})\n{block.commands}---- it said\n{done.stdout}")
    if missing:
        print("---- these files are missing: " + ", ".join(missing))
    return False


def main():
    options = argparse.ArgumentParser()
    options.add_argument("page", type=Path)
    options.add_argument("--bin", type=Path, required=True)
    options.add_argument("--demo", type=Path, required=True)
    given = options.parse_args()
    blocks = blocks_of(given.page)
    skipped = [block.reason for block in blocks if block.reason]
    with tempfile.TemporaryDirectory(prefix="duoscale-guide-") as name:
        folder = Path(name)
        (folder / "work").mkdir()
        variables = environment(folder, given.bin.resolve(), given.demo.resolve())
        for block in blocks:
            if not block.reason and not run(block, folder / "work", variables):
                return 1
    print(f"{given.page.name}: {len(blocks) - len(skipped)} blocks run, {len(skipped)} not run"
          + "".join(f"; {reason}: {REASONS[reason]}" for reason in sorted(set(skipped))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
