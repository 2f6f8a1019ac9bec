"""Folder of a hold -> Hold: whose it is, its day and its numbers, each with a standard error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.hold_store import load_hold
from aqvision.comparison.hold_means import Number, number_of
from aqvision.comparison.hold_metrics import HOLD_METRICS


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
        numbers={name: number_of(record, name) for name in HOLD_METRICS},
    )
