"""Analyses -> which of them show the same run: a clip given twice counts once, or is refused.

A copy in another container or coded anew has another checksum, and so have two cuts of one film.
What stays are the athlete's points in the picture, frame by frame. One clip's points are slid over
the other's; where they show one run, there is one place at which both agree far better than at any
other: not most of their points alone, but every joint. Strides on a treadmill look alike as well,
but then many of them do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import SIDES, joint_indices
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _

_JOINTS = [
    number
    for side in SIDES
    for number in joint_indices(side, ("shoulder", "wrist", "hip", "knee", "ankle"))
]
_SEEN, _SEEN_OFTEN_FRAC = 0.5, 0.25
_MIN_OVERLAP_S, _MIN_OVERLAP_FRAMES = 0.25, 8
# Measured, in lengths of the trunk, at the joint that lies farthest apart. Where the athlete
# crosses the picture, clips that are cut, coded anew or of half the size lie 0.01 to 0.066 from the
# first, very coarse ones (crf 35) 0.04 to 0.1, and 0.8 and more at any other place. Of simulated
# runs of one athlete 9 of 3040 pairs lie less than 0.07 apart: to refuse those is worse than to
# miss a copy. On a treadmill copies lie 0.033 apart at the most, parts of one run 0.058 at least.
_MAX_APART, _MAX_APART_ON_THE_SPOT = 0.07, 0.04
_CROSSES, _STANDS_OUT = 0.3, 1.6
_FAR_S = 0.1
_ONCE = _("give each run once")

Points = npt.NDArray[np.complex128]


def refuse_copies(before: Sequence[Analysis], after: Sequence[Analysis]) -> None:
    """Refuse a file that is given twice, and a run that stands on both sides.

    Parameters
    ----------
    before, after
        The clips of a comparison.

    Raises
    ------
    LibraryError
        Two clips have one checksum and one athlete, or one of each side shows the same run.
    """
    for one, other in combinations((*before, *after), 2):
        if _identity(one) == _identity(other):
            names = sorted({one.name, other.name})
            what = _("{names} is given twice") if len(names) == 1 else _("{names} are one file")
            raise LibraryError(what.format(names=_(" and ").join(names)), _ONCE)
    for old, new in product(before, after):
        if show_same_run(old, new):
            raise LibraryError(
                _("{after} and {before} show the same run, one as after, one as before").format(
                    after=new.name, before=old.name
                ),
                _("compare different runs"),
            )


def distinct(analyses: Sequence[Analysis]) -> tuple[tuple[Analysis, ...], tuple[str, ...]]:
    """Keep of clips that show the same run the longest, whatever their order.

    Cuts of one film that a third joins are one run, though they do not overlap themselves.

    Parameters
    ----------
    analyses
        Clips of one side.

    Returns
    -------
    tuple
        The clips that are kept, in their order, and a remark for each of the others.
    """
    left = sorted(analyses, key=_longest_first)
    kept: list[Analysis] = []
    remarks: list[str] = []
    while left:
        first, *left = left
        kept.append(first)
        run = [first]
        for one in run:  # grows while more of the run is found
            found = [clip for clip in left if show_same_run(clip, one)]
            left = [clip for clip in left if all(clip is not other for other in found)]
            run += found
        remarks += [
            _("{name} shows the same run as {first} and is counted once.").format(
                name=clip.name, first=first.name
            )
            for clip in run[1:]
        ]
    return tuple(clip for clip in analyses if any(clip is other for other in kept)), tuple(remarks)


def refuse_copies_in_history(
    history: Sequence[Sequence[Analysis]], compared: Sequence[Analysis]
) -> None:
    """Refuse a run that stands for another day as well: it would make days look alike.

    Parameters
    ----------
    history, compared
        Earlier sessions, and all clips before and after.

    Raises
    ------
    LibraryError
        A clip of a session shows the run of another session or of a clip that is compared.
    """
    others = list(compared)
    for session in history:
        for clip in session:
            if any(show_same_run(clip, other) for other in others):
                raise LibraryError(
                    _("{name} is in the history and given elsewhere as well").format(
                        name=clip.name
                    ),
                    _("take as history only other days, each once"),
                )
        others += session


def refuse_run_on_two_days(analyses: Sequence[Analysis]) -> None:
    """Refuse a run that is told to have been filmed on two days.

    Parameters
    ----------
    analyses
        Clips of a season, each run of a day once.

    Raises
    ------
    LibraryError
        Two of them show the same run.
    """
    for one, other in combinations(analyses, 2):
        if show_same_run(one, other):
            raise LibraryError(
                _("{first} and {second} show the same run, on two days").format(
                    first=one.name, second=other.name
                ),
                _ONCE,
            )


def show_same_run(one: Analysis, other: Analysis) -> bool:
    """Tell whether two clips show the same run of the same athlete, for a quarter of a second.

    Either may be coded anew, made smaller, cut, or hold every second frame of the other.

    Parameters
    ----------
    one, other
        Two clips.
    """
    slow, fast = sorted((one, other), key=lambda clip: clip.video.capture_fps)
    rate_hz = slow.video.capture_fps
    ratio = max(1, round(fast.video.capture_fps / rate_hz))
    paths = _points(slow.raw_pose.sequence), _points(fast.raw_pose.sequence)
    return any(
        _agree(paths[0], paths[1][phase::step], rate_hz)
        for step in sorted({1, ratio})
        for phase in range(step)
    )


def _identity(clip: Analysis) -> tuple[str, str]:
    return clip.provenance.clip_sha256, clip.provenance.athlete_choice


def _longest_first(clip: Analysis) -> tuple[int, str, str]:
    return -len(clip.raw_pose.sequence), clip.name, clip.provenance.clip_sha256


def _points(pose: PoseSequence) -> Points:
    """Points that are seen, (T, J) as x + iy in widths of the picture; NaN where not seen."""
    seen = pose.visibility[:, _JOINTS] > _SEEN
    xy = np.where(seen[..., None], pose.xy_px[:, _JOINTS], np.nan) / pose.width_px
    return np.asarray(xy[..., 0] + 1j * xy[..., 1], dtype=np.complex128)


def _agree(one: Points, other: Points, rate_hz: float) -> bool:
    """Tell whether one place of one path over the other agrees as no other does."""
    n_overlap = max(_MIN_OVERLAP_FRAMES, math.ceil(_MIN_OVERLAP_S * rate_hz))
    lags = np.arange(n_overlap - len(other), len(one) - n_overlap + 1)
    if not len(lags):
        return False
    unlike = _mean_squares(one, other, lags)
    if np.isinf(unlike).all():
        return False
    place = int(lags[np.argmin(unlike)])
    # outliers may move the least square by a frame
    near = lags[(np.abs(lags - place) <= 1) & np.isfinite(unlike)]
    unlike[np.abs(lags - place) <= _FAR_S * rate_hz] = np.inf
    trunk = math.sqrt(_trunk(one) * _trunk(other))
    apart = min(_apart(one, other, int(lag)) for lag in near) / trunk
    next_best = math.inf
    if np.isfinite(unlike).any():
        next_best = _apart(one, other, int(lags[np.argmin(unlike)])) / trunk
    limit = _MAX_APART if next_best > _CROSSES else _MAX_APART_ON_THE_SPOT
    return apart < limit and next_best > _STANDS_OUT * apart


def _mean_squares(one: Points, other: Points, lags: npt.NDArray[np.int_]) -> FloatArray:
    """Mean squares of the distances at all lags; infinite where half of the points lack.

    By the Fourier transform, quick enough for many pairs of clips.
    """
    n_frames = len(one) + len(other)
    known, at, square = _spectra(one, n_frames)
    others, there, squares = (part.conj() for part in _spectra(other, n_frames))
    summed = known * squares + square * others - 2 * at * there
    count, total = (
        np.fft.ifft(spectrum.sum(axis=1)).real[lags] for spectrum in (known * others, summed)
    )
    shared = np.minimum(len(one) - np.maximum(lags, 0), len(other) - np.maximum(-lags, 0))
    enough = count > shared * one.shape[1] / 2
    return np.where(enough, total / np.maximum(count, 1), np.inf)


def _spectra(points: Points, n_frames: int) -> tuple[Points, Points, Points]:
    """Transform over time what is known (0 or 1), the points, and their squares; (n_frames, J)."""
    known = np.isfinite(points)
    at = np.where(known, points, 0)
    return (
        np.fft.fft(known, n_frames, axis=0),
        np.fft.fft(at, n_frames, axis=0),
        np.fft.fft(np.abs(at) ** 2, n_frames, axis=0),
    )


def _apart(one: Points, other: Points, lag: int) -> float:
    """Median distance of the joint that lies farthest apart, where half of all points are known.

    The network may take left for right in one clip and not in the other: in each frame a pair of
    joints is compared crossed where that is nearer.
    """
    n = min(len(one) - max(lag, 0), len(other) - max(-lag, 0))
    first = one[max(lag, 0) :][:n].reshape(n, len(SIDES), -1)
    second = other[max(-lag, 0) :][:n].reshape(n, len(SIDES), -1)
    straight, crossed = np.abs(first - second), np.abs(first - second[:, ::-1])
    swapped = crossed.sum(axis=1, keepdims=True) < straight.sum(axis=1, keepdims=True)
    distance = np.where(swapped, crossed, straight).reshape(n, -1)
    often = np.isfinite(distance).mean(axis=0) > _SEEN_OFTEN_FRAC
    return float(np.nanmedian(distance[:, often], axis=0).max())


def _trunk(points: Points) -> float:
    """Usual length from hips to shoulders on a side that is seen; NaN where none is."""
    lengths = np.abs(points[:, [0, 5]] - points[:, [2, 7]])
    known = lengths[np.isfinite(lengths)]
    return float(np.median(known)) if len(known) else math.nan
