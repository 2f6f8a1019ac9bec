"""Sections by name <-> docs/accuracy.md, in which each says by which way of estimating points.

A section takes minutes to an hour; so some of them can be measured anew while the others stay, and
the page tells which of them speak of points that were estimated in an earlier way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.provenance import POSE_METHOD
from validation.tables import section

_MARK = "<!-- {name}: pose method {method} -->"
_MARKED = re.compile(r"<!-- (?P<name>\w+): pose method (?P<method>\d+) -->\n")
# Points are made up in these: no network has a part in them.
WITHOUT_NETWORK = frozenset({"events"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A section's text, and the way in which its points were estimated."""

    text: str
    method: int = POSE_METHOD


def read_page(path: Path) -> dict[str, Measured]:
    """Read the sections of a page; none of a page that is not there."""
    if not path.exists():
        return {}
    _, *parts = _MARKED.split(path.read_text(encoding="utf-8"))
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {name: Measured(text.strip(), int(method)) for name, method, text in triples}


def write_page(
    path: Path, introduction: str, sections: Mapping[str, Measured], order: Iterable[str]
) -> None:
    """Write the sections in an order, those that are there."""
    there = {name: sections[name] for name in order if name in sections}
    marked = (
        f"{_MARK.format(name=name, method=one.method)}\n{one.text}" for name, one in there.items()
    )
    text = section(introduction, _earlier(there), *marked)
    path.write_text(text + "\n", encoding="utf-8")


def _earlier(sections: Mapping[str, Measured]) -> str:
    """Say which sections were measured with points of an earlier way."""
    old = [
        re.sub(r"^#+ ", "", one.text.splitlines()[0])
        for name, one in sections.items()
        if one.method != POSE_METHOD and name not in WITHOUT_NETWORK
    ]
    if not old:
        return "All sections were measured with the points that are estimated now."
    listed = "\n".join(f"- {title}" for title in old)
    return (
        "**Measured before the points were estimated as they are now**, and not yet anew:\n\n"
        + listed
    )
