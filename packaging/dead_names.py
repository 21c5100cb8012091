#!/usr/bin/env python3
"""Finds public names that the program does not use:  packaging/dead_names.py

Reads the C++ files of core/, ui/ and app/ and lists every public function, data member, constant
and type of a header that these files only declare and define. A name that tests alone
use is dead, too. An `emit` is no use of a signal. Names are compared as text: where two classes
share a name and one of them uses it, both count as used. The check can miss a dead name; what it
reports has no user.

packaging/dead_names.allow lists exceptions, one name a line, below a reason in brackets.
Exits with 1 where it finds a dead name, or an exception that is no longer needed.
"""
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOW = Path(__file__).with_name("dead_names.allow")
PRODUCT = ("core", "ui", "app")
HEADERS = (".h", ".cuh")
SOURCES = HEADERS + (".cpp", ".cu", ".def", ".in")
TOKEN = re.compile(r"[A-Za-z_]\w*|::|->|\S")
WORD = re.compile(r"[A-Za-z_]\w*")
NOISE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\\n])+'""",
    re.S)
DIRECTIVE = re.compile(r"^[ \t]*#[ \t]*(?:include|if|ifdef|ifndef|elif|else|endif|pragma)\b[^\n]*",
                       re.M)
MACRO = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.M)
# Declarations that begin with one of these give nothing a name of its own.
NAMELESS = {"using", "friend", "static_assert", "typedef", "extern"}
KEYWORDS = set("""alignas alignof auto bool char class const constexpr decltype default delete double
    enum explicit extern final float inline int long mutable noexcept operator override requires
    return short signed sizeof static struct template throw typename unsigned virtual void
    __attribute__ __launch_bounds__ __host__ __device__ __global__ Q_OBJECT Q_GADGET""".split())


class File:
    """Names that one file declares: `declared` counts them all, `public` lists the header's own."""

    def __init__(self, text):
        text = DIRECTIVE.sub(" ", NOISE.sub(" ", text))
        self.words = Counter(WORD.findall(text))
        self.words.subtract(re.findall(r"\bemit\s+(\w+)", text))
        self.tokens = TOKEN.findall(MACRO.sub(" ", text))
        self.at = 0
        self.declared = Counter()
        self.public = {}
        while self.at < len(self.tokens):
            self.scope(in_class=False, public=True)

    def scope(self, in_class, public):
        """Reads declarations up to the brace that closes a namespace or a class."""
        visible, declaration = public, []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token == "}":
                return
            if token == ";":
                self.declare(declaration, visible)
                declaration = []
            elif token == "{":
                self.at -= 1
                declaration = self.brace(declaration, visible)
            elif token == ":" and in_class and self.is_access(declaration):
                visible = public and declaration[0] not in ("protected", "private")
                declaration = []
            elif token not in ("Q_OBJECT", "Q_GADGET"):
                declaration.append(token)

    @staticmethod
    def is_access(declaration):
        return bool(declaration) and declaration[0] in (
            "public", "protected", "private", "signals", "Q_SIGNALS")

    def brace(self, declaration, public):
        """At an opening brace. Returns the part of the declaration that goes on behind it."""
        head = without_template(declaration)
        kind = head[0] if head else ""
        plain = "(" not in head or (kind in ("struct", "class") and "=" not in head)
        if "namespace" in head or head[:1] == ["extern"]:
            self.at += 1
            self.scope(in_class=False, public=public and len(head) > 1)
        elif kind in ("class", "struct", "union") and plain and "=" not in head:
            self.note(type_name(head), "type", public)
            self.at += 1
            before = dict(self.public)
            self.scope_of_class(kind, public, before)
            return ["struct"]  # variables may follow, up to the semicolon
        elif kind == "enum":
            self.note(type_name(head), "type", False)  # its enumerators can be all that is used
            self.skip_block()
        elif "(" not in head or "=" in head:
            self.skip_block()
            return declaration + ["{}"]
        else:
            self.skip_block()
            if self.at < len(self.tokens) and self.tokens[self.at] in ("{", ","):
                return declaration  # members that a constructor initialises with braces
            self.declare(declaration, public)
        return []

    def scope_of_class(self, kind, public, before):
        if kind == "class":  # private until it says otherwise
            self.tokens[self.at:self.at] = ["private", ":"]
        self.scope(in_class=True, public=public)
        if not public:
            self.public = before

    def skip_block(self):
        depth = 0
        while self.at < len(self.tokens):
            depth += {"{": 1, "}": -1}.get(self.tokens[self.at], 0)
            self.at += 1
            if depth == 0:
                return

    def note(self, name, kind, public):
        if not WORD.fullmatch(name) or name in KEYWORDS:
            return
        self.declared[name] += 1
        if public and not name.startswith("Q_"):
            self.public.setdefault(name, kind)

    def declare(self, declaration, public):
        tokens = without_template(declaration)
        if not tokens or tokens[0] in NAMELESS or "operator" in tokens or "~" in tokens:
            return
        public = public and "override" not in tokens and "delete" not in tokens
        depth = 0
        for i, token in enumerate(tokens):
            if token == "(" and depth == 0 and "=" not in tokens[:i] and i > 0:
                constructor = i == 1 or tokens[i - 2] in ("explicit", "constexpr", "inline")
                self.note(tokens[i - 1], "function", public and not constructor)
                return
            depth += {"<": 1, ">": -1}.get(token, 0)
        if tokens[0] in ("class", "struct", "enum", "union"):
            self.note(type_name(tokens), "type", False)
        else:
            self.variables(tokens, public)

    def variables(self, tokens, public):
        """`int width = 0, height = 0`: the last word ahead of = , [ { or the end."""
        depth, name = 0, ""
        for token in tokens + [","]:
            if depth == 0 and token in ("=", "{}", ",", ":", "["):
                self.note(name or "", "member", public)
                name = "" if token == "," else None  # None: up to the next comma
            elif depth == 0 and name is not None and WORD.fullmatch(token):
                name = token
            depth += {"(": 1, "<": 1, "[": 1, ")": -1, ">": -1, "]": -1}.get(token, 0)


def without_template(declaration):
    """The declaration behind its template<…> heads, requires clauses and attributes."""
    tokens = list(declaration)
    while tokens and tokens[0] == "template":
        depth = 0
        for i, token in enumerate(tokens[1:], 1):
            depth += {"<": 1, ">": -1}.get(token, 0)
            if depth == 0:
                tokens = tokens[i + 1:]
                break
        else:
            return []
    while tokens[:2] == ["[", "["]:
        tokens = tokens[tokens.index("]") + 2:]
    return tokens


def type_name(head):
    names = [t for t in head[1:] if WORD.fullmatch(t) and t not in KEYWORDS]
    return names[0] if names else ""


def product_files():
    paths = sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*")
                   if path.name.endswith(SOURCES))
    return {str(path.relative_to(ROOT)): File(path.read_text(encoding="utf-8")) for path in paths}


def exceptions():
    names, reason = set(), ""
    for line in ALLOW.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            reason = line
        elif line and not line.startswith("#"):
            if not reason:
                sys.exit(f"packaging/{ALLOW.name}: {line} needs a reason in brackets above it.")
            names.add(line)
    return names


def main():
    files = product_files()
    uses = Counter()
    for file in files.values():
        uses.update(file.words)
        uses.subtract(file.declared)
    dead = {word: (name, kind) for name, file in files.items() if name.endswith(HEADERS)
            for word, kind in file.public.items() if uses[word] <= 0}
    allowed = exceptions()
    for word, (name, kind) in sorted(dead.items(), key=lambda item: item[1]):
        if word not in allowed:
            print(f"{name}: nothing but tests uses the {kind} {word}")
    stale = sorted(allowed - set(dead))
    for word in stale:
        print(f"packaging/{ALLOW.name}: {word} is used or gone; take the line away")
    return 1 if stale or set(dead) - allowed else 0


if __name__ == "__main__":
    sys.exit(main())
