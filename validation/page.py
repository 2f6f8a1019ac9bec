"""Sections by name <-> docs/accuracy.md, in which each says by which way of measuring.

A section takes minutes to an hour; so some of them can be measured anew while the others stay, and
the page tells which of them were measured in an earlier way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aqvision.core.provenance import present_method
from validation.tables import section

_MARK = "<!-- {name}: method {method} -->"
_MARKED = re.compile(r"<!-- (?P<name>\w+): method (?P<method>\d+\.\d+) -->\n")
# A method is that of points and that of measuring them; not every section rests on both.
OF_POINTS = frozenset({"pose", "decoding", "trust", "filter", "progress", "teams"})
OF_MEASURING = frozenset({"events", "hold", "progress", "teams"})  # drawn values rest on neither


@dataclass(frozen=True, slots=True)
class Measured:
    """A section's text, and the way in which it was measured."""

    text: str
    method: str = field(default_factory=present_method)

    def is_of_now(self, name: str) -> bool:
        """Tell whether all that a section of this name rests on is still as it was."""
        points, measuring = (
            one == other
            for one, other in zip(self.method.split("."), present_method().split("."), strict=True)
        )
        return (points or name in OF_MEASURING) and (measuring or name in OF_POINTS)


def read_page(path: Path) -> dict[str, Measured]:
    """Read the sections of a page; none of a page that is not there."""
    if not path.exists():
        return {}
    _, *parts = _MARKED.split(path.read_text(encoding="utf-8"))
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {name: Measured(text.strip(), method) for name, method, text in triples}


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
    """Say which sections were measured in an earlier way."""
    old = [
        re.sub(r"^#+ ", "", one.text.splitlines()[0])
        for name, one in sections.items()
        if not one.is_of_now(name)
    ]
    if not old:
        return "All sections were measured in the present way."
    listed = "\n".join(f"- {title}" for title in old)
    return (
        "**Measured before points or contacts were found as they are now**, and not yet anew:\n\n"
        + listed
    )
