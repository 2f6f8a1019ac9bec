"""Analyses before and after -> those that can be compared, and which are left out, and why.

One clip that withholds what all others measure, or that was filmed in another way, would void the
comparison of all. It is left out by itself. What it measured does not count in that: only what
may be compared with it at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import find_mismatches, why_refused
from aqvision.core.left_out import LeftOut
from aqvision.core.settings import ComparisonSettings
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import METRICS

Analyses = Sequence[Analysis]
# A clip goes if without it, and others like it, at least twice as much can be compared.
_WORTH_IT = 2.0


def leave_out(
    before: Analyses, after: Analyses, settings: ComparisonSettings
) -> tuple[tuple[Analysis, ...], tuple[Analysis, ...], tuple[LeftOut, ...]]:
    """Keep the clips that can be compared; a side keeps one at least.

    Parameters
    ----------
    before, after
        One clip or more each.
    settings
        How alike clips must be.

    Returns
    -------
    tuple
        What is kept of both sides, in its order, and what is left out. All is kept where that
        leaves most of what the best pair of clips allows, or where leaving out would not help.
    """
    pairs = {(id(a), id(b)): _n_comparable([a], [b], settings) for a in before for b in after}
    wanted, n_at_first = max(pairs.values()), _n_comparable(before, after, settings)
    old, new, gone = list(before), list(after), list[Analysis]()
    while _n_comparable(old, new, settings) * _WORTH_IT < wanted and len(old) + len(new) > 2:
        gone.append(_take_worst(old, new, pairs))
    for one in gone[::-1]:  # who went before the one that was in the way may be none itself
        side, kept = (before, old) if _is_in(one, before) else (after, new)
        without, kept[:] = list(kept), [c for c in side if _is_in(c, kept) or c is one]
        if _n_comparable(old, new, settings) * _WORTH_IT < wanted:
            kept[:] = without
    n = _n_comparable(old, new, settings)
    if n < max(1, n_at_first * _WORTH_IT):
        return tuple(before), tuple(after), ()
    sides = (("before", before, old), ("after", after, new))
    out = [(a, name) for name, given, kept in sides for a in given if not _is_in(a, kept)]
    why = tuple(LeftOut(a.name, side, _why(a, side, (old, new), n, settings)) for a, side in out)
    return tuple(old), tuple(new), why


def _take_worst(
    old: list[Analysis], new: list[Analysis], pairs: dict[tuple[int, int], int]
) -> Analysis:
    """Take the clip away that fits the other side least; a side keeps one."""
    loose = [(one, old, new) for one in old if len(old) > 1]
    loose += [(one, new, old) for one in new if len(new) > 1]
    worst, side, _other = min(loose, key=lambda c: _fits(c[0], c[2], pairs))
    side[:] = [one for one in side if one is not worst]
    return worst


def _n_comparable(before: Analyses, after: Analyses, settings: ComparisonSettings) -> int:
    mismatches = find_mismatches(before, after, settings)
    clips = (*before, *after)
    return sum(why_refused(metric, clips, mismatches) is None for metric in METRICS.values())


def _fits(
    one: Analysis, others: Analyses, pairs: dict[tuple[int, int], int]
) -> tuple[int, int, str]:
    """Rank a clip by what may be compared with each of the other side; then the shorter first."""
    both = [(id(one), id(other)) for other in others] + [(id(other), id(one)) for other in others]
    total = sum(pairs.get(pair, 0) for pair in both)
    return total, len(one.raw_pose.sequence), one.provenance.clip_sha256


def _is_in(one: Analysis, clips: Analyses) -> bool:
    return any(one is clip for clip in clips)


def _why(
    one: Analysis,
    side: str,
    kept: tuple[Analyses, Analyses],
    n_kept: int,
    settings: ComparisonSettings,
) -> str:
    """Say how much a clip would void, and what stands in its way most often."""
    before, after = kept
    old = (*before, one) if side == "before" else before
    new = (*after, one) if side == "after" else after
    mismatches = find_mismatches(old, new, settings)
    reasons = [why_refused(metric, (*old, *new), mismatches) for metric in METRICS.values()]
    n_with = sum(reason is None for reason in reasons)
    without = find_mismatches(before, after, settings)
    void = Counter(
        reason
        for metric, reason in zip(METRICS.values(), reasons, strict=True)
        if reason is not None and why_refused(metric, (*before, *after), without) is None
    )
    most = void.most_common(1)[0][0]
    return _("with it {n_with} quantities could be compared, without it {n_without}; {why}").format(
        n_with=n_with, n_without=n_kept, why=most
    )
