"""Progress -> a time line as SVG: training, holds and sprints on one axis, a panel a quantity.

Drawn here and not by a script, once for a wide page and once for a phone, so that letters keep
their size; each dot says its numbers, and all of them stand in a table as well.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from aqvision.core.recorded import show_day
from aqvision.core.wording import SHORT_MONTHS, _
from aqvision.progress.blocks import TrainingBlock
from aqvision.progress.lines import Dot, Kind, Line
from aqvision.progress.progress import Progress
from aqvision.progress.store import unit_of
from aqvision.report.figures import BAND, GRID, INK, MUTED
from aqvision.report.numbers import show, show_bare, unit_word
from aqvision.report.season_rows import digits_of, label_of
from aqvision.report.wording import Sentence

WIDE, NARROW = 1060, 356
_LEFT, _RIGHT = 48, 14
_HEADING, _TITLE, _PLOT, _GAP, _AXIS, _BAR = 38, 20, 66, 14, 24, 24
_LETTER = 7.2
_LABEL_ROOM = 62
_ROOM = 0.03
_SHORTEST_DAYS, _FEW_MONTHS_DAYS = 14, 75


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from left to right: the first and the last that are drawn, and the picture's width."""

    first: dt.date
    last: dt.date
    width: int

    def shows(self, block: TrainingBlock) -> bool:
        """Tell whether any of a block lies on the axis.

        Parameters
        ----------
        block
            What was trained.
        """
        return block.last >= self.first and block.first <= self.last

    def x(self, day: dt.date) -> float:
        """Give the place of a day in pixels; days beyond the axis lie at its end.

        Parameters
        ----------
        day
            Any day.
        """
        span = max((self.last - self.first).days, 1)
        part = min(max((day - self.first).days / span, 0.0), 1.0)
        room = _ROOM * (self.width - _LEFT - _RIGHT)
        return round(_LEFT + room + part * (self.width - _LEFT - _RIGHT - 2 * room), 1)

    def ticks(self) -> list[tuple[dt.date, str]]:
        """List the days that are written below, with their words: months, or single days."""
        n_most = max((self.width - _LEFT - _RIGHT) // _LABEL_ROOM, 2)
        span = (self.last - self.first).days
        if span <= _FEW_MONTHS_DAYS:
            step = max(math.ceil(span / n_most), 1)
            days = [self.first + dt.timedelta(n) for n in range(0, span + 1, step)]
            return [
                (day, _("{day} {month}").format(day=day.day, month=_short(day))) for day in days
            ]
        months = list(_months(self.first, self.last))
        step = next(n for n in (1, 2, 3, 6, 12, 24, 60) if len(months) <= n * n_most)
        chosen = [month for month in months if (month.month - 1 + 12 * month.year) % step == 0]
        return [(day, _short(day) if day.month > 1 else f"{day:%Y}") for day in chosen]


def _day_and_month(day: dt.date) -> str:
    return _("{day} {month}").format(day=day.day, month=_short(day))


def _short(day: dt.date) -> str:
    return SHORT_MONTHS[day.month - 1]


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Give the first days of the months from one day to another."""
    month = first.replace(day=1)
    while month <= last:
        if month >= first:
            yield month
        month = (month + dt.timedelta(32)).replace(day=1)


def axis_of(progress: Progress, width: int) -> Axis:
    """Lay the axis: from the first day of filming to the last, and blocks close to them.

    Parameters
    ----------
    progress
        The season.
    width
        Of the picture, in pixels.
    """
    first, last = progress.dates[0], progress.dates[-1]
    room = dt.timedelta(max((last - first).days // 2, _SHORTEST_DAYS))
    starts = [max(b.first, first - room) for b in progress.blocks if b.last >= first - room]
    stops = [min(b.last, last + room) for b in progress.blocks if b.first <= last + room]
    return Axis(min([first, *starts]), max([last, *stops]), width)


def draw_timeline(progress: Progress, width: int) -> Markup:
    """Draw a season.

    Parameters
    ----------
    progress
        Blocks, lines of holds and of sprints.
    width
        Of the picture, in pixels.

    Returns
    -------
    Markup
        An SVG element.
    """
    axis, y, parts = axis_of(progress, width), 0, []
    lanes = [(_("Holds"), progress.main_holds), (_("Sprints"), progress.sprint_lines)]
    drawn = [(name, [line for line in lines if line.dots]) for name, lines in lanes]
    if progress.blocks:
        bars, height = _bars(progress.blocks, axis, _HEADING)
        parts += [_heading(_("Training"), 0), *bars]
        y = _HEADING + height + 8
    for name, lines in drawn:
        parts.append(_heading(name, y))
        y += _HEADING
        if not lines:
            parts.append(_text(_LEFT, y, _("None given."), MUTED))
            y += _TITLE
        for line in lines:
            parts += _panel(line, progress.blocks, axis, y)
            y += _TITLE + _PLOT + _GAP
        parts += _dates(axis, y - _GAP + 4) if lines else []
        y += _AXIS if lines else 0
    words = Sentence.TIMELINE.format(
        first=show_day(axis.first), last=show_day(axis.last),
        n=sum(len(lines) for _name, lines in drawn),
    )  # fmt: skip
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="timeline" role="img" aria-label="{escape(words)}" width="{width}" '
        f'height="{y}" viewBox="0 0 {width} {y}">{"".join(parts)}</svg>'
    )


def _heading(text: str, y: int) -> str:
    return (
        f'<text x="0" y="{y + 22}" font-size="15" font-weight="700" fill="{INK}">'
        f"{escape(text)}</text>"
    )


def _text(x: float, y: float, text: str, fill: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _bars(blocks: Sequence[TrainingBlock], axis: Axis, y: int) -> tuple[list[str], int]:
    """Draw blocks as bars, those that overlap below each other; give their height as well."""
    ends: list[float] = []
    parts: list[str] = []
    for number, block in enumerate(blocks, 1):
        if not axis.shows(block):
            continue
        left, right = axis.x(block.first), max(axis.x(block.last), axis.x(block.first) + 18)
        row = next((i for i, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right + 2]
        parts += _bar(block, number, (left, right), y + row * (_BAR + 2))
    return parts, len(ends) * (_BAR + 2)


def _bar(block: TrainingBlock, number: int, ends: tuple[float, float], y: int) -> Iterator[str]:
    left, right = ends
    words = f"{number} {block.what}"
    fits = len(words) * _LETTER + 12 <= right - left
    yield (
        f'<rect x="{left}" y="{y}" width="{right - left:.1f}" height="{_BAR}" rx="4" '
        f'fill="#d9e6ee" stroke="#9db3c2"><title>{escape(words)}</title></rect>'
    )
    yield _text(left + 6, y + 16, words if fits else str(number), INK)


def _panel(line: Line, blocks: Sequence[TrainingBlock], axis: Axis, y: int) -> list[str]:
    """Draw one quantity: its name, blocks shaded, a dot a day with its interval."""
    unit = unit_of(line)
    low, high = min(d.low for d in line.dots), max(d.high for d in line.dots)
    top, bottom = y + _TITLE, y + _TITLE + _PLOT

    def place(value: float) -> float:
        return round(bottom - 4 - (value - low) / max(high - low, 1e-12) * (_PLOT - 8), 1)

    title = ", ".join(filter(None, (label_of(line), unit_word(unit))))
    parts = [_text(_LEFT, y + 13, title, INK, size=13)]
    parts += [_shade(block, axis, top) for block in blocks if axis.shows(block)]
    step, ticks = nice_ticks(low, high)
    for tick in ticks:
        parts.append(_rule(axis, place(tick), GRID))
        parts.append(_text(_LEFT - 6, place(tick) + 4, show_bare(tick, unit, step), MUTED, "end"))
    dots = [(axis.x(dot.day), place(dot.value)) for dot in line.dots]
    points = " ".join(f"{x},{y}" for x, y in dots)
    parts.append(f'<polyline points="{points}" fill="none" stroke="{MUTED}" opacity="0.55"/>')
    parts += [_dot(line, dot, axis.x(dot.day), place) for dot in line.dots]
    return parts


def _dot(line: Line, dot: Dot, x: float, place: Callable[[float], float]) -> str:
    """Draw a square for holds, a disc for sprints, and the interval behind it."""
    low, middle, high = (place(value) for value in (dot.low, dot.value, dot.high))
    unit, digits = unit_of(line), digits_of(line)
    words = Sentence.DOT.format(
        day=show_day(dot.day), value=show(dot.value, unit, digits),
        low=show(dot.low, unit, digits), high=show(dot.high, unit, digits),
    )  # fmt: skip
    mark = (
        f'<rect x="{x - 4.5:.1f}" y="{middle - 4.5:.1f}" width="9" height="9" fill="{INK}"/>'
        if line.kind is Kind.HOLD
        else f'<circle cx="{x}" cy="{middle}" r="5" fill="{INK}"/>'
    )
    return (
        f"<g><title>{escape(words)}</title>"
        f'<path d="M{x} {low}V{high}" stroke="{MUTED}" stroke-width="2"/>{mark}</g>'
    )


def _shade(block: TrainingBlock, axis: Axis, top: int) -> str:
    left, right = axis.x(block.first), axis.x(block.last)
    return (
        f'<rect x="{left}" y="{top}" width="{max(right - left, 2):.1f}" height="{_PLOT}" '
        f'fill="{BAND}"/>'
    )


def _rule(axis: Axis, y: float, colour: str) -> str:
    return f'<path d="M{_LEFT} {y}H{axis.width - _RIGHT}" stroke="{colour}"/>'


def _dates(axis: Axis, y: int) -> Iterator[str]:
    yield _rule(axis, y, MUTED)
    for day, words in axis.ticks():
        x = axis.x(day)
        yield f'<path d="M{x} {y}v5" stroke="{MUTED}"/>'
        yield _text(x, y + 18, words, MUTED, "middle")


def nice_ticks(low: float, high: float, n_most: int = 3) -> tuple[float, list[float]]:
    """Choose round numbers between two ends.

    Parameters
    ----------
    low, high
        Ends, in any unit.
    n_most
        How many at most.

    Returns
    -------
    tuple
        The step from one to the next, and the numbers.

    Examples
    --------
    >>> nice_ticks(0.103, 0.128)
    (0.01, [0.11, 0.12])
    """
    span = high - low or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / (n_most + 1)))
    for step in (power * part for part in (1, 2, 5, 10, 20, 50)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < n_most:
            return step, [round(number * step, 12) for number in range(first, last + 1)]
    raise AssertionError("one of the steps is wider than the span")
