"""Recorded English text -> the same in the reader's language, at the edge where it is shown.

Results hold sentences with their values filled in, of this version or of an older one, and errors
are kept in English too. A sentence is known again by the words around its values; the values are
brought over one by one.
"""

from __future__ import annotations

import datetime as dt
import re
import string
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from aqvision.core.filling import ADAPTED
from aqvision.core.imperial import IMPERIAL, in_imperial
from aqvision.core.numerals import LANGUAGE, localised
from aqvision.core.recorded import show_day
from aqvision.core.wording import DOMAIN, LOCALES, lower_first, upper_first, word_of

T = TypeVar("T")
_Catalogue = tuple[str, Path]
"""A language, and the folder of the catalogues."""

CONTEXT = "recorded"
"""What the catalogue keeps such texts apart with from those that are written for the reader."""

_NUMBERS = r"([-+]?(?:\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?|nan|inf)%?)"
_NUMBER = re.compile(_NUMBERS)
_DAYS = ("%Y-%m-%d", "%d %B %Y")
_MANY = 4096
_FEWEST_LETTERS = 7


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence: what finds it again, the places of its values in order, and what it reads as."""

    pattern: re.Pattern[str]
    places: tuple[str, ...]
    reads: str


_FIELDS = frozenset(
    {
        "capture_fps_from",
        "caution",
        "cautions",
        "clock_evidence",
        "hint",
        "reason",
        "remarks",
        "spring_reason",
        "text",
        "velocity_reason",
    }
)
"""Fields of results that hold recorded sentences."""


def all_said(result: T) -> T:
    """Bring all sentences of a result into the reader's language, as pages show it.

    Parameters
    ----------
    result
        Dataclasses, dictionaries and tuples, nested; what is the same object stays so.

    Returns
    -------
    T
        The same in English and in a language without a catalogue, else a copy.
    """
    return _copied(result, {}) if ADAPTED else result


def _copied(value: Any, seen: dict[int, tuple[Any, Any]]) -> Any:
    """Copy what holds sentences; ``seen`` keeps objects with their copies, so that ids stay."""
    if id(value) in seen:
        return seen[id(value)][1]
    new = value
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        told = {n: (_said_field if n in _FIELDS else _copied)(v, seen) for n, v in named.items()}
        changed = {name: one for name, one in told.items() if one is not named[name]}
        new = replace(value, **changed) if changed else value
    elif isinstance(value, dict):
        new = {key: _copied(one, seen) for key, one in value.items()}
    elif type(value) is tuple or isinstance(value, list):
        new = type(value)(_copied(one, seen) for one in value)
    seen[id(value)] = value, new
    return new


def _said_field(value: Any, seen: dict[int, tuple[Any, Any]]) -> Any:
    if isinstance(value, str):
        return said(value)
    return tuple(map(said, value)) if _holds_texts(value) else _copied(value, seen)


def _holds_texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def said(text: str) -> str:
    """Bring a recorded text into the reader's language; what is not known stays as it is.

    Parameters
    ----------
    text
        Of a result: a warning, a reason, or several of them strung together.
    """
    told = text if LANGUAGE == "en" or not text else said_in(text, LANGUAGE, LOCALES)
    return in_imperial(told) if IMPERIAL else told


@lru_cache(_MANY)
def said_in(text: str, language: str, folder: Path) -> str:
    """Bring a recorded text into a language.

    Parameters
    ----------
    text
        Of a result.
    language, folder
        Two letters, and where the catalogues lie.
    """
    catalogue = language, folder
    for attempt in (_plain, _strung_sentences, _filled, _strung_reasons, _listed, _begun):
        if (told := attempt(text, catalogue)) is not None:
            return told
    return word_of(text)


def _plain(text: str, catalogue: _Catalogue) -> str | None:
    """Bring over a text without values."""
    return _sentences(*catalogue)[0].get(text)


def _filled(text: str, catalogue: _Catalogue) -> str | None:
    """Bring over a text that values were filled into, and the values."""
    for sentence in _sentences(*catalogue)[1]:
        if (found := sentence.pattern.fullmatch(text)) is not None:
            values = zip(sentence.places, found.groups(), strict=True)
            return sentence.reads.format(**{name: _value(v, catalogue) for name, v in values})
    return None


def _value(text: str, catalogue: _Catalogue) -> str:
    """Bring over what was filled in: a number, a day, a word, or a text of its own."""
    if _NUMBER.fullmatch(text):
        return localised(text, catalogue[0])
    for form in _DAYS:
        with suppress(ValueError):
            return show_day(dt.datetime.strptime(text, form).date())
    return said_in(text, *catalogue)


def _strung_sentences(text: str, catalogue: _Catalogue) -> str | None:
    return _strung(re.split(r"(?<=[.?!]) ", text), " ", catalogue)


def _strung_reasons(text: str, catalogue: _Catalogue) -> str | None:
    return _strung(text.split("; "), "; ", catalogue)


def _strung(parts: Sequence[str], joint: str, catalogue: _Catalogue) -> str | None:
    """Bring over texts one by one, of one part or more each; None where none of them is known."""
    told, start = [], 0
    while start < len(parts):
        for stop in range(start + 1, len(parts) + 1):
            if stop - start == len(parts):
                continue  # the whole is no part of itself
            text = joint.join(parts[start:stop])
            known = _plain(text, catalogue) or _filled(text, catalogue)
            if known is not None:
                break
        else:
            known, stop = None, start + 1
        told.append((joint.join(parts[start:stop]), known))
        start = stop
    if all(known is None for _text, known in told):
        return None
    return joint.join(text if known is None else known for text, known in told)


def _listed(text: str, catalogue: _Catalogue) -> str | None:
    """Bring over a list, if all of it is known: else it may be names."""
    for joint in (" and ", ", "):
        places = [found.start() for found in re.finditer(joint, text)]
        for place in places:
            items = text[:place], text[place + len(joint) :]
            told = [_value(item, catalogue) for item in items]
            if all(new != old for new, old in zip(told, items, strict=True)):
                return (_plain(joint, catalogue) or joint).join(told)
    return None


def _begun(text: str, catalogue: _Catalogue) -> str | None:
    """Bring over what begins with a capital because it begins a sentence, or a label in one."""
    small, large = text[:1].lower() + text[1:], upper_first(text)
    if small == text:
        return None if (label := _plain(large, catalogue)) is None else lower_first(label)
    told = said_in(small, *catalogue)
    return None if told == small else upper_first(told)


@cache
def _sentences(language: str, folder: Path) -> tuple[dict[str, str], tuple[_Known, ...]]:
    """Read a catalogue: texts without values, and those with some, the most telling first."""
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    pairs = dict(_pairs(path.read_bytes())) if path.is_file() else {}
    open_ = {old: new for old, new in pairs.items() if "{" in old}
    by_length = sorted(open_, key=lambda old: -len(_words(old)))
    plain = {old: new for old, new in pairs.items() if old not in open_}
    return plain, tuple(_known(old, open_[old]) for old in by_length)


def _known(old: str, new: str) -> _Known:
    parts = [*string.Formatter().parse(old)]
    pattern = "".join(
        re.escape(words) + ("" if name is None else _NUMBERS if form else "(.*?)")
        for words, name, form, _conversion in parts
    )
    reads = "".join(
        words + ("" if name is None else f"{{{name}}}")
        for words, name, *_ in string.Formatter().parse(new)
    )
    places = tuple(name for _words, name, *_ in parts if name is not None)
    return _Known(re.compile(pattern, re.DOTALL), places, reads)


def _words(text: str) -> str:
    return "".join(words for words, *_ in string.Formatter().parse(text))


def _pairs(catalogue: bytes) -> Iterator[tuple[str, str]]:
    """List texts with their translations, each number by itself; what results record goes last.

    Of the others, errors for example, those with few words of their own would be found in anything.
    """
    _magic, _version, n, olds, news = struct.unpack_from("<5I", catalogue)
    recorded: list[tuple[str, str]] = []
    for row in range(n):
        old, new = (_entry(catalogue, table + 8 * row) for table in (olds, news))
        context, apart, texts = old.rpartition("\4")
        pairs = zip(texts.split("\0"), new.split("\0"), strict=True)
        if apart and context == CONTEXT:
            recorded += pairs
        elif old and not _is_common(old):
            yield from pairs
    yield from recorded


def _is_common(text: str) -> bool:
    return "{" in text and len(re.findall(r"[a-z]", _words(text))) < _FEWEST_LETTERS


def _entry(catalogue: bytes, place: int) -> str:
    length, start = struct.unpack_from("<2I", catalogue, place)
    return catalogue[start : start + length].decode("utf-8")
