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


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is known of a clip before it is measured.

    ``shots`` are listed where the film has cuts: all else is of one of them. Where it cannot be
    measured, ``problem`` and ``hint`` say why, ``prompts`` are what the hint asks for, and
    ``facts`` is None. ``people`` are listed where there are several, or where nobody could be
    chosen.
    """

    facts: PreviewFacts | None = None
    verdicts: tuple[PreviewVerdict, ...] = ()
    advice: tuple[Advice, ...] = ()
    people: tuple[Person, ...] = ()
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
        "shots": tuple(FilmShot(**one) for one in values["shots"]),
    }


def _with_prompts(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "prompts": tuple(map(Prompt, values["prompts"]))}


def make_preview(clip: Clip, folder: Path, progress: Progress) -> Preview:
    """Check a clip and list its people, from one survey.

    Parameters
    ----------
    clip
        The clip; messages call it by its name.
    folder
        Takes ``thumbnail.webp``, and ``athletes.webp``, the numbered people, if there are several.
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
    from aqvision.analysis.check import check_surveyed
    from aqvision.analysis.shots import in_one_shot
    from aqvision.analysis.surveying import surveyed
    from aqvision.core.settings import Settings

    def people_in(clip_surveyed: SurveyedClip) -> tuple[Person, ...]:
        return _people(clip_surveyed, folder, blur_faces=clip.blur_faces)

    with surveyed(clip, progress=progress) as (film, shots):
        try:
            surveyed_clip, shot = in_one_shot(film, clip, shots)
        except (PoseError, VideoError) as error:  # nobody is in the shot, or there is none
            return replace(_problem(clip, error), shots=_listed(film, shots, None))
        listed = _listed(film, shots, shot)
        _picture_of_athlete(surveyed_clip, clip, folder)
        try:
            check = check_surveyed(surveyed_clip, shot, clip, Settings())
        except PoseError as error:  # of the person whom the program took for the athlete
            return replace(_problem(clip, error, people_in(surveyed_clip)), shots=listed)
        people = people_in(surveyed_clip) if check.facts.n_people > 1 else ()
    return replace(_of_check(check, people), shots=listed)


def _listed(film: SurveyedClip, shots: Sequence[Shot], used: Shot | None) -> tuple[FilmShot, ...]:
    """List the shots of a film with cuts."""
    if len(shots) == 1:
        return ()
    ends = (min(shot.end_s, film.video.duration_s) for shot in shots)
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


def _problem(clip: Clip, error: AqvisionError, people: tuple[Person, ...] = ()) -> Preview:
    told = named_as(error, clip.path, clip.name)
    return Preview(problem=str(told), hint=told.hint, prompts=told.prompts, people=people)


def _people(surveyed_clip: SurveyedClip, folder: Path, *, blur_faces: bool) -> tuple[Person, ...]:
    """List the people; that nobody of them strides was said by the check, if it matters."""
    from aqvision.core.clip import AthleteChoice
    from aqvision.pose.track.athlete import choose_athlete
    from aqvision.report.contact_sheet import write_contact_sheet

    survey = surveyed_clip.survey
    try:
        choose_athlete(survey.tracks, survey.candidates, AthleteChoice())
    except PoseError:
        return ()
    write_contact_sheet(survey, surveyed_clip.video, folder, blur_faces=blur_faces)
    return tuple(Person(c.number, c.first_s, c.last_s, c.strides) for c in survey.candidates)


def _of_check(check: ClipCheck, people: tuple[Person, ...]) -> Preview:
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
        people=people,
    )
