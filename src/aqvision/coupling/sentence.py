"""Ladder -> what may be said of it, in a few calm sentences, and no more than that.

What holds, up to which speed, and how what does not hold changes above. Never why.
"""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.comparison.interval import Difference
from aqvision.core.wording import as_recorded as _
from aqvision.core.wording import as_recorded_count as ngettext
from aqvision.coupling.couplings import LIMB_WORDS, Limb
from aqvision.coupling.ladder import Ladder, Row
from aqvision.coupling.verdicts import Verdict

_UNITS = {
    "deg": (1.0, _("{value:.0f} degrees")),
    "s": (1000.0, _("{value:.0f} ms")),
    "": (100.0, _("{value:.0f} points of a hundred")),
}


def sentences_of(ladder: Ladder, before: Ladder | None = None) -> list[str]:
    """Say what holds as speed rises, and what lets go first.

    Parameters
    ----------
    ladder
        The runs.
    before
        Earlier ones of the same athlete, if there are any.
    """
    if not ladder.limbs:
        return [_("Nothing of how the limbs work together was measured in three runs or more.")]
    holding = [one.limb for one in ladder.limbs if ladder.holds(one.limb)]
    if ladder.first is not None:
        said = [_what_lets_go(ladder, ladder.first, before)]
        said += [_goes_later(ladder, limb) for limb in _later(ladder)]
        return [*said, *_what_holds(holding), *_what_is_open(ladder, holding)]
    if len(holding) == len(ladder.limbs):
        return [_all_hold(ladder, holding)]
    gone = [one.limb for one in ladder.limbs if ladder.lets_go(one.limb)]
    return [
        *(_goes_later(ladder, limb) for limb in gone),
        *_what_holds(holding),
        _cannot_be_told(ladder),
    ]


def _what_lets_go(ladder: Ladder, limb: Limb, before: Ladder | None) -> str:
    outcome, clauses = ladder.outcome_of(limb), _clauses(ladder, limb)
    if outcome.is_steady:
        return _("{limb} let go first: from {speed:.1f} m/s on, {clauses}.").format(
            limb=_upper(LIMB_WORDS[limb]), speed=outcome.slowest_mps, clauses=clauses
        )
    return _(
        "Up to {speed:.1f} m/s ({low:.1f} to {high:.1f}) {limb} hold{as_before}; above, {clauses}."
    ).format(
        speed=outcome.break_mps,
        low=outcome.break_low_mps,
        high=outcome.break_high_mps,
        limb=LIMB_WORDS[limb],
        as_before=_as_before(before, limb),
        clauses=clauses,
    )


def _as_before(before: Ladder | None, limb: Limb) -> str:
    if before is None or not before.rows_of(limb) or not before.holds(limb):
        return ""
    if not before.day:
        return _(" as they did before")
    return _(" as they did on {day}").format(day=before.day)


def _goes_later(ladder: Ladder, limb: Limb) -> str:
    return _("{limb} change as well: above {speed:.1f} m/s {clauses}.").format(
        limb=_upper(LIMB_WORDS[limb]),
        speed=ladder.outcome_of(limb).expected_break_mps,
        clauses=_clauses(ladder, limb),
    )


def _later(ladder: Ladder) -> list[Limb]:
    return [o.limb for o in ladder.limbs if o.limb != ladder.first and ladder.lets_go(o.limb)]


def _what_holds(limbs: Sequence[Limb]) -> list[str]:
    if not limbs:
        return []
    return [_("{limbs} hold.").format(limbs=_upper(_listed(limbs)))]


def _what_is_open(ladder: Ladder, holding: Sequence[Limb]) -> list[str]:
    unclear = [
        one.limb for one in ladder.limbs if one.limb not in holding and not ladder.lets_go(one.limb)
    ]
    if not unclear:
        return []
    return [_("Of {limbs} it cannot be told.").format(limbs=_listed(unclear))]


def _all_hold(ladder: Ladder, limbs: Sequence[Limb]) -> str:
    low, high = ladder.speeds_mps
    return _("From {low:.1f} to {high:.1f} m/s {limbs} hold.").format(
        low=low, high=high, limbs=_listed(limbs)
    )


def _cannot_be_told(ladder: Ladder) -> str:
    if ladder.more is None or ladder.more.n is None:
        return _(
            "What lets go first cannot be told, and not even a dozen more runs are likely to tell: "
            "film nearer, at more frames a second, and more strides a run."
        )
    n, low, high = ladder.more.n, ladder.more.low_mps, ladder.more.high_mps
    return ngettext(
        "What lets go first cannot be told: film one more run between {low:.1f} and {high:.1f} "
        "m/s.",
        "What lets go first cannot be told: film {n} more runs between {low:.1f} and {high:.1f} "
        "m/s.",
        n,
    ).format(n=n, low=low, high=high)


def _clauses(ladder: Ladder, limb: Limb) -> str:
    """Say how the rows that let go change above, those that show it best first."""
    gone = [row for row in ladder.rows_of(limb) if row.verdict == Verdict.LETS_GO]
    best = sorted(gone, key=lambda row: -row.shows)[:2]
    if len(best) < 2:
        return "".join(describe_slope(row, row.above) for row in best)
    (one, low, high), (other, other_low, other_high) = (_told(row, row.above) for row in best)
    return _(
        "{one} ({low:.0f} to {high:.0f}) and {other} ({other_low:.0f} to {other_high:.0f})"
    ).format(one=one, low=low, high=high, other=other, other_low=other_low, other_high=other_high)


def describe_slope(row: Row, slope: Difference) -> str:
    """Say how a metric changes with speed, with the ends of its interval.

    Parameters
    ----------
    row
        What is followed.
    slope
        A slope in the metric's unit a m/s.
    """
    said, low, high = _told(row, slope)
    return _("{said} ({low:.0f} to {high:.0f})").format(said=said, low=low, high=high)


def _told(row: Row, slope: Difference) -> tuple[str, float, float]:
    coupling = row.track.coupling
    words = coupling.more if slope.value > 0 else coupling.less
    factor, unit = _UNITS[row.track.metric.unit]
    value = abs(slope.value) * factor
    low, high = sorted(
        end * factor * (1 if slope.value > 0 else -1) for end in (slope.low, slope.high)
    )
    return words.format(amount=unit.format(value=value), side=row.side), low, high


def _listed(limbs: Sequence[Limb]) -> str:
    words = [LIMB_WORDS[limb] for limb in limbs]
    if len(words) < 2:
        return "".join(words)
    return _(" and ").join([", ".join(words[:-1]), words[-1]])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
