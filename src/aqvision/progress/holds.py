"""Folder of a hold -> Hold: whose it is, its day and its numbers, each with a standard error."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.core.errors import LibraryError, shown
from aqvision.core.recorded import recorded_from_dict
from aqvision.core.wording import _
from aqvision.progress.hold_metrics import HOLD_METRICS

FILE = "hold.json"
_SCHEMA_VERSION = 1
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


def load_hold(folder: Path) -> Hold:
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
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if content["schema_version"] != _SCHEMA_VERSION:
            raise ValueError("written by another version of aqvision")
        return Hold(
            name=content["provenance"]["clip_name"],
            identity=content["provenance"]["clip_sha256"],
            athlete=content["athlete"],
            day=recorded_from_dict(content["recorded"]).on,
            view=content["view"],
            load=content["notes"]["load"],
            numbers={name: _number(content, name) for name in HOLD_METRICS},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LibraryError(
            _("{folder} holds no complete hold ({error})").format(
                folder=shown(folder), error=error
            ),
            _("measure the clip of the hold again"),
        ) from error


def _number(content: Mapping[str, Any], name: str) -> Number:
    if name == _RETURN:
        return _mean_return(content["perturbations"])
    error = content["errors"].get(name, {})
    return _known(content.get(name)), _known(error.get("se"))


def _mean_return(perturbations: Sequence[Mapping[str, float | None]]) -> Number:
    """Average over the knocks after which the athlete came back."""
    rows = [(_known(one["return_s"]), _known(one["return_se_s"])) for one in perturbations]
    back = np.array([value for value, _se in rows if math.isfinite(value)])
    if not len(back):
        return _NAN, _NAN
    if len(back) == 1:
        return next(row for row in rows if math.isfinite(row[0]))
    return float(back.mean()), float(back.std(ddof=1)) / math.sqrt(len(back))


def _known(value: float | None) -> float:
    return _NAN if value is None else float(value)
