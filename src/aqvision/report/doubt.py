"""Change -> in words, what its interval is made of."""

from __future__ import annotations

import math

from aqvision.comparison.compare import Change
from aqvision.comparison.interval import IntervalParts
from aqvision.report.numbers import show_spread


def describe_doubt(change: Change) -> str:
    """Say from what an interval was made, each part as a standard deviation.

    Empty where there is no interval.
    """
    parts = change.interval_from
    if parts is None:
        return ""
    named = (
        ("from step to step", parts.step_sd),
        ("from clip to clip", parts.clip_sd),
        ("by measuring alone", parts.measuring_sd),
        ("by what all steps of one clip share", parts.shared_sd),
        ("from day to day", parts.session_sd),
    )
    shown = [
        f"{show_spread(sd, change.unit, suffix=True)} {name}"
        for name, sd in named
        if math.isfinite(sd)
    ]
    return f"Its interval is made of: {', '.join(shown)}. {_of_days(parts)}"


def _of_days(parts: IntervalParts) -> str:
    if parts.session_source == "own and default":
        return f"Days: from {parts.n_sessions} earlier sessions, weighed with the default."
    return "How days differ is not in it; only what is believable at all, a default, allows for it."
