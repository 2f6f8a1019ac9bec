"""Tracks over the whole clip -> candidates, and which of them is the athlete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.prompts import Prompt
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.pose.track.tracks import Track

_MIN_SIGHTINGS = 3
_MIN_SEEN_FRAC = 0.5
_POINT_REACH_S = 0.2
_POINT_GROW_FRAC = 0.15
_FRONTAL_BREADTH = 0.9
_MIN_SIDE_ON = 0.15
_STILL_SPEED = 0.5
_STILL_SPREAD = 0.05
_STRIDING_SPREAD = 0.06
_CLOSE_SCORE = 0.5
_LONG_ENOUGH_S = 0.5
_CROWD = 5
# A drill from the front: 0.09 and 0.08, and the wrong one was measured.
_NEARLY_ALIKE, _MOSTLY = 0.85, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person who may be the athlete.

    Attributes
    ----------
    number
        Counts from 1 in falling order of the score.
    score
        How likely this is the athlete.
    first_s, last_s
        Playback times when first and last seen.
    height_px
        Median height of the body in the picture.
    first_px, last_px
        Middle of the body when first and last seen.
    strides
        Whether the legs open and close as in a stride.
    """

    number: int
    score: float
    first_s: float
    last_s: float
    height_px: float
    first_px: tuple[float, float]
    last_px: tuple[float, float]
    strides: bool

    def describe(self) -> str:
        """Say in a few words who this is."""
        return _(
            "{number}: {first_s:.1f} to {last_s:.1f} s, {height_px:.0f} px tall, from x = "
            "{first_x:.0f} to {last_x:.0f}, score {score:.2f}"
        ).format(
            number=self.number,
            first_s=self.first_s,
            last_s=self.last_s,
            height_px=self.height_px,
            first_x=self.first_px[0],
            last_x=self.last_px[0],
            score=self.score,
        )


def candidates_to_rows(candidates: Sequence[Candidate]) -> FloatArray:
    """Bring candidates into a table of numbers, to be stored.

    Parameters
    ----------
    candidates
        K people.

    Returns
    -------
    ndarray
        (K, 10), which :func:`candidates_from_rows` reads.
    """
    rows = [
        (c.number, c.score, c.first_s, c.last_s, c.height_px, *c.first_px, *c.last_px, c.strides)
        for c in candidates
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 10)


def candidates_from_rows(rows: FloatArray) -> tuple[Candidate, ...]:
    """Read what :func:`candidates_to_rows` made.

    Parameters
    ----------
    rows
        (K, 10) numbers.
    """
    return tuple(
        Candidate(
            number=int(n),
            score=score,
            first_s=first,
            last_s=last,
            height_px=height,
            first_px=(x1, y1),
            last_px=(x2, y2),
            strides=bool(strides),
        )
        for n, score, first, last, height, x1, y1, x2, y2, strides in rows.tolist()
    )


def rank_tracks(
    tracks: Sequence[Track], background: FloatArray
) -> tuple[tuple[Track, ...], tuple[Candidate, ...]]:
    """Put the people who were seen for long enough in order, the likeliest athlete first.

    Who is found now and then only is no person but a chance find.

    Parameters
    ----------
    tracks
        People over the whole clip.
    background
        (K, 2) playback time of each sample and how far the background has moved to the right by
        then, in pixels: a runner runs past it, also in front of a camera that turns.

    Returns
    -------
    tuple
        The tracks in order, and the candidates that they are.
    """
    lasting = [
        t
        for t in tracks
        if len(t.sightings) >= _MIN_SIGHTINGS and _seen_frac(t, background) >= _MIN_SEEN_FRAC
    ]
    # ties fall to the one seen first, so that numbers are the same on every run
    order = sorted(lasting, key=lambda t: (-_score(t, background), t.first_s))
    candidates = [_describe(t, number, background) for number, t in enumerate(order, 1)]
    return tuple(order), tuple(candidates)


def choose_athlete(
    tracks: Sequence[Track], candidates: Sequence[Candidate], choice: AthleteChoice
) -> int:
    """Give the number of the athlete: the one the user names, or the one who runs through.

    Parameters
    ----------
    tracks, candidates
        The same people in the same order, the likeliest athlete first.
    choice
        Who the athlete is, if the user says so.

    Raises
    ------
    PoseError
        Nobody was found for long enough, or the user's choice names nobody.
    """
    if not candidates:
        raise PoseError(
            _("no athlete was found in this clip"),
            _("film one runner from the side, wholly in view, in good light, at least 150 px tall"),
        )
    if choice.at is not None:
        return _number_at(tracks, candidates, choice.at)
    if choice.track is None:
        return 1
    if choice.track > len(candidates):
        raise PoseError(
            _("there is no track {track} in this clip").format(track=choice.track),
            _hint(candidates),
        )
    return choice.track


def close_candidates(candidates: Sequence[Candidate], chosen: int) -> tuple[Candidate, ...]:
    """Give the others whose score comes near that of the chosen one, or exceeds it.

    Parameters
    ----------
    candidates
        All who may be the athlete.
    chosen
        Number of one of them.
    """
    scores = {c.number: c.score for c in candidates}
    if chosen not in scores:
        return ()
    least = _CLOSE_SCORE * scores[chosen]
    return tuple(c for c in candidates if c.number != chosen and c.score >= least)


def refuse_crowd(candidates: Sequence[Candidate], chosen: int) -> None:
    """Refuse to guess among many who may be the athlete as well, or between two nearly alike.

    Parameters
    ----------
    candidates
        All who may be the athlete.
    chosen
        Number of the likeliest.

    Raises
    ------
    PoseError
        Five or more come close to each other, or somebody who is there at the same time scores at
        least 0.85 as high.
    """
    n_alike = len(close_candidates(candidates, chosen)) + 1
    if n_alike >= _CROWD:
        raise PoseError(
            _(
                "{n_alike} people may be the athlete alike: no single one runs through this clip"
            ).format(n_alike=n_alike),
            _("choose whom to measure, or film one runner alone"),
            (Prompt.PERSON,),
        )
    _refuse_two_alike(candidates, chosen)


def _refuse_two_alike(candidates: Sequence[Candidate], chosen: int) -> None:
    (first,) = [c for c in candidates if c.number == chosen]
    rivals = [
        c
        for c in close_candidates(candidates, chosen)
        if c.score >= _NEARLY_ALIKE * first.score and _seen_together(first, c)
    ]
    if rivals:
        listed = "; ".join(c.describe() for c in (first, *rivals))
        raise PoseError(
            _("it is not clear who the athlete is: {listed}").format(listed=listed),
            _("choose whom to measure"),
            (Prompt.PERSON,),
        )


def _seen_together(first: Candidate, other: Candidate) -> bool:
    """Tell whether two are in view together for half of the shorter one's time."""
    together_s = min(first.last_s, other.last_s) - max(first.first_s, other.first_s)
    shorter_s = min(first.last_s - first.first_s, other.last_s - other.first_s)
    return together_s >= _MOSTLY * shorter_s


def _number_at(
    tracks: Sequence[Track], candidates: Sequence[Candidate], at: tuple[float, float, float]
) -> int:
    x, y, time_s = at
    found = []
    for track, candidate in zip(tracks, candidates, strict=True):
        box = track.box_at(time_s, _POINT_REACH_S)
        if box is not None and box.holds(x, y, _POINT_GROW_FRAC):
            found.append((np.hypot(*np.subtract(box.center, (x, y))), candidate.number))
    if not found:
        raise PoseError(
            _("nobody was found at {x:g},{y:g} at {time_s:g} s").format(x=x, y=y, time_s=time_s),
            _hint(candidates),
        )
    return min(found)[1]


def _hint(candidates: Sequence[Candidate]) -> str:
    return _("tracks of this clip: {candidates}").format(
        candidates="; ".join(c.describe() for c in candidates)
    )


def _describe(track: Track, number: int, background: FloatArray) -> Candidate:
    boxes = [s.box for s in track.sightings]
    return Candidate(
        number=number,
        score=_score(track, background),
        first_s=track.first_s,
        last_s=track.last_s,
        height_px=float(np.median([b.height for b in boxes])),
        first_px=boxes[0].center,
        last_px=boxes[-1].center,
        strides=_spread(track) >= _STRIDING_SPREAD,
    )


def _score(track: Track, background: FloatArray) -> float:
    """Weigh how fast and how long somebody goes, how the legs open and close, how side-on.

    Speed counts in body heights a second, so that being near the camera does not; time counts by
    its root, so that someone who stands about for the whole clip does not outlast a sprinter.
    """
    times = np.array([s.time_s for s in track.sightings])
    across = np.array([s.box.center[0] for s in track.sightings])
    across = across - np.interp(times, background[:, 0], background[:, 1])
    height = float(np.median([s.box.height for s in track.sightings]))
    lasted_s = float(times[-1] - times[0])
    speed = abs(across[-1] - across[0]) / height / max(lasted_s, 1e-9)
    breadth = float(np.median([s.trunk_breadth for s in track.sightings]))
    side_on = max(1 - breadth / _FRONTAL_BREADTH, _MIN_SIDE_ON)
    motion = (_STILL_SPEED + speed) * (_STILL_SPREAD + _spread(track))
    long_enough = min(1.0, lasted_s / _LONG_ENOUGH_S)  # a few wrong finds can seem to fly
    return float(np.sqrt(lasted_s) * long_enough * motion * side_on)


def _seen_frac(track: Track, background: FloatArray) -> float:
    """Share of the samples between the first and the last sighting that found the body."""
    times = background[:, 0]
    n_samples = int(np.count_nonzero((times >= track.first_s) & (times <= track.last_s)))
    return min(1.0, len(track.sightings) / max(1, n_samples))


def _spread(track: Track) -> float:
    return float(np.std([s.foot_spread for s in track.sightings]))
