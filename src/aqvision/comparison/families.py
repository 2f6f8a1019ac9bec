"""Many metrics, one question -> which of them may be called changed: control of false discoveries.

A few primary metrics are named before anything is looked at; all others are exploratory. In each
of the two families the false discovery rate is held by the procedure of Benjamini and Hochberg.
Metrics that repeat another are one fact with it and counted once. Over a team each athlete's
primaries are one family of many. Source: benjamini-hochberg-1995, benjamini-bogomolov-2014.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aqvision.core.errors import SettingsError, shown
from aqvision.core.types import FloatArray, View
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import METRICS, Grade

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis

PRIMARIES = (
    "speed_mps",
    "contact_time_s",
    "thigh_separation_touchdown_deg",
    "shoulder_range_deg",
    "trunk_lean_deg",
    "arm_leg_phase_deg",
)
"""Primary metrics where the coach names none: the outcome, the ground, the swing leg, and one each
of arms, torso and together."""
PRIMARIES_FROM_AN_END = (
    "step_frequency_hz",
    "step_width_frac",
    "hand_crossing_frac",
    "trunk_sway_range_deg",
)
"""The same for clips from the front or from behind."""
WITHOUT_SCALE = {"speed_mps": "step_frequency_hz"}
"""What stands in for a metric where not every clip has a scale."""
MAX_PRIMARIES = 12


def parse_primaries(text: str) -> tuple[str, ...]:
    """Read the names of primary metrics, with commas or spaces between them.

    Parameters
    ----------
    text
        What the user wrote.

    Returns
    -------
    tuple of str
        Names of the registry, each once, in their order.

    Raises
    ------
    SettingsError
        A name is unknown, there is none, or there are more than twelve.

    Examples
    --------
    >>> parse_primaries("contact_time_s, speed_mps")
    ('contact_time_s', 'speed_mps')
    """
    names = as_primaries(filter(None, re.split(r"[,;\s]+", text)))
    if not names:
        raise SettingsError(
            _("no primary metric is named"), _("name one to six, with commas between them")
        )
    return names


def as_primaries(given: Iterable[str]) -> tuple[str, ...]:
    """Keep each of the metrics that were named beforehand once.

    Parameters
    ----------
    given
        Names; none where the usual ones are to be taken.

    Raises
    ------
    SettingsError
        A name is unknown, or there are more than twelve.
    """
    names = tuple(dict.fromkeys(given))
    for name in names:
        refuse_unknown(name)
    if len(names) > MAX_PRIMARIES:
        raise SettingsError(
            _("{n} primary metrics are named").format(n=len(names)),
            _("name {n} at most, best no more than six: with many, none can be found").format(
                n=MAX_PRIMARIES
            ),
        )
    return names


def refuse_unknown(name: str) -> None:
    """Refuse a name that no metric has.

    Parameters
    ----------
    name
        As the user wrote it.

    Raises
    ------
    SettingsError
        With the names that are like it.
    """
    if name in METRICS:
        return
    close = difflib.get_close_matches(name, METRICS, 3, 0.4)
    hint = _("did you mean {names}?") if close else _("docs/method.md lists all metrics")
    raise SettingsError(
        _("there is no metric '{name}'").format(name=shown(Path(name))),
        hint.format(names=", ".join(close)),
    )


def usual_primaries(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """Name the primary metrics of a comparison for which nobody named any.

    Parameters
    ----------
    analyses
        All clips: their view and whether they have a scale decide, never their numbers.
    """
    if any(a.scene.camera.view != View.SIDE for a in analyses):
        return PRIMARIES_FROM_AN_END
    scaled = all(a.metrics["speed_mps"].confidence != Grade.WITHHELD for a in analyses)
    return tuple(name if scaled else WITHOUT_SCALE.get(name, name) for name in PRIMARIES)


def represent(metrics: Iterable[str], primaries: Sequence[str]) -> dict[str, str]:
    """Find the metric that stands for each group of repeats.

    Parameters
    ----------
    metrics
        Those that could be compared.
    primaries
        A primary metric stands for itself and for its group.

    Returns
    -------
    dict
        For each metric the one that is judged in its place, mostly itself.

    Examples
    --------
    >>> represent(["step_frequency_hz", "step_time_s"], [])
    {'step_frequency_hz': 'step_frequency_hz', 'step_time_s': 'step_frequency_hz'}
    """
    compared = list(metrics)
    groups: dict[str, list[str]] = {}
    for name in compared:
        groups.setdefault(METRICS[name].repeats or name, []).append(name)
    found: dict[str, str] = {}
    for head, members in groups.items():
        order = sorted(members, key=lambda name: (name not in primaries, name != head))
        found |= {name: name if name in primaries else order[0] for name in members}
    return {name: found[name] for name in compared}


def false_discovery_rates(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjust the p-values of a family: q, the false discovery rate at which each would be called.

    Parameters
    ----------
    p_values
        By metric.

    Examples
    --------
    >>> false_discovery_rates({"a": 0.01, "b": 0.5, "c": 0.03})
    {'a': 0.03, 'b': 0.5, 'c': 0.045}
    """
    names = sorted(p_values, key=lambda name: p_values[name])
    # in this order of working the largest keeps its own p to the last digit
    scaled = np.array([p_values[name] * (len(names) / (i + 1)) for i, name in enumerate(names)])
    q = np.minimum.accumulate(scaled[::-1])[::-1] if len(names) else scaled
    found = dict(zip(names, np.minimum(q, 1.0).tolist(), strict=True))
    return {name: found[name] for name in p_values}


def selected_families(families: Sequence[FloatArray], rate: float) -> list[bool]:
    """Select the families, an athlete each, in which anything may be called changed.

    Parameters
    ----------
    families
        P-values of each; a family without any is never selected.
    rate
        False discovery rate over families; within a selected one the same rate holds times the
        part of the families that was selected.

    Examples
    --------
    >>> selected_families([np.array([0.001, 0.4]), np.array([0.3, 0.8])], 0.1)
    [True, False]
    """
    simes = {str(i): _simes(p) for i, p in enumerate(families) if len(p)}
    q = false_discovery_rates(simes)
    return [q.get(str(i), 1.0) <= rate for i in range(len(families))]


def _simes(p_values: FloatArray) -> float:
    """P-value of a whole family: of nothing having changed in it."""
    ranked = np.sort(p_values)
    return float(np.min(ranked * len(ranked) / np.arange(1, len(ranked) + 1)))
