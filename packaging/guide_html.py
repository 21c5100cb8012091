#!/usr/bin/env python3
"""Makes one HTML file of the user guide:  packaging/guide_html.py OUT

OUT becomes a folder with guide.html and the pictures. Python-Markdown turns the pages into HTML. The
pages follow the table of index.md. Links between pages become links within the file; every one of
them must lead to a heading or a picture.
"""
import re
import shutil
import sys
from pathlib import Path

import markdown
from markdown.extensions.toc import slugify

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "resources" / "guide"
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; }
nav ul { list-style: none; padding: 0; columns: 2; }
section { border-top: 1px solid #8886; margin-top: 3rem; }
pre { padding: .75rem; overflow-x: auto; background: #8882; border-radius: 4px; }
table { border-collapse: collapse; }
th, td { border: 1px solid #8886; padding: .25rem .6rem; text-align: left; vertical-align: top; }
img { max-width: 100%; }
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Duoscale user guide</title><style>{style}</style></head>
<body>
<nav><ul>
{contents}
</ul></nav>
{sections}
</body>
</html>
"""


def pages():
    """Names of the pages without .md, index first."""
    names = re.findall(r"^\| \[.*?\]\(([\w-]+)\.md\)", (GUIDE / "index.md").read_text(encoding="utf-8"), re.M)
    unlisted = {page.stem for page in GUIDE.glob("*.md")} - {"index", *names}
    if unlisted:
        sys.exit(f"index.md does not list these pages: {', '.join(sorted(unlisted))}.")
    return ["index", *names]


def link_within(match, page):
    target, _, anchor = match.group(1).partition("#")
    if "://" in target:
        return match.group(0)
    if target and not target.endswith(".md"):
        return match.group(0)
    return 'href="#' + "-".join(filter(None, [target[:-3] or page, anchor])) + '"'


def section(page):
    """The page's title and its HTML. Headings carry the page's name, so that no two are the same."""
    text = re.sub(r"<!--.*?-->\n", "", (GUIDE / f"{page}.md").read_text(encoding="utf-8"))
    reader = markdown.Markdown(
        extensions=["tables", "fenced_code", "toc", "sane_lists"],
        extension_configs={"toc": {"slugify": lambda title, mark: f"{page}-{slugify(title, mark)}"}})
    html = re.sub(r'href="([^"]*)"', lambda match: link_within(match, page), reader.convert(text))
    return reader.toc_tokens[0]["name"], f'<section id="{page}">\n{html}\n</section>'


def check_links(html, out):
    names = re.findall(r'id="([^"]*)"', html)
    dead = [link for link in re.findall(r'href="#([^"]*)"', html) if link not in names]
    dead += [file for file in re.findall(r'(?:src|href)="([^"#:]+)"', html) if not (out / file).exists()]
    twice = {name for name in names if names.count(name) > 1}
    if dead or twice:
        sys.exit(f"the guide has dead links ({', '.join(dead)}) or names twice ({', '.join(sorted(twice))}).")


def main():
    if len(sys.argv) != 2:
        sys.exit("give the folder for the guide: packaging/guide_html.py build/guide")
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    if (GUIDE / "pictures").is_dir():
        shutil.copytree(GUIDE / "pictures", out / "pictures", dirs_exist_ok=True)
    made = {page: section(page) for page in pages()}
    contents = "\n".join(f'<li><a href="#{page}">{title}</a></li>' for page, (title, _) in made.items())
    html = PAGE.format(style=STYLE, contents=contents, sections="\n".join(text for _, text in made.values()))
    check_links(html, out)
    (out / "guide.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
