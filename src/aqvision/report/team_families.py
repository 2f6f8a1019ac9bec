"""Changes of many athletes -> those that hold among so many: false discoveries over the team.

Each athlete's primary metrics are a family. Families in which anything changed are selected first,
and in each of these the rate is stricter the fewer were selected, so that the rate of false
discoveries holds over the team. Source: benjamini-bogomolov-2014.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aqvision.comparison.compare import Change
from aqvision.comparison.families import false_discovery_rates, selected_families
from aqvision.comparison.judging import PRIMARY_RATE


def changes_that_hold(athletes: Sequence[Sequence[Change]]) -> list[frozenset[str]]:
    """Find the primary metrics whose changes hold over the whole team.

    Parameters
    ----------
    athletes
        The changes of each; those of whom nothing was compared have none.

    Returns
    -------
    list of frozenset of str
        An athlete each, names of metrics; what did not change by itself is never among them.
    """
    families = [
        {c.metric: c.p for c in changes if c.primary and c.is_counted} for changes in athletes
    ]
    selected = selected_families([np.array(list(f.values())) for f in families], PRIMARY_RATE)
    rate = PRIMARY_RATE * sum(selected) / max(sum(map(bool, families)), 1)
    return [
        _below(family, rate, changes) if is_selected else frozenset()
        for family, is_selected, changes in zip(families, selected, athletes, strict=True)
    ]


def _below(family: dict[str, float], rate: float, changes: Sequence[Change]) -> frozenset[str]:
    q = false_discovery_rates(family)
    changed = {c.metric for c in changes if c.verdict.is_change}
    return frozenset(name for name in changed & set(q) if q[name] <= rate)
