"""What the user says of split times -> Splits: metres, seconds, and how the clock was started."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from aqvision.core.errors import CalibrationError
from aqvision.core.wording import _

LEAST_DISTANCE_M = 20.0
"""How far a sprint has to be timed: before, speed still rises too evenly to tell where it ends."""

_FORM = _("write them as METRES:SECONDS, for example 5:1.21,10:1.99,20:3.38,30:4.71")
_FEWEST, _FEWEST_KNOWN_START = 4, 3
_FURTHEST_M, _MOST = 400.0, 100
# Chosen: nobody runs ten metres in less than 0.8 s, and short stretches err by hundredths.
_FASTEST_MPS, _SLOWEST_MPS = 15.0, 1.0
_MAX_SHOWN = 60
_BETWEEN = re.compile(r"[,;\s]+")


class TimingStart(StrEnum):
    """What started the clock."""

    MOVEMENT = "movement"
    GUN = "gun"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Splits:
    """Times at which a runner passed places after a start from standing.

    Parameters
    ----------
    distance_m
        (n,) places, metres from where the runner stood.
    time_s
        (n,) seconds on the clock.
    start
        What started the clock.
    """

    distance_m: tuple[float, ...]
    time_s: tuple[float, ...]
    start: TimingStart = TimingStart.UNKNOWN

    def __post_init__(self) -> None:
        numbers = (*self.distance_m, *self.time_s)
        if len(self.distance_m) != len(self.time_s) or not all(map(math.isfinite, numbers)):
            raise CalibrationError(_("the split times hold something that is no number"), _FORM)
        if len(self.distance_m) > _MOST:
            raise CalibrationError(_("there are too many split times"), _FORM)
        _refuse_order(self.distance_m, self.time_s)
        _refuse_few(self.distance_m, self.start)

    def __str__(self) -> str:
        """Write them down as the user does.

        >>> str(parse_splits("20:3.38, 10:1.99, 5:1.21, 30:4.71"))
        '5:1.21,10:1.99,20:3.38,30:4.71'
        """
        pairs = zip(self.distance_m, self.time_s, strict=True)
        return ",".join(f"{distance:g}:{time:g}" for distance, time in pairs)


def _refuse_order(distance_m: Sequence[float], time_s: Sequence[float]) -> None:
    """Refuse places and times that do not rise together, or speeds that nobody runs at."""
    if not distance_m or distance_m[0] <= 0 or time_s[0] <= 0 or distance_m[-1] > _FURTHEST_M:
        raise CalibrationError(
            _("split times need places of more than 0 and at most {furthest:g} m").format(
                furthest=_FURTHEST_M
            ),
            _FORM,
        )
    for (near, early), (far, late) in pairwise(zip(distance_m, time_s, strict=True)):
        if far <= near or late <= early:
            raise CalibrationError(
                _("the time at {far:g} m does not come after that at {near:g} m").format(
                    far=far, near=near
                ),
                _("give each place once, with seconds from the start, not of each stretch"),
            )
        speed_mps = (far - near) / (late - early)
        if not _SLOWEST_MPS <= speed_mps <= _FASTEST_MPS:
            raise CalibrationError(
                _("from {near:g} to {far:g} m at {speed_mps:.1f} m/s is no sprint").format(
                    near=near, far=far, speed_mps=speed_mps
                ),
                _FORM,
            )


def _refuse_few(distance_m: Sequence[float], start: TimingStart) -> None:
    if distance_m[-1] < LEAST_DISTANCE_M:
        raise CalibrationError(
            _("the last split time is at {distance:g} m").format(distance=distance_m[-1]),
            _("time the sprint over {least:g} m or more from standing").format(
                least=LEAST_DISTANCE_M
            ),
        )
    fewest = _FEWEST if start is TimingStart.UNKNOWN else _FEWEST_KNOWN_START
    if len(distance_m) < fewest:
        raise CalibrationError(
            _("{n} split times are too few").format(n=len(distance_m)),
            _("give {fewest} or more; if you know what started the clock, {known} will do").format(
                fewest=_FEWEST, known=_FEWEST_KNOWN_START
            ),
        )


def parse_splits(text: str, start: TimingStart = TimingStart.UNKNOWN) -> Splits:
    """Read ``METRES:SECONDS`` with commas or spaces between them, in any order.

    Between semicolons a number may have a decimal comma.

    Parameters
    ----------
    text
        What the user wrote.
    start
        What started the clock.

    Returns
    -------
    Splits
        By distance.

    Raises
    ------
    CalibrationError
        It is not written so, or it is no sprint of 20 m or more.

    Examples
    --------
    >>> parse_splits("5:1.21,10:1.99,20:3.38,30:4.71").time_s
    (1.21, 1.99, 3.38, 4.71)
    >>> str(parse_splits("5:1,21; 10:1,99; 20:3,38; 30:4,71"))
    '5:1.21,10:1.99,20:3.38,30:4.71'
    """
    plain = text.replace(",", ".") if ";" in text else text
    try:
        pairs = sorted(_pair(part) for part in _BETWEEN.split(plain) if part)
    except ValueError as error:
        shown = text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"
        raise CalibrationError(_("'{text}' is no split times").format(text=shown), _FORM) from error
    if not pairs:
        raise CalibrationError(_("no split time is given"), _FORM)
    distance_m, time_s = zip(*pairs, strict=True)
    return Splits(distance_m=distance_m, time_s=time_s, start=start)


def splits_to_dict(splits: Splits) -> dict[str, Any]:
    """Bring splits into what JSON can hold.

    Parameters
    ----------
    splits
        Checked when they were made.
    """
    return {
        "distance_m": list(splits.distance_m),
        "time_s": list(splits.time_s),
        "start": splits.start.value,
    }


def splits_from_dict(values: Mapping[str, Any]) -> Splits:
    """Build splits again from what JSON made of their fields.

    Parameters
    ----------
    values
        By name of the field.
    """
    return Splits(
        distance_m=tuple(values["distance_m"]),
        time_s=tuple(values["time_s"]),
        start=TimingStart(values["start"]),
    )


def _pair(part: str) -> tuple[float, float]:
    metres, seconds = part.split(":")
    return float(metres), float(seconds)
