"""Every text has its German, pages hold no other, and files are the same whatever the language."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from aqvision.core.imperial import IMPERIAL
from aqvision.core.numerals import LANGUAGE
from aqvision.core.wording import DOMAIN, LOCALES
from aqvision.report.sources import SOURCES
from scripts.texts import TEMPLATES, Catalogue, Message, compiled, messages, read_po
from tests.support.many_results import results_of_all_kinds
from tests.support.reports_apart import measured_apart, write_files, written_apart

GERMAN = LOCALES / "de" / "LC_MESSAGES" / f"{DOMAIN}.po"
NAMED = ("title", "alt", "aria-label", "data-label", "data-old", "data-words")
CHART = ("text", "name", "hovertemplate", "title")
PARTS_OF_WORDS = re.compile(r"[A-Za-z]{2,}")
# Programs, units, markup and pictures that are no words of a language.
UNITS = {"cm", "kg", "km", "px"}
NO_WORDS = {"aqvision", "sha", "sha256", "html", "doctype", "Sprint", "Text"} | UNITS


def places(text: str) -> set[str]:
    """Name what a text leaves open; plotly's own places look alike."""
    return {name for _words, name, *_ in string.Formatter().parse(text) if name}


class PageReader(HTMLParser):
    """Collects what people read of a page: text, the words of attributes, those of charts."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.read += [value for name in NAMED if (value := given.get(name))]
        if tag in {"script", "style", "template"}:
            self._inside = "json" if given.get("type") == "application/json" else tag

    def handle_endtag(self, tag: str) -> None:
        if tag in {self._inside, "script"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "json":
            self.read += texts_of_chart(json.loads(data))
        elif not self._inside and data.strip():
            self.read.append(" ".join(data.split()))


def texts_of_chart(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key in CHART:
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts_of_chart(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of_chart(one, key)


def read(page: Path) -> list[str]:
    reader = PageReader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.read


@pytest.fixture(scope="module")
def texts() -> set[Message]:
    """Give all texts of source and templates."""
    return set(messages())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Give the German catalogue."""
    return read_po(GERMAN)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return results_of_all_kinds(tmp_path_factory.mktemp("hold"))


@pytest.fixture(scope="module")
def german(results: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written_apart(results, tmp_path_factory.mktemp("de"), "de")


def test_every_text_has_its_german_with_the_same_places(
    texts: set[Message], catalogue: Catalogue
) -> None:
    told = catalogue.texts
    faults = []
    for message in texts:
        german = told.get(message, [""])
        wanted = places(message.text) | places(message.several)
        open_ = [places(text) for text in german]
        if not all(german) or not all(o <= wanted for o in open_) or open_[-1] != wanted:
            faults.append(message.text)

    assert faults == []


def test_the_catalogue_is_that_of_the_source_and_compiled(
    texts: set[Message], catalogue: Catalogue
) -> None:
    assert set(catalogue.texts) == texts, "run `make texts`"
    assert GERMAN.with_suffix(".mo").read_bytes() == compiled(catalogue), "run `make texts`"
    assert "fuzzy" not in GERMAN.read_text(encoding="utf-8")


def test_spaces_at_the_ends_and_per_cent_signs_are_kept(catalogue: Catalogue) -> None:
    faults = [
        text
        for message, german in catalogue.texts.items()
        for text in german
        if text
        and (message.text[:1].isspace() > text[:1].isspace() or re.search(r"[\d}] %(?![{x])", text))
    ]

    assert faults == []


def test_german_pages_hold_no_english(german: dict[str, Path], catalogue: Catalogue) -> None:
    told = catalogue.texts
    english = {
        re.escape(words.strip(" .,;:()"))
        for message, german_texts in told.items()
        if message.text not in german_texts
        for words, *_place in string.Formatter().parse(message.text)
        if len(words.split()) > 2 or (words == message.text and len(words.split()) > 1)
    }
    phrases = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(english, key=len, reverse=True))})(?!\w)")
    words = {m.text for m, texts in told.items() if all(texts) and m.text not in texts}
    cited = set(SOURCES.values())
    leaks = {
        f"{name}: {text[:120]}"
        for name, page in german.items()
        for text in read(page)
        if text not in cited and (text in words or phrases.search(text))
    }

    assert leaks == set()


def test_german_pages_write_german_numbers(german: dict[str, Path]) -> None:
    point = re.compile(r"(?<![\d.])\d+\.\d{1,2} (?:ms|m/s|m|mm|s|°)(?!\w)")
    said = [text for page in german.values() for text in read(page)]

    assert [text for text in said if point.search(text)] == []
    assert any("7,63 m/s" in text for text in said)
    assert any("1. März 2026" in text for text in said)


def test_pages_are_in_the_language_that_they_say(
    german: dict[str, Path], results: dict[str, Any], tmp_path: Path
) -> None:
    assert all('<html lang="de">' in p.read_text(encoding="utf-8") for p in german.values())
    some = {"comparison-1": results["comparison-1"], "ladder-1": results["ladder-1"]}
    again = written_apart(some, tmp_path / "again", "de")
    english = written_apart(some, tmp_path / "en", "en")
    for name, page in again.items():
        assert page.read_bytes() == german[name].read_bytes()
        assert '<html lang="en">' in english[name].read_text(encoding="utf-8")


def test_files_are_the_same_whoever_reads(results: dict[str, Any], tmp_path: Path) -> None:
    english, german = tmp_path / "en", tmp_path / "de"
    assert (LANGUAGE, IMPERIAL) == ("en", False)
    write_files(results, english)
    measured_apart(german, "de", "imperial")
    names = sorted(path.name for path in english.iterdir())

    assert len(names) > 10
    for name in names:
        assert (english / name).read_bytes() == (german / name).read_bytes(), name


def test_imperial_pages_show_no_metric_lengths_and_speeds(
    results: dict[str, Any], tmp_path: Path
) -> None:
    pages = written_apart(results, tmp_path, "en", "imperial")
    metric = re.compile(r"\d (?:m/s|m|mm|cm|cm²)(?![\w/])|\bm/s\b(?! for)")
    said = [text for page in pages.values() for text in read(page)]

    assert [text for text in said if metric.search(text) and not text.startswith("Our own")] == []
    assert any("17.1 mph" in text for text in said)


def test_templates_mark_their_texts() -> None:
    faults = []
    for path in (path for folder in TEMPLATES for path in sorted(folder.glob("*.html"))):
        source = path.read_text(encoding="utf-8")
        plain = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "\0", source, flags=re.DOTALL)
        named = re.findall(
            r'\b(?:title|alt|aria-label|data-label|data-old|data-words)="([^"]*)"', plain
        )
        between = re.sub(r"<!?[a-z/][^>]*>", "\0", plain, flags=re.IGNORECASE)
        for text in [*between.split("\0"), *named]:
            words = set(PARTS_OF_WORDS.findall(text)) - NO_WORDS
            if words:
                faults.append(f"{path.name}: {text.strip()}")
        for literal in re.findall(r'\{\{ "([A-Z][a-z ]+)"', source):
            faults.append(f"{path.name}: {literal}")

    assert faults == []
