"""Plan of a comparison -> a table on a terminal, or JSON; sizes of changes as they were typed."""

from __future__ import annotations

import json
import math
import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from aqvision.cli.texts import say
from aqvision.core.errors import SettingsError, shown

if TYPE_CHECKING:
    from aqvision.comparison.planning import PlanRow

_SIZE = re.compile(r"\s*(\w+)\s*=\s*([+-]?[\d.]+)\s*(%?)\s*")
_GAP = 2
_BELOW_ONE = {"s": say("seconds"), "leg": say("leg lengths"), "": say("parts of one")}
"""Units in which every quantity of a stride is less than one or not much more."""
_WIDEST = 120


class Size(NamedTuple):
    """A change to be seen: in the metric's unit, or a part of its value if ``relative``."""

    change: float
    relative: bool


def parse_sizes(texts: Iterable[str]) -> dict[str, Size]:
    """Read changes that are to be seen.

    Parameters
    ----------
    texts
        Each ``NAME=CHANGE`` or ``NAME=CHANGE%``.

    Returns
    -------
    dict of str to Size
        By name of the metric.

    Raises
    ------
    SettingsError
        One of them cannot be read, is of no size, names no metric or one that has another.

    Examples
    --------
    >>> parse_sizes(["contact_time_s=5%"])
    {'contact_time_s': Size(change=0.05, relative=True)}
    """
    sizes: dict[str, Size] = {}
    for name, size in map(_parse_size, texts):
        if sizes.setdefault(name, size) != size:
            raise SettingsError(say("two sizes", name=name), say("one size"))
    return sizes


def _parse_size(text: str) -> tuple[str, Size]:
    from aqvision.comparison.families import refuse_unknown

    found = _SIZE.fullmatch(text)
    try:
        name, number, percent = found.groups() if found else ("", "", "")
        change = abs(float(number)) / (100 if percent else 1)
    except ValueError:
        change = 0.0
    if not (change and math.isfinite(change)):
        raise SettingsError(say("not a size", text=shown(Path(text))), say("write a size"))
    refuse_unknown(name)
    return name, Size(change, bool(percent))


def sizes_in(rows: Sequence[PlanRow], sizes: Mapping[str, Size]) -> dict[str, float]:
    """Give changes in the units of their metrics.

    Parameters
    ----------
    rows
        A plan.
    sizes
        As they were typed, by name of the metric.

    Raises
    ------
    SettingsError
        A metric is not in the plan, or a change is larger than it can be.
    """
    values = {row.metric: row.value for row in rows}
    for name in sizes:
        if name not in values:
            raise SettingsError(
                say("not a primary", name=name, names=", ".join(values)),
                say("make it primary", name=name),
            )
        _refuse_other_unit(name, sizes[name])
    return {
        name: abs(size.change * values[name]) if size.relative else size.change
        for name, size in sizes.items()
    }


def _refuse_other_unit(name: str, size: Size) -> None:
    """Refuse a size that no stride has, as of milliseconds or per cent where there is no unit."""
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.report.numbers import show_bound

    unit = METRICS[name].unit
    if unit in _BELOW_ONE and size.change > 1:
        shown_size = show_bound(size.change, unit)
        raise SettingsError(
            say("too large a size", name=name, number=size.change, size=shown_size),
            say("own unit", unit=_BELOW_ONE[unit]),
        )


def show_plan(
    rows: Sequence[PlanRow], sizes: Mapping[str, float], *, n_clips: int, as_json: bool
) -> None:
    """Print the smallest changes that each way of filming sees, and what given changes take.

    Parameters
    ----------
    rows
        A primary metric each.
    sizes
        Changes to be seen, in the metrics' units.
    n_clips
        Clips that the plan rests on.
    as_json
        Print it as JSON instead.
    """
    if as_json:
        from aqvision.analysis.store import nan_to_null

        click.echo(json.dumps(nan_to_null(plan_to_dict(rows, sizes, n_clips))))
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    click.echo("\n".join(describe_plan(rows, sizes, width)))


def plan_to_dict(
    rows: Sequence[PlanRow], sizes: Mapping[str, float], n_clips: int
) -> dict[str, Any]:
    """Bring a plan into the form that other programs read.

    Parameters
    ----------
    rows, sizes, n_clips
        As for ``show_plan``.

    Returns
    -------
    dict
        NaN where nothing was measured.
    """
    from aqvision.comparison.planning import DESIGNS, POWER
    from aqvision.kinematics.metrics.registry import METRICS

    designs = [{"runs": design.n_runs, "days": design.n_days} for design in DESIGNS]
    return {
        "n_clips": n_clips,
        "seen_in": POWER,
        "designs": designs,
        "primaries": [
            {
                "metric": row.metric,
                "unit": METRICS[row.metric].unit,
                "value": row.value,
                "smallest_believable_change": row.worthwhile,
                "seen": list(row.seen),
                "reason": row.reason,
                **_wanted(row, sizes.get(row.metric)),
            }
            for row in rows
        ],
    }


def _wanted(row: PlanRow, change: float | None) -> dict[str, Any]:
    if change is None:
        return {}
    design = row.cheapest(change)
    cheapest = None if design is None else {"runs": design.n_runs, "days": design.n_days}
    return {"size": change, "cheapest": cheapest}


def describe_plan(
    rows: Sequence[PlanRow], sizes: Mapping[str, float], width: int = 100
) -> list[str]:
    """Write a plan as a table and sentences.

    Parameters
    ----------
    rows, sizes
        As for ``show_plan``.
    width
        Length of the longest line of text, in characters.

    Returns
    -------
    list of str
        Lines for a terminal.
    """
    from aqvision.report.plan_tables import PLAN_NOTE, describe_size

    wanted = [describe_size(row, sizes[row.metric]) for row in rows if row.metric in sizes]
    return [
        *_table(rows, width),
        "",
        *textwrap.wrap(PLAN_NOTE, width),
        *([""] if wanted else []),
        *(line for text in wanted for line in textwrap.wrap(text, width, subsequent_indent="  ")),
    ]


def _table(rows: Sequence[PlanRow], width: int) -> Iterator[str]:
    from aqvision.comparison.planning import DESIGNS
    from aqvision.report.plan_tables import plan_lines

    lines = plan_lines(rows)
    runs = [say("runs a side", n=design.n_runs) for design in DESIGNS]
    days = [say("days a side", n=design.n_days) for design in DESIGNS]
    table = [("", "", *runs), (say("primary"), say("now"), *days)]
    table += [(line.label, line.value, *line.seen) for line in lines]
    columns = zip_longest(*table, fillvalue="")
    widths = [max(map(len, column)) + _GAP for column in columns]
    for number, row in enumerate(table):
        cells = [f"{cell:<{wide}}" for cell, wide in zip(row, widths, strict=False)]
        if number < 2 or lines[number - 2].seen:
            yield "".join(cells).rstrip()
            continue
        head = "".join(cells)
        yield from textwrap.wrap(
            lines[number - 2].reason, max(width, len(head) + 30),
            initial_indent=head, subsequent_indent=" " * len(head),
        )  # fmt: skip
