"""Film with cuts -> one shot of it: its people, its frames, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.evidence import PointEvidence
from aqvision.core.prompts import Prompt
from aqvision.core.sequence import PoseSequence
from aqvision.core.wording import _
from aqvision.pose.estimate import RawPose, SurveyedClip
from aqvision.pose.track.athlete import Candidate
from aqvision.pose.track.tracks import Track
from aqvision.video.cuts import Shot, choose_shot, find_shots
from aqvision.video.reader import Video

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.warnings import ClipWarning
    from aqvision.camera.path import CameraPath

_MIN_SIGHTINGS = 3
# Frames at either end that are not there because of damage or of how a camera starts.
_LEFT_OUT_S = 0.2


def shots_of(surveyed: SurveyedClip) -> tuple[Shot, ...]:
    """List the shots of a surveyed film, in order.

    Parameters
    ----------
    surveyed
        The whole film.
    """
    return find_shots(surveyed.video, surveyed.survey.samples)


def in_one_shot(
    surveyed: SurveyedClip, clip: Clip, shots: Sequence[Shot] | None = None
) -> tuple[SurveyedClip, Shot]:
    """Hold a surveyed film to the shot that the user names, or to the longest.

    Parameters
    ----------
    surveyed
        The film with everybody in it.
    clip
        What the user says of it.
    shots
        Those of the film, where they were listed before.

    Returns
    -------
    tuple
        The same with the people of that shot, numbered anew in their order, and the shot.

    Raises
    ------
    VideoError, PoseError
        There is no such shot, or nobody in it.
    """
    shots = shots_of(surveyed) if shots is None else shots
    shot = choose_shot(shots, clip.shot, _end_s(surveyed.video))
    if len(shots) == 1:
        return surveyed, shot
    people = list(_people_in(surveyed, shot))
    if not people:
        raise PoseError(
            _("no athlete was found in the shot from {first_s:.1f} s on").format(
                first_s=shot.first_s
            ),
            _("name another shot, of {n}").format(n=len(shots)),
            [Prompt.SHOT],
        )
    candidates = tuple(
        replace(candidate, number=number) for number, (__, candidate) in enumerate(people, 1)
    )
    survey = replace(
        surveyed.survey, tracks=tuple(track for track, __ in people), candidates=candidates
    )
    return replace(surveyed, survey=survey), shot


def only_in(raw: RawPose, shot: Shot) -> RawPose:
    """Leave out the frames of other shots.

    Parameters
    ----------
    raw
        Points in all frames of a film.
    shot
        The one that was measured.
    """
    time_s = raw.sequence.time_s
    inside = (time_s >= shot.first_s) & (time_s < shot.end_s)
    if inside.all():
        return raw
    path = None if raw.path is None else _path_in(raw.path, inside)
    levels = raw.levels[inside] if len(raw.levels) == len(inside) else raw.levels
    return replace(raw, sequence=_sequence_in(raw.sequence, inside), path=path, levels=levels)


def with_film_told(analysis: Analysis, video: Video) -> Analysis:
    """Say so where only one shot of a film was measured, and where it was turned upright.

    Parameters
    ----------
    analysis
        What was measured.
    video
        The film.
    """
    told = (
        *warn_of_part(video),
        *warn_of_shot(analysis.raw_pose, video),
        *warn_of_turn(video),
    )
    return replace(analysis, warnings=(*told, *analysis.warnings)) if told else analysis


def warn_of_shot(raw: RawPose, video: Video) -> tuple[ClipWarning, ...]:
    """Name the shot that was measured, where it is not the whole film.

    Parameters
    ----------
    raw
        Points of the frames that were measured.
    video
        The film.
    """
    first_s, last_s = float(raw.sequence.time_s[0]), float(raw.sequence.time_s[-1])
    if first_s - video.first_s < _LEFT_OUT_S and _end_s(video) - last_s < _LEFT_OUT_S:
        return ()
    from aqvision.analysis.warnings import warn  # slow to load, see core.loading

    return (warn("one_shot", first_s=first_s, last_s=last_s),)


def warn_of_cuts(shot: Shot, video: Video) -> tuple[ClipWarning, ...]:
    """Name the shot that would be measured, where a film has cuts; nothing has been measured yet.

    Parameters
    ----------
    shot
        As :func:`in_one_shot` gives it.
    video
        The film.
    """
    if shot.first_s == video.first_s and np.isinf(shot.end_s):
        return ()
    from aqvision.analysis.warnings import warn  # slow to load, see core.loading

    last_s = min(shot.end_s, _end_s(video))
    return (warn("one_shot", "check", first_s=shot.first_s, last_s=last_s),)


def warn_of_turn(video: Video) -> tuple[ClipWarning, ...]:
    """Say by how much a film was turned beyond what players do, where it was.

    Parameters
    ----------
    video
        The film, upright.
    """
    if not video.quarter_turns:
        return ()
    from aqvision.analysis.warnings import warn  # slow to load, see core.loading

    return (warn("turned_film", str(video.quarter_turns)),)


def warn_of_part(video: Video) -> tuple[ClipWarning, ...]:
    """Name the part that was measured, where somebody named one.

    Parameters
    ----------
    video
        The film, held to that part.
    """
    if np.isinf(video.last_s):
        return ()
    from aqvision.analysis.warnings import warn  # slow to load, see core.loading

    return (warn("one_part", first_s=video.first_s, last_s=video.last_s),)


def _end_s(video: Video) -> float:
    return video.first_s + video.lasts_s


def _people_in(surveyed: SurveyedClip, shot: Shot) -> Iterator[tuple[Track, Candidate]]:
    survey = surveyed.survey
    for track, candidate in zip(survey.tracks, survey.candidates, strict=True):
        seen = [s for s in track.sightings if shot.holds(s.time_s)]
        if len(seen) >= _MIN_SIGHTINGS:
            told = replace(
                candidate,
                first_s=seen[0].time_s,
                last_s=seen[-1].time_s,
                first_px=seen[0].box.center,
                last_px=seen[-1].box.center,
            )
            yield Track(seen), told


def _sequence_in(pose: PoseSequence, inside: npt.NDArray[np.bool_]) -> PoseSequence:
    evidence = pose.evidence
    if evidence is not None:
        parts = {f.name: getattr(evidence, f.name)[inside] for f in fields(PointEvidence)}
        evidence = PointEvidence(**parts)
    return replace(
        pose,
        time_s=pose.time_s[inside],
        xy_px=pose.xy_px[inside],
        visibility=pose.visibility[inside],
        evidence=evidence,
    )


def _path_in(path: CameraPath, inside: npt.NDArray[np.bool_]) -> CameraPath:
    return replace(
        path,
        turn=path.turn[inside],
        zoom=path.zoom[inside],
        residual_px=path.residual_px[inside],
    )
