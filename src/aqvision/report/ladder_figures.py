"""Ladder -> charts of each metric over speed and over force: runs as dots, a line, its band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aqvision.comparison.interval import half_width
from aqvision.core.types import FloatArray
from aqvision.core.wording import upper_first, word_of
from aqvision.coupling.ladder import Ladder, Row
from aqvision.coupling.slopes import bent_line, straight_line
from aqvision.coupling.verdicts import Verdict
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.figures import (
    AFTER,
    BAND,
    BEFORE,
    INK,
    Figure,
    band,
    chart,
    numbers,
    plain,
    scatter,
)
from aqvision.report.numbers import shown_values, unit_word
from aqvision.report.wording import Sentence

_N_PLACES = 40
_READ = {
    Verdict.HOLDS: Sentence.LADDER_HOLDS,
    Verdict.LETS_GO: Sentence.LADDER_LETS_GO,
    Verdict.CANNOT_TELL: Sentence.LADDER_CANNOT_TELL,
}
_SYMBOLS, _DASHES = {"right": "circle-open"}, {"right": "dash"}


def speed_figures(ladder: Ladder, before: Ladder | None = None) -> list[Figure]:
    """Draw each metric over speed, both sides in one chart.

    Parameters
    ----------
    ladder, before
        The runs, and earlier ones if there are any.
    """
    return [_over_speed(name, ladder, before) for name in _names(ladder)]


def force_figures(ladder: Ladder) -> list[Figure]:
    """Draw each metric over the mean force of a stance; none where contact was not timed.

    Parameters
    ----------
    ladder
        The runs.
    """
    known = {row.metric for row in ladder.rows if np.isfinite(row.force_slope.se)}
    return [_over_force(name, ladder) for name in _names(ladder) if name in known]


def _names(ladder: Ladder) -> list[str]:
    return list(dict.fromkeys(row.metric for row in ladder.rows))


def _over_speed(name: str, ladder: Ladder, before: Ladder | None) -> Figure:
    rows = [row for row in ladder.rows if row.metric == name]
    traces: list[dict[str, Any]] = []
    for one, colour in ((before, BEFORE), (ladder, INK if before is None else AFTER)):
        for row in one.rows if one else ():
            if row.metric == name and one is not None:
                traces += _speed_traces(one, row, colour, named=len(rows) > 1 and one is ladder)
    plot = _plot(
        traces,
        name,
        Sentence.LADDER_SPEED.format(unit=unit_word("m/s")),
        _break_bands(ladder, rows),
    )
    return Figure(f"speed-{name}", METRICS[name].label, _read(ladder, rows), plot)


def _read(ladder: Ladder, rows: Sequence[Row]) -> str:
    """Say how to read a chart, and what is said of its metric: of the side that tells most."""
    gone = [row for row in rows if row.verdict == Verdict.LETS_GO]
    if gone and gone[0].limb is not None and ladder.outcome_of(gone[0].limb).is_steady:
        return Sentence.LADDER_READ.format(more=Sentence.LADDER_STEADILY)
    verdicts = {row.verdict for row in rows}
    order = (Verdict.LETS_GO, Verdict.CANNOT_TELL, Verdict.HOLDS)
    more = _READ[next(verdict for verdict in order if verdict in verdicts)]
    return Sentence.LADDER_READ.format(more=more)


def _break_bands(ladder: Ladder, rows: Sequence[Row]) -> list[dict[str, Any]]:
    gone = [row.limb for row in rows if row.verdict == Verdict.LETS_GO and row.limb is not None]
    outcomes = [ladder.outcome_of(limb) for limb in dict.fromkeys(gone)]
    scale = float(_speeds(np.ones(1))[0])
    return [
        band(scale * one.break_low_mps, scale * one.break_high_mps, BAND)
        for one in outcomes
        if not one.is_steady
    ]


def _speed_traces(ladder: Ladder, row: Row, colour: str, *, named: bool) -> list[dict[str, Any]]:
    places = np.linspace(row.track.speed_mps.min(), row.track.speed_mps.max(), _N_PLACES)
    bend = None
    if row.verdict == Verdict.LETS_GO and row.limb is not None:
        bend = ladder.outcome_of(row.limb).expected_break_mps
    fit = (
        straight_line(row.track, row.track.speed_mps, places, ladder.ratio, ladder.prior_freedom)
        if bend is None
        else bent_line(row.track, bend, places, ladder.ratio, ladder.prior_freedom)
    )
    half = half_width(1.0, fit.freedom, ladder.confidence_level) * fit.se
    lines = _line_traces(_speeds(places), fit.value, half, row, colour)
    return [*lines, _dots(ladder, row, _speeds(row.track.speed_mps), colour, named=named)]


def _speeds(values_mps: FloatArray) -> FloatArray:
    return shown_values(values_mps, "m/s")[0]


def _over_force(name: str, ladder: Ladder) -> Figure:
    traces: list[dict[str, Any]] = []
    rows = [row for row in ladder.rows if row.metric == name]
    for row in rows:
        force = row.track.force_bw
        if not np.isfinite(row.force_slope.se):
            continue
        places = np.linspace(force.min(), force.max(), _N_PLACES)
        fit = straight_line(row.track, force, places, ladder.ratio, ladder.prior_freedom)
        half = half_width(1.0, fit.freedom, ladder.confidence_level) * fit.se
        traces += _line_traces(places, fit.value, half, row, INK)
        traces.append(_dots(ladder, row, force, INK, named=len(rows) > 1))
    plot = _plot(traces, name, Sentence.LADDER_FORCE, [])
    return Figure(
        f"force-{name}", METRICS[name].label, Sentence.LADDER_READ.format(more="").strip(), plot
    )


def _plot(
    traces: Sequence[dict[str, Any]], name: str, x_title: str, shapes: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    _, unit = shown_values(np.zeros(1), METRICS[name].unit)
    return chart(traces, x_title=x_title, x_axis={}, y_title=unit, shapes=shapes)


def _line_traces(
    places: FloatArray, value: FloatArray, half: FloatArray, row: Row, colour: str
) -> list[dict[str, Any]]:
    unit = row.track.metric.unit
    low, middle, high = (shown_values(v, unit)[0] for v in (value - half, value, value + half))
    around = np.concatenate([places, places[::-1]])
    return [
        scatter(
            fill="toself", fillcolor=_pale(colour), hoverinfo="skip", line={"width": 0},
            mode="lines", showlegend=False, x=numbers(around),
            y=numbers(np.concatenate([low, high[::-1]]), 4),
        ),
        scatter(
            hoverinfo="skip", mode="lines", showlegend=False,
            line={"color": colour, "width": 2, "dash": _DASHES.get(row.side or "", "solid")},
            x=numbers(places), y=numbers(middle, 4),
        ),
    ]  # fmt: skip


def _dots(
    ladder: Ladder, row: Row, over: FloatArray, colour: str, *, named: bool
) -> dict[str, Any]:
    value, unit = shown_values(row.track.value, row.track.metric.unit)
    clips = {rung.run: rung.clip for rung in ladder.rungs}
    side = upper_first(word_of(row.side or ""))
    return scatter(
        hovertemplate="%{text}: %{y:.1f} " + plain(unit) + "<extra></extra>",
        marker={
            "color": colour, "line": {"color": colour, "width": 2}, "size": 9,
            "symbol": _SYMBOLS.get(row.side or "", "circle"),
        },
        mode="markers", name=side, showlegend=named,
        text=[plain(clips[int(run)]) for run in row.track.run],
        x=numbers(over), y=numbers(value, 4),
    )  # fmt: skip


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.10)"
