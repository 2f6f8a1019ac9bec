"""What the user says -> Clip: a file and the facts only a person can know."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from aqvision.core.body import refuse_height, refuse_mass
from aqvision.core.errors import CalibrationError, PoseError
from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks
from aqvision.core.prompts import Prompt
from aqvision.core.recorded import refuse_day
from aqvision.core.splits import Splits
from aqvision.core.wording import _

CAPTURE_RANGE_FPS = (10.0, 2000.0)
BELT_RANGE_MPS = (0.5, 15.0)


@dataclass(frozen=True, slots=True)
class AthleteChoice:
    """Which of the people in a clip is the athlete; empty means the one who runs through.

    ``track`` is a number from the list of athletes, ``at`` a place on the athlete's body: x and
    y in pixels of the upright image and a playback time in seconds.
    """

    track: int | None = None
    at: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        if self.track is not None and self.at is not None:
            raise PoseError(
                _("the athlete is named twice, by a place and by a track"), _("give one of the two")
            )
        if self.track is not None and self.track < 1:
            raise PoseError(
                _("there is no track {track}").format(track=self.track),
                _("tracks are numbered from 1"),
            )

    @property
    def made(self) -> bool:
        """Tell whether the user has named somebody."""
        return self.track is not None or self.at is not None

    def __str__(self) -> str:
        """Write the choice down; empty when there is none.

        >>> str(AthleteChoice(at=(640, 300, 2.5)))
        'at 640,300@2.5'
        """
        if self.at is not None:
            return "at {:.10g},{:.10g}@{:.10g}".format(*self.at)
        return "" if self.track is None else f"track {self.track}"


def parse_athlete_at(text: str) -> AthleteChoice:
    """Read ``X,Y@TIME``.

    Parameters
    ----------
    text
        What the user wrote.

    Returns
    -------
    AthleteChoice
        The athlete by a place.

    Raises
    ------
    PoseError
        It is not two pixels and a time, all zero or more.

    Examples
    --------
    >>> parse_athlete_at("640,300@2.5").at
    (640.0, 300.0, 2.5)
    """
    try:
        place, time = text.split("@")
        x, y = place.split(",")
        at = (float(x), float(y), float(time))
    except ValueError:
        at = (math.nan, math.nan, math.nan)
    if not all(0 <= value < math.inf for value in at):
        raise PoseError(
            _("'{text}' is not a place and a time").format(text=text),
            _(
                "write it as X,Y@TIME, for example 640,300@2.5: a pixel on the athlete and the "
                "seconds from the first frame"
            ),
        )
    return AthleteChoice(at=at)


@dataclass(frozen=True, slots=True)
class Notes:
    """What a person says of the run in free words; None where nothing was said."""

    surface: str | None = None
    shoes: str | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file and what its owner knows of it.

    ``height_m`` and ``marks`` give a scale; ``capture_fps`` is the rate the camera
    recorded at, where the file plays at another (slow motion). None means not known.
    ``choice`` names the athlete among several people, ``notes`` surface and shoes. ``belt_mps`` is
    the speed of the treadmill that the athlete runs on. ``called`` is the name that the owner knows
    the file by, where that is not the file's own. ``recorded_on`` is the day of filming;
    where nobody says it, what the file says of it counts. ``contacts`` are touchdowns and toe-offs
    that a person read off the pictures; empty, they are found. ``shot`` is the part of a film with
    cuts that is meant, from 1; the longest where nobody says it. With ``blur_faces`` no face is to
    be told in pictures that are kept. ``mass_kg`` is the athlete's body mass; ``splits`` are timed
    over the run that the clip shows, from standing. ``part`` is what of the film is measured, the
    whole of it where nobody says. ``load`` and ``band`` are what a posture is held against, in free
    words.
    """

    path: Path
    _: KW_ONLY
    athlete: str | None = None
    height_m: float | None = None
    capture_fps: float | None = None
    marks: Marks | None = None
    choice: AthleteChoice = AthleteChoice()
    notes: Notes = Notes()
    belt_mps: float | None = None
    called: str | None = None
    recorded_on: dt.date | None = None
    contacts: tuple[GivenContact, ...] = ()
    shot: int | None = None
    blur_faces: bool = False
    mass_kg: float | None = None
    splits: Splits | None = None
    part: FilmPart | None = None
    load: str | None = None
    band: str | None = None

    def __post_init__(self) -> None:
        refuse_height(self.height_m)
        refuse_mass(self.mass_kg)
        if self.splits is not None and (self.mass_kg is None or self.height_m is None):
            raise CalibrationError(
                _("split times give forces only where body mass and height are known"),
                _("give both: the air holds a runner back by how large and how heavy he is"),
                [Prompt.MASS] if self.mass_kg is None else [Prompt.HEIGHT],
            )
        refuse_day(self.recorded_on)
        low, high = CAPTURE_RANGE_FPS
        if self.capture_fps is not None and not low <= self.capture_fps <= high:
            raise CalibrationError(
                _("a capture rate of {capture_fps:g} frames/s cannot be right").format(
                    capture_fps=self.capture_fps
                ),
                _("give the rate the camera recorded at, for example 120 or 240"),
            )
        low, high = BELT_RANGE_MPS
        if self.belt_mps is not None and not low <= self.belt_mps <= high:
            raise CalibrationError(
                _("a belt speed of {belt_mps:g} m/s cannot be right").format(
                    belt_mps=self.belt_mps
                ),
                _(
                    "give the treadmill's speed in metres a second, {low:g} to {high:g}: its km/h "
                    "divided by 3.6"
                ).format(low=low, high=high),
            )

    @property
    def name(self) -> str:
        """Name of the clip to show."""
        return self.called or self.path.name
