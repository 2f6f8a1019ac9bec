"""The pages of `make docs`: all are there, links lead somewhere, nothing asks the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.site import ROOT, SECTIONS, address_of, broken_links, slug, write_pages

PAGES = [source for group in SECTIONS.values() for source in group]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages; those of the functions take long and are stood in for."""
    folder = tmp_path_factory.mktemp("site")
    write_pages(folder)
    (folder / "functions").mkdir()
    (folder / "functions" / "aqvision.html").write_text("<h1>aqvision</h1>")
    return folder


def test_every_page_of_the_docs_is_in_the_site(site: Path) -> None:
    assert {p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md")} <= set(PAGES)
    for source in PAGES:
        assert 'aria-current="page"' in (site / address_of(source)).read_text(encoding="utf-8")


def test_links_and_pictures_lead_somewhere(site: Path) -> None:
    assert broken_links(site) == []


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="nowhere.html">',
        '<a href="#nowhere">',
        '<a href="docs/cli.html#nowhere">',
        '<img src="nowhere.webp">',
        '<link href="https://fonts.example.org/a.css">',
        '<script src="//cdn.example.org/a.js">',
    ],
)
def test_what_is_broken_or_asks_the_network_is_named(site: Path, tag: str) -> None:
    page = site / "broken.html"
    page.write_text(f"{tag}<a href='https://example.org'><a href='docs/cli.html#warnings'>")
    try:
        named = broken_links(site)
    finally:
        page.unlink()
    assert len(named) == 1
    assert named[0].startswith("broken.html: ")


def test_headings_are_named_as_where_the_sources_are_shown() -> None:
    taken: set[str] = set()
    words = ("`analysis.json`", "Force", "Force", "Früh & spät")
    assert [slug(text.strip("`"), taken) for text in words] == [
        "analysisjson", "force", "force-1", "früh--spät",
    ]  # fmt: skip


def test_html_in_a_page_is_shown_and_not_obeyed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scripts import site as writing

    (tmp_path / "a.md").write_text("# A\n\n<script>alert(1)</script> [b](docs/b.md#c)\n")
    monkeypatch.setattr(writing, "ROOT", tmp_path)
    page = writing.read_page("a.md", ("a.md", "docs/b.md"))
    assert "<script>" not in page.body
    assert 'href="docs/b.html#c"' in page.body
