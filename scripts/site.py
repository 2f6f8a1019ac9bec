"""README.md, docs/*.md and the Python functions -> site/: linked pages that need no network.

``python -m scripts.site`` writes all of it, and fails where a link leads nowhere.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
FUNCTIONS = "functions"
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Begin": ("README.md", "docs/filming.md", "docs/footage.md", "docs/forty_clips.md"),
    "Use": ("docs/cli.md", "docs/deploy.md", "docs/scale.md", "docs/api.md", "samples/README.md"),
    "Trust": ("docs/method.md", "docs/accuracy.md", "docs/sources.md", "docs/performance.md"),
    "How it is measured": (
        "docs/method_points.md",
        "docs/method_camera.md",
        "docs/method_events.md",
        "docs/method_coordination.md",
        "docs/method_force.md",
        "docs/method_holds.md",
        "docs/method_statistics.md",
        "docs/method_settings.md",
    ),
    "Inside": ("docs/architecture.md", "CONTRIBUTING.md", "models/README.md", "CHANGELOG.md"),
}
"""Every page of the site, in the order of the navigation."""
CARRIED = ("LICENSE", "NOTICE", "reports/example/report.html")
"""Files that pages link to and that are shown as they are."""
_PICTURES = (".svg", ".webp", ".png", ".jpg")
_DEEPEST_IN_CONTENTS = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: its rank from 1, words, and the name that links use."""

    rank: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: its source from the root, its body as HTML, its headings."""

    source: str
    body: Markup
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        """The first heading."""
        return self.headings[0].text

    @property
    def address(self) -> str:
        """Where it stands in the site."""
        return address_of(self.source)


def address_of(source: str) -> str:
    """Give the address of a source in the site: the README comes first.

    Examples
    --------
    >>> address_of("README.md"), address_of("docs/cli.md"), address_of("samples/README.md")
    ('index.html', 'docs/cli.html', 'samples/index.html')
    """
    return re.sub(r"README\.md$", "index.md", source).removesuffix(".md") + ".html"


def slug(text: str, taken: set[str]) -> str:
    """Name a heading as GitHub does, so that links work in both places.

    Examples
    --------
    >>> slug("What is printed, and where", set()), slug("Arms", {"arms"})
    ('what-is-printed-and-where', 'arms-1')
    """
    plain = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
    name, number = plain, 0
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    taken.add(name)
    return name


def read_page(source: str, sources: tuple[str, ...]) -> Page:
    """Bring a page of Markdown into HTML, its links turned to pages of the site.

    Parameters
    ----------
    source
        From the root of the checkout.
    sources
        All pages of the site.
    """
    markdown = MarkdownIt("commonmark", {"html": False, "highlight": _colour}).enable("table")
    tokens = markdown.parse((ROOT / source).read_text(encoding="utf-8"))
    headings = tuple(_name_headings(tokens))
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrSet("href", _target(str(token.attrs["href"]), source, sources))
        elif token.type == "table_open":
            token.attrSet("tabindex", "0")
    body = markdown.renderer.render(tokens, markdown.options, {})
    return Page(source, Markup(body), headings)  # noqa: S704 - our own pages, HTML switched off


def _colour(code: str, language: str, _attributes: str) -> str:
    try:
        lexer = get_lexer_by_name({"sh": "bash"}.get(language, language) or "text")
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _name_headings(tokens: list[Token]) -> Iterator[Heading]:
    taken: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            text = "".join(t.content for t in _all(inline.children or []) if not t.children)
            name = slug(text, taken)
            opening.attrSet("id", name)
            yield Heading(int(opening.tag[1]), text, name)


def _target(link: str, source: str, sources: tuple[str, ...]) -> str:
    """Turn a link to a page of Markdown into one to its page of the site."""
    parts = urlsplit(link)
    if parts.scheme or not parts.path:
        return link
    meant = normpath(f"{Path(source).parent}/{parts.path}")
    if meant not in sources and f"{meant}/README.md" in sources:
        meant = f"{meant}/README.md"
    if meant not in sources:
        return link
    up = "../" * source.count("/")
    return f"{up}{address_of(meant)}" + (f"#{parts.fragment}" if parts.fragment else "")


def write_pages(site: Path) -> None:
    """Write all pages of Markdown, with navigation, style and pictures.

    Parameters
    ----------
    site
        An empty folder.
    """
    sources = tuple(source for group in SECTIONS.values() for source in group)
    pages = {source: read_page(source, sources) for source in sources}
    loader = FileSystemLoader(Path(__file__).parent)
    rooms = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = rooms.get_template("site.html")
    functions = f"{FUNCTIONS}/aqvision.html"
    for page in pages.values():
        text = template.render(
            page=page, pages=pages, sections=SECTIONS, up="../" * page.source.count("/"),
            functions=functions, deepest=_DEEPEST_IN_CONTENTS,
        )  # fmt: skip
        _write(site / page.address, text)
    style = (Path(__file__).parent / "site.css").read_text(encoding="utf-8")
    _write(site / "site.css", style + _code_colours())
    _carry(site)


def _carry(site: Path) -> None:
    """Take along what pages show and what they link to as it is."""
    carried = [p for top in ("docs", "samples") for p in (ROOT / top).rglob("*")]
    pictures = [path for path in carried if path.suffix in _PICTURES]
    for path in [*pictures, *(ROOT / name for name in CARRIED)]:
        target = site / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _code_colours() -> str:
    light = HtmlFormatter(style="default").get_style_defs("pre")
    dark = HtmlFormatter(style="github-dark").get_style_defs("pre")
    return (
        f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\npre {{ background: none }}\n"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_functions(site: Path) -> None:
    """Write the pages of the Python functions.

    Parameters
    ----------
    site
        They go into a folder of it.
    """
    command = [sys.executable, "-W", "ignore", "-m", "pdoc", "--docformat", "numpy"]
    templates = ["--template-directory", str(Path(__file__).parent / "pdoc")]
    target = ["--output-directory", str(site / FUNCTIONS), "aqvision", r"!.*\.migrations"]
    subprocess.run([*command, *templates, *target], check=True, cwd=ROOT)


class _Links(HTMLParser):
    """Gathers what a page links to or loads, and the names in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        for key, value in attrs:
            if key == "id" and value:
                self.names.add(value)
            elif key in ("href", "src") and value:
                (self.targets if tag == "a" else self.loaded).append(value)


def broken_links(site: Path) -> list[str]:
    """Name each link that leads nowhere, and whatever a page would load from the network.

    Parameters
    ----------
    site
        The pages.

    Returns
    -------
    list of str
        Page and link; empty where all is well.
    """
    found: dict[Path, _Links] = {}
    for path in site.rglob("*.html"):
        found[path] = _Links()
        found[path].feed(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(site)}: {link}"
        for path, links in found.items()
        for link in (*links.targets, *links.loaded)
        if _is_broken(link, path, found, loads=link in links.loaded)
    ]


def _is_broken(link: str, page: Path, found: Mapping[Path, _Links], *, loads: bool) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return loads and parts.scheme != "data"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return True
    known = found.get(target)
    return bool(parts.fragment and known and unquote(parts.fragment) not in known.names)


def main() -> None:
    """Write the site anew."""
    shutil.rmtree(SITE, ignore_errors=True)
    write_pages(SITE)
    write_functions(SITE)
    broken = broken_links(SITE)
    if broken:
        sys.exit("links that lead nowhere:\n" + "\n".join(broken))
    print(f"Written: {SITE / 'index.html'}")


if __name__ == "__main__":
    main()
