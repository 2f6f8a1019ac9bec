"""Clip -> Preview <-> JSON: what it is good for and who is in it, seen before it is measured.

The values hold what the pages show and nothing else, so that whoever reads a preview loads none of
the measuring.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aqvision.core.errors import AqvisionError, PoseError, VideoError, named_as
from aqvision.core.prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aqvision.analysis.check import ClipCheck
    from aqvision.core.clip import Clip
    from aqvision.pose.estimate import Progress, SurveyedClip
    from aqvision.report.preview_pictures import Group
    from aqvision.video.cuts import Shot

PREVIEW_FILE = "preview.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewFacts:
    """How a clip was filmed.

    ``fps`` is the rate at which it plays, ``capture_fps`` that of the camera; ``duration_s`` is
    real time; ``expected_steps`` is None where steps could not be counted.
    """

    fps: float
    capture_fps: float
    duration_s: float
    expected_steps: float | None
    view: str
    camera: str


@dataclass(frozen=True, slots=True)
class PreviewVerdict:
    """How good a clip is for a group of metrics: "good", "limited" or "not", and why."""

    group: str
    verdict: str
    reason: str
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What limits a clip, and what to do about it."""

    code: str
    text: str
    hint: str
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a clip; times are playback seconds."""

    number: int
    first_s: float
    last_s: float
    strides: bool


@dataclass(frozen=True, slots=True)
class FilmShot:
    """A part of a film with cuts; times are playback seconds. ``used`` tells the one looked at."""

    number: int
    first_s: float
    last_s: float
    used: bool = False

    @property
    def lasts_s(self) -> float:
        """How long it is."""
        return self.last_s - self.first_s


@dataclass(frozen=True, slots=True)
class PersonBox:
    """Where somebody is in a picture, in parts of its width and height."""

    number: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PeoplePicture:
    """A picture of several people who are in it together, and its playback time."""

    picture: str
    time_s: float
    boxes: tuple[PersonBox, ...]


@dataclass(frozen=True, slots=True)
class Still:
    """A large picture of the film, and its playback time."""

    picture: str
    time_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """The whole film, upright, to be cut and marked: playback seconds, and pixels of its frames.

    ``strip_s`` are the times of the small pictures that stand side by side in ``strip.webp``.
    ``quarter_turns`` says by how much, to the right, the file's pictures were turned for that.
    """

    width_px: int
    height_px: int
    duration_s: float
    stills: tuple[Still, ...]
    strip_s: tuple[float, ...]
    quarter_turns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is known of a clip before it is measured.

    ``shots`` are listed where the film has cuts: all else is of one of them. Where it cannot be
    measured, ``problem`` and ``hint`` say why, ``prompts`` are what the hint asks for, and
    ``facts`` is None. ``people`` are listed where there are several, or where nobody could be
    chosen; ``groups`` show them. ``film`` is None where not even that could be read.
    """

    facts: PreviewFacts | None = None
    verdicts: tuple[PreviewVerdict, ...] = ()
    advice: tuple[Advice, ...] = ()
    people: tuple[Person, ...] = ()
    groups: tuple[PeoplePicture, ...] = ()
    film: Film | None = None
    shots: tuple[FilmShot, ...] = ()
    problem: str = ""
    hint: str = ""
    prompts: tuple[Prompt, ...] = ()

    def to_json(self) -> str:
        """Write it down; a number that is not known becomes null."""
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Preview:
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        text
            JSON.

        Raises
        ------
        ValueError
            Another version wrote it, or it is damaged.

        Examples
        --------
        >>> Preview.from_json(Preview(problem="nobody runs").to_json()).problem
        'nobody runs'
        """
        try:
            return cls(**_parts(json.loads(text)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ValueError("not a preview") from error


def _parts(values: dict[str, Any]) -> dict[str, Any]:
    return {
        **_with_prompts(values),
        "facts": None if values["facts"] is None else PreviewFacts(**values["facts"]),
        "verdicts": tuple(PreviewVerdict(**_with_prompts(one)) for one in values["verdicts"]),
        "advice": tuple(Advice(**_with_prompts(one)) for one in values["advice"]),
        "people": tuple(Person(**one) for one in values["people"]),
        "groups": tuple(map(_group, values["groups"])),
        "film": None if values["film"] is None else _film(values["film"]),
        "shots": tuple(FilmShot(**one) for one in values["shots"]),
    }


def _group(values: dict[str, Any]) -> PeoplePicture:
    boxes = tuple(PersonBox(**one) for one in values["boxes"])
    return PeoplePicture(**{**values, "boxes": boxes})


def _film(values: dict[str, Any]) -> Film:
    stills = tuple(Still(**one) for one in values["stills"])
    return Film(**{**values, "stills": stills, "strip_s": tuple(values["strip_s"])})


def _with_prompts(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "prompts": tuple(map(Prompt, values["prompts"]))}


def make_preview(clip: Clip, folder: Path, progress: Progress) -> Preview:
    """Check a clip and list its people, from one survey.

    Parameters
    ----------
    clip
        The clip; messages call it by its name.
    folder
        Takes ``thumbnail.webp``, pictures of the film, and of its people if there are several.
    progress
        Called with (what, done, total).

    Returns
    -------
    Preview
        With a problem where the clip cannot be measured.
    """
    from aqvision.report.thumbnail import NAME, thumbnail_of_clip

    try:
        preview = _made(clip, folder, progress)
    except AqvisionError as error:
        preview = _problem(clip, error)
    if not (folder / NAME).exists():
        thumbnail_of_clip(clip, folder)
    return preview


def _made(clip: Clip, folder: Path, progress: Progress) -> Preview:
    from aqvision.analysis.surveying import surveyed

    with surveyed(clip, progress=progress) as (film, shots):
        found, span_s = _looked_at(film, shots, clip, folder)
        return replace(found, film=_filmed(film, folder, span_s, blur_faces=clip.blur_faces))


def _looked_at(
    film: SurveyedClip, shots: Sequence[Shot], clip: Clip, folder: Path
) -> tuple[Preview, tuple[float, float]]:
    """Check the shot that is meant, and say where it is, in playback seconds."""
    from aqvision.analysis.check import check_surveyed
    from aqvision.analysis.shots import in_one_shot
    from aqvision.core.settings import Settings

    whole_s = _read_s(film)
    try:
        surveyed_clip, shot = in_one_shot(film, clip, shots)
    except (PoseError, VideoError) as error:  # nobody is in the shot, or there is none
        return replace(_problem(clip, error), shots=_listed(film, shots, None)), whole_s
    told: dict[str, Any] = {"shots": _listed(film, shots, shot)}
    _picture_of_athlete(surveyed_clip, clip, folder)
    span_s = (max(shot.first_s, whole_s[0]), min(shot.end_s, whole_s[1]))
    try:
        check = check_surveyed(surveyed_clip, shot, clip, Settings())
    except PoseError as error:  # of the person whom the program took for the athlete
        told |= _people(surveyed_clip, folder, blur_faces=clip.blur_faces)
        return replace(_problem(clip, error), **told), span_s
    if check.facts.n_people > 1:
        told |= _people(surveyed_clip, folder, blur_faces=clip.blur_faces)
    return replace(_of_check(check), **told), span_s


def _read_s(film: SurveyedClip) -> tuple[float, float]:
    """Say from when to when the film was looked at, in playback seconds."""
    return film.video.first_s, film.video.first_s + film.video.lasts_s


def _filmed(
    film: SurveyedClip, folder: Path, span_s: tuple[float, float], *, blur_faces: bool
) -> Film:
    """Take the pictures in which a person sets marks and cuts the film."""
    from aqvision.report.preview_pictures import write_stills, write_strip

    video, shown = film.video, (film.survey, film.video, folder)
    stills = write_stills(*shown, span_s, blur_faces=blur_faces)
    return Film(
        width_px=video.width_px,
        height_px=video.height_px,
        duration_s=video.duration_s,
        stills=tuple(Still(*one) for one in stills),
        strip_s=tuple(write_strip(*shown, _read_s(film), blur_faces=blur_faces)),
        quarter_turns=video.quarter_turns,
    )


def _listed(film: SurveyedClip, shots: Sequence[Shot], used: Shot | None) -> tuple[FilmShot, ...]:
    """List the shots of a film with cuts."""
    if len(shots) == 1:
        return ()
    ends = (min(shot.end_s, _read_s(film)[1]) for shot in shots)
    return tuple(
        FilmShot(number, shot.first_s, end_s, shot == used)
        for number, (shot, end_s) in enumerate(zip(shots, ends, strict=True), 1)
    )


def _picture_of_athlete(surveyed_clip: SurveyedClip, clip: Clip, folder: Path) -> None:
    """Write the clip's thumbnail, if anybody in it can be the athlete."""
    from aqvision.pose.track.athlete import choose_athlete
    from aqvision.report.thumbnail import thumbnail_of_survey

    survey = surveyed_clip.survey
    try:
        number = choose_athlete(survey.tracks, survey.candidates, clip.choice)
    except PoseError:  # which the check tells
        return
    thumbnail_of_survey(survey, surveyed_clip.video, number, folder, blur_faces=clip.blur_faces)


def _problem(clip: Clip, error: AqvisionError) -> Preview:
    told = named_as(error, clip.path, clip.name)
    return Preview(problem=str(told), hint=told.hint, prompts=told.prompts)


def _people(surveyed_clip: SurveyedClip, folder: Path, *, blur_faces: bool) -> dict[str, Any]:
    """List the people; that nobody of them strides was said by the check, if it matters."""
    from aqvision.core.clip import AthleteChoice
    from aqvision.pose.track.athlete import choose_athlete
    from aqvision.report.preview_pictures import write_groups

    survey = surveyed_clip.survey
    try:
        choose_athlete(survey.tracks, survey.candidates, AthleteChoice())
    except PoseError:
        return {}
    groups = write_groups(survey, surveyed_clip.video, folder, blur_faces=blur_faces)
    return {
        "people": tuple(
            Person(c.number, c.first_s, c.last_s, c.strides) for c in survey.candidates
        ),
        "groups": tuple(map(_as_picture, groups)),
    }


def _as_picture(group: Group) -> PeoplePicture:
    boxes = (
        PersonBox(number, box.left, box.top, box.right, box.bottom)
        for number, box in group.boxes.items()
    )
    return PeoplePicture(group.picture, group.time_s, tuple(boxes))


def _of_check(check: ClipCheck) -> Preview:
    facts = check.facts
    return Preview(
        facts=PreviewFacts(
            fps=facts.fps,
            capture_fps=facts.capture_fps,
            duration_s=facts.duration_s,
            expected_steps=None if math.isnan(facts.expected_steps) else facts.expected_steps,
            view=facts.view,
            camera=facts.camera,
        ),
        verdicts=tuple(
            PreviewVerdict(v.group, v.verdict, v.reason, v.prompts) for v in check.verdicts
        ),
        advice=tuple(Advice(one.code, one.text, one.hint, one.prompts) for one in check.advice),
    )
