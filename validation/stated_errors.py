"""Errors of all contacts with known truth -> whether stated errors hold on who was left out.

An error is taken as one part from contact to contact, in proportion to the spread of the fit, and
one that all contacts of a clip share. Both are the likeliest on all bodies but one, each body
counted once, and held against that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from aqvision.kinematics.events.contact_ends import StatedError
from validation.stated_feet import feet_words
from validation.tables import section, table
from validation.timed_motions import PIXELS, POINTS, TimedMotion, stated_of

Array = NDArray[np.float64]
ENDS = ("touchdown", "toe-off")
ASKED_WITHIN = 0.60, 0.76
# Rounding of truth and of the grid of the fit, so that no error is taken for none.
_LEAST_MS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How errors fitted on all other bodies hold on one.

    ``shared_ms`` and ``spread`` were fitted; ``within`` is the part of its ``n`` errors within one
    standard error, ``mean_over_se`` the RMS of its motions' mean errors over those stated of means.
    """

    body: str
    kind: str
    end: str
    spread: float
    shared_ms: float
    n: int
    within: float
    mean_over_se: float


def fit_stated(motions: Sequence[TimedMotion], end: int) -> StatedError:
    """Find the likeliest errors from contact to contact and shared, every body counted once."""
    known = [(m.body, *_known(m, end)) for m in motions if len(_known(m, end)[0])]
    n_of_body = Counter(body for body, *_ in known)

    def surprise(logs: Array) -> float:
        spread, shared_ms = np.exp(logs)
        return sum(
            _surprise(error, spread * width, shared_ms) / n_of_body[body]
            for body, error, width in known
        )

    found = minimize(surprise, np.log([0.4, 3.0]), method="Nelder-Mead")
    spread, shared_ms = np.exp(found.x)
    return StatedError(float(spread), 1e-3 * float(shared_ms))


def _surprise(error: Array, own: Array, shared: float) -> float:
    """Negative log likelihood of errors of one clip, but for a constant."""
    root = np.linalg.cholesky(np.diag(own**2 + _LEAST_MS**2) + shared**2)
    left = np.linalg.solve(root, error)
    return float(0.5 * left @ left + np.log(np.diag(root)).sum())


def _known(motion: TimedMotion, end: int) -> tuple[Array, Array]:
    known = np.isfinite(motion.error_ms[:, end])
    return motion.error_ms[known, end], motion.spread_ms[known, end]


def leave_out(motions: Sequence[TimedMotion]) -> list[LeftOut]:
    """Hold each body against what was fitted on the others."""
    return [
        _left_out(body, kind, end, motions)
        for kind in (PIXELS, POINTS)
        for end in range(2)
        for body in sorted({m.body for m in motions if m.kind == kind})
        if any(len(_known(m, end)[0]) for m in motions if (m.body, m.kind) == (body, kind))
    ]


def _left_out(body: str, kind: str, end: int, motions: Sequence[TimedMotion]) -> LeftOut:
    of_kind = [m for m in motions if m.kind == kind and len(_known(m, end)[0])]
    stated = fit_stated([m for m in of_kind if m.body != body], end)
    shared_ms = 1e3 * stated.shared_s
    within: list[NDArray[np.bool_]] = []
    means = []
    for error, width in (_known(m, end) for m in of_kind if m.body == body):
        own = stated.spread * width
        within.append(np.abs(error) <= np.hypot(own, shared_ms))
        means.append(error.mean() / np.hypot(shared_ms, np.sqrt((own**2).sum()) / len(own)))
    inside = np.concatenate(within)
    return LeftOut(
        body=body,
        kind=kind,
        end=ENDS[end],
        spread=stated.spread,
        shared_ms=shared_ms,
        n=len(inside),
        within=float(inside.mean()),
        mean_over_se=float(np.sqrt(np.mean(np.square(means)))),
    )


def contact_time_ratio(motions: Sequence[TimedMotion]) -> list[float]:
    """Give mean errors of contact time over what is stated of such means, one a motion."""
    ratios = []
    for m in motions:
        known = np.isfinite(m.error_ms).all(axis=1)
        if not known.any():
            continue
        used = [stated_of(m.kind, end) for end in range(2)]
        own = np.array([u.spread for u in used]) * m.spread_ms[known]
        shared = 1e3 * np.array([u.shared_s for u in used])
        se = np.sqrt((shared**2).sum() + (own**2).sum() / known.sum() ** 2)
        ratios.append(float(np.diff(m.error_ms[known]).mean() / se))
    return ratios


def stated_section(motions: Sequence[TimedMotion]) -> str:
    """Write how far stated errors hold."""
    found = leave_out(motions)
    text = _INTRODUCTION.format(low=ASKED_WITHIN[0], high=ASKED_WITHIN[1])
    sums = table(
        _SUM_HEAD, [_sum_row(kind, end, found) for kind in (PIXELS, POINTS) for end in ENDS]
    )
    after = f"{_of_means(motions)} {_of_rates(motions)}"
    return section(text, sums, after, feet_words(motions), table(_HEAD, map(_row, found)))


def _sum_row(kind: str, end: str, found: Sequence[LeftOut]) -> str:
    of_kind = [f for f in found if (f.kind, f.end) == (kind, end)]
    used, within = stated_of(kind, ENDS.index(end)), [f.within for f in of_kind]
    pooled = float(np.average(within, weights=[f.n for f in of_kind]))
    low, high = ASKED_WITHIN
    each = sum(low <= w <= high for w in within)
    good = low <= float(np.mean(within)) <= high
    cells = [
        *(kind, end, f"{used.spread:.2f}", f"{1e3 * used.shared_s:.1f} ms"),
        *(f"{np.mean(within):.0%}", f"{pooled:.0%}", f"{each} of {len(of_kind)}"),
        "met over all, not on each" if good else "**falls short**",
    ]
    return " | ".join(cells)


def _of_means(motions: Sequence[TimedMotion]) -> str:
    ratios = np.abs(contact_time_ratio(motions))
    return (
        "Mean contact time of a motion, as the product states it (fitted on all): "
        f"{np.mean(ratios <= 1):.0%} of {len(ratios)} within 1 SE, "
        f"{np.mean(ratios <= 2):.0%} within 2."
    )


def _of_rates(motions: Sequence[TimedMotion]) -> str:
    """Give the shared part as fitted on each rate alone, on how many bodies."""
    told = []
    for kind in (PIXELS, POINTS):
        for name, low, high in (("60", 0, 90), ("120", 90, 180), ("240", 180, 1000)):
            of_rate = [m for m in motions if m.kind == kind and low < m.rate_hz < high]
            if of_rate:
                fitted = [1e3 * fit_stated(of_rate, end).shared_s for end in range(2)]
                n = len({m.body for m in of_rate})
                told.append(f"{kind} at {name} {fitted[0]:.1f} and {fitted[1]:.1f} ({n} bodies)")
    return (
        "Fitted at one frame rate alone, shared at touchdown and toe-off, in ms: "
        f"{'; '.join(told)}. Bodies differ more than rates, so one number serves all rates."
    )


def _row(f: LeftOut) -> str:
    cells = [f.kind, f.end, f.body, f"{f.spread:.2f}", f"{f.shared_ms:.1f} ms", f.n]
    return " | ".join(map(str, [*cells, f"{f.within:.0%}", f"{f.mean_over_se:.1f}"]))


_SUM_HEAD = (
    "| points | end | spread | shared | within 1 SE, mean of bodies left out | of all contacts "
    "| bodies within what is asked | |"
)
_HEAD = (
    "| points | end | reported on | spread | shared, both fitted on the others | contacts "
    "| within 1 SE | its means' error/SE |"
)
_INTRODUCTION = (
    "### Whether stated errors hold\n\n"
    "An instant's standard error has two parts: a share of the spread of times that fit "
    "(`spread`), which is each contact's own, and one by which all of a clip are off together "
    "(`shared`: foot, shoe, way of landing and leaving, network), which no number of steps "
    "shrinks. Both are fitted on all bodies but one and reported on that one; the product has "
    "those of all bodies, in the first table. Asked: {low:.0%} to {high:.0%} of errors within one "
    "standard error. Where the shared part is the larger, a motion has most of its errors within "
    "it or most without: **on single motions that cannot be met, over bodies it can**.\n\n"
    "**On how few this rests.** Pixels: two people over force plates (one of them at touchdown "
    "only) and four rendered bodies, whose contact is the time in which the ball is held. Points: "
    "the same two people, three of the bodies, and three ways of running of the generator's one "
    "body. A further athlete may well be two such standard errors off."
)
