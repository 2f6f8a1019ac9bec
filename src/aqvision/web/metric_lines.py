"""Measured clips of an athlete -> a line a metric over the sessions: a drawing, and its words.

What runs, days and measuring make of each day's value is the same as on the page of a season; what
is told here rests on the summaries of clips alone.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from aqvision.core.recorded import show_day
from aqvision.core.wording import _, ngettext
from aqvision.library.records import MeasuredClip

if TYPE_CHECKING:
    from aqvision.comparison.values import ClipMean
    from aqvision.kinematics.metrics.registry import Metric
    from aqvision.progress.lines import Dot, Line

_WIDTH, _HEIGHT, _EDGE, _FOOT = 320.0, 112.0, 12.0, 20.0
_FEWEST_DAYS = 2
_VALUE, _SE, _SHARED_SE, _LEFT, _RIGHT = range(5)
# Part of what all steps of a clip share that does not come again in the athlete's other clips.
_OWN_SHARED_FRAC = 0.35


@dataclass(frozen=True, slots=True)
class DayValue:
    """A day in words: its value, where the athlete's own lies, and from how many runs."""

    day: str
    value: str
    between: str
    runs: str


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric over the sessions: a drawing where there are two days, and each day in words."""

    label: str
    about: str
    svg: Markup | None
    days: tuple[DayValue, ...]

    @property
    def course(self) -> str:
        """The value of the first day and of the last."""
        ends = dict.fromkeys((self.days[0], self.days[-1]))
        return " → ".join(day.value for day in ends)


def followed(primaries: Sequence[str], clips: Sequence[MeasuredClip]) -> tuple[str, ...]:
    """Choose what is followed: what was named beforehand, else the usual of how it was filmed.

    Parameters
    ----------
    primaries, clips
        What was named for the latest comparison, and the measured clips by day.
    """
    from aqvision.comparison.families import PRIMARIES, PRIMARIES_FROM_AN_END, WITHOUT_SCALE

    if primaries:
        return tuple(primaries)
    view = _usual(clips)[0] if clips else "side"
    usual = PRIMARIES if view in ("side", "") else PRIMARIES_FROM_AN_END
    known = {name for clip in clips for name in clip.summary.get("metrics", {})}
    return tuple(n if n in known else WITHOUT_SCALE.get(n, n) for n in usual)


def metric_lines(names: Sequence[str], clips: Sequence[MeasuredClip]) -> list[MetricLine]:
    """Follow metrics over the days of an athlete; those that were never measured are left out.

    Parameters
    ----------
    names, clips
        What is followed, and the measured clips by day.
    """
    from aqvision.core.settings import Settings
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.progress.lines import line_of_means

    alike, use = like_the_last(clips), Settings().comparison
    sides = {clip.date: clip.label for clip in alike if clip.date}
    found = []
    for metric in (METRICS[name] for name in dict.fromkeys(names) if name in METRICS):
        line = line_of_means(metric, _means(metric, alike), use)
        if line.dots:
            found.append(_as_shown(metric, line, sides))
    return found


def like_the_last(clips: Sequence[MeasuredClip]) -> list[MeasuredClip]:
    """Choose the clips of a known day that were filmed as the last: same view, same ground.

    Parameters
    ----------
    clips
        By day.
    """
    dated = [clip for clip in clips if clip.date is not None and clip.summary.get("metrics")]
    usual = _usual(dated)
    return [clip for clip in dated if _filmed(clip) == usual]


def _filmed(clip: MeasuredClip) -> tuple[str, bool]:
    return clip.summary.get("view", ""), clip.summary.get("ground", "") == "treadmill"


def _usual(clips: Sequence[MeasuredClip]) -> tuple[str, bool]:
    """Tell how most clips of the last day were filmed."""
    last = [_filmed(clip) for clip in clips if clip.date == clips[-1].date]
    return Counter(last).most_common(1)[0][0] if last else ("", False)


def _means(metric: Metric, clips: Sequence[MeasuredClip]) -> list[ClipMean]:
    """Give the mean of each clip over the sides that all have, with what makes it err."""
    from aqvision.comparison.values import ClipMean

    rows = [(clip, row) for clip in clips if (row := clip.summary["metrics"].get(metric.name))]
    place = _VALUE
    if metric.sided:
        both = [at for at in (_LEFT, _RIGHT) if all(row[at] is not None for _clip, row in rows)]
        place = _VALUE if len(both) != 1 else both[0]
    means = []
    for clip, row in rows:
        shared = (row[_SHARED_SE] or 0.0) ** 2
        own = (row[_SE] if row[_SE] is not None else _run_sd(metric, row[place])) ** 2
        means.append(
            ClipMean(
                value=row[place],
                step_variance=max(own - shared, 0.0),
                measurement_variance=0.0,
                shared_variance=_OWN_SHARED_FRAC * shared,
                n=1,
                day=clip.date,
            )
        )
    return means


def _run_sd(metric: Metric, value: float) -> float:
    return metric.variation.run_sd_of(value)


def _as_shown(metric: Metric, line: Line, sides: dict[dt.date, str]) -> MetricLine:
    from aqvision.report.numbers import fine_digits, show

    extra = fine_digits(metric)
    days = tuple(
        DayValue(
            day=show_day(dot.day),
            value=show(dot.value, metric.unit, extra),
            between=_("{low} to {high}").format(
                low=show(dot.low, metric.unit, extra), high=show(dot.high, metric.unit, extra)
            ),
            runs=ngettext("{n} run", "{n} runs", dot.n).format(n=dot.n),
        )
        for dot in line.dots
    )
    svg = draw(line.dots, sides, metric.label) if len(line.dots) >= _FEWEST_DAYS else None
    return MetricLine(metric.label, metric.definition, svg, days)


def draw(dots: Sequence[Dot], sides: dict[dt.date, str], label: str) -> Markup:
    """Draw a metric over days: the noise band, a line, and a dot a day.

    Parameters
    ----------
    dots, sides
        A dot a day, in order of time, and what each day's session is called.
    label
        Of the metric, for the name of the drawing; the numbers stand beside it in words.

    Returns
    -------
    Markup
        An SVG element that takes its colours from the page.
    """
    first, last = dots[0].day, dots[-1].day
    low, high = _range(dots)

    def x(day: dt.date) -> float:
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * (day - first).days / (last - first).days, 1)

    def y(value: float) -> float:
        down = _HEIGHT - _FOOT - 2 * _EDGE
        return round(_EDGE + down * (high - value) / (high - low), 1)

    upper = [f"{x(dot.day)},{y(dot.high)}" for dot in dots if math.isfinite(dot.high)]
    lower = [f"{x(dot.day)},{y(dot.low)}" for dot in reversed(dots) if math.isfinite(dot.low)]
    line = " ".join(f"{x(dot.day)},{y(dot.value)}" for dot in dots)
    marks = "".join(
        f'<circle class="{_side(sides.get(dot.day))}" cx="{x(dot.day)}" cy="{y(dot.value)}" r="5"/>'
        for dot in dots
    )
    foot = _HEIGHT - 5
    words = _("{label} from {first} to {last}; each day stands in words below.").format(
        label=label, first=show_day(first), last=show_day(last)
    )
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="course" role="img" aria-label="{escape(words)}" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">'
        f'<polygon class="band" points="{" ".join(upper + lower)}"/>'
        f'<polyline points="{line}"/>{marks}'
        f'<text x="{_EDGE:g}" y="{foot:g}">{escape(show_day(first))}</text>'
        f'<text x="{_WIDTH - _EDGE:g}" y="{foot:g}" text-anchor="end">'
        f"{escape(show_day(last))}</text></svg>"
    )


def _range(dots: Sequence[Dot]) -> tuple[float, float]:
    known = [v for d in dots for v in (d.low, d.value, d.high) if math.isfinite(v)]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _side(label: str | None) -> str:
    return label if label in ("before", "after") else "other"
