"""Folder of a hold -> Hold: whose it is, its day and its numbers, each with a standard error."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aqvision.analysis.hold_store import HoldRecord, load_hold
from aqvision.progress.hold_metrics import HOLD_METRICS

_NAN = float("nan")
_RETURN = "return_s"
Number = tuple[float, float]
"""A value and its standard error, in the metric's unit; NaN where not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold, as its folder tells it.

    ``name`` is that of the clip, ``identity`` what tells it from others; ``view`` and ``load`` what
    holds have to share to be set beside each other, the load in the user's words; ``numbers`` are
    by metric.
    """

    name: str
    identity: str
    athlete: str | None
    day: dt.date | None
    view: str
    load: str | None
    numbers: Mapping[str, Number]


def hold_in(folder: Path) -> Hold:
    """Read what is told of a hold.

    Parameters
    ----------
    folder
        Holds hold.json.

    Raises
    ------
    LibraryError
        The file is missing, damaged or of another schema.
    """
    record = load_hold(folder)
    return Hold(
        name=record.provenance.clip_name,
        identity=record.provenance.clip_sha256,
        athlete=record.athlete,
        day=record.recorded.on,
        view=record.view,
        load=record.notes.load,
        numbers={name: _number(record, name) for name in HOLD_METRICS},
    )


def _number(record: HoldRecord, name: str) -> Number:
    if name == _RETURN:
        return _mean_return(record.returns_s)
    found = record.estimates.get(name)
    return (_NAN, _NAN) if found is None else (found.value, found.se)


def _mean_return(returns_s: Sequence[Number]) -> Number:
    """Average over the knocks after which the athlete came back."""
    back = [row for row in returns_s if math.isfinite(row[0])]
    if not back:
        return _NAN, _NAN
    if len(back) == 1:
        return back[0]
    values = np.array([value for value, _se in back])
    return float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values))
