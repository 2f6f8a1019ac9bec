"""Command -> the same with its options: names, types and help of each, in one place."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aqvision.cli.completing import CLIP_ENDINGS, ROSTER_ENDINGS, athletes, paths_with
from aqvision.core.body import parse_height, parse_mass
from aqvision.core.errors import LibraryError, shown
from aqvision.core.imperial import IMPERIAL
from aqvision.core.numerals import LANGUAGE
from aqvision.core.reader import LANGUAGES, UNITS
from aqvision.core.wording import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])


class _Name(click.Path):
    """A name of a file or folder that can be written down in a result and in a line."""

    def __init__(self, *endings: str) -> None:
        # Whether it can be read or written is told where that is tried, with a hint.
        super().__init__(readable=False, path_type=Path)
        self._endings = endings

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Offer folders, and the files of this kind."""
        return paths_with(incomplete, self._endings)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Refuse bytes that are no text, and what steers a terminal or breaks a line."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if _breaks_a_line(str(path)):
            raise LibraryError(
                _("the name {path} cannot be written down").format(path=shown(path)), _("rename it")
            )
        return path


class _Words(click.types.StringParamType):
    """A line of text that stands in a result and on its page."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse bytes that are no text, and what steers a terminal or breaks a line."""
        if _breaks_a_line(value):
            named = param.opts[0] if param else _("the text")
            raise LibraryError(
                _("{named} holds a line break or another character that cannot be shown").format(
                    named=named
                ),
                _("type it again, on one line"),
            )
        return str(value)


class _Number(click.types.FloatParamType):
    """A number in the unit that its option names."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Refuse what is no number, and say how to write one."""
        try:
            return float(value)
        except ValueError:
            told = _("'{text}' is no number; write it with a point and without a unit, as 1.78")
            self.fail(told.format(text=value), param, ctx)


class _Measure(click.ParamType[float]):
    """A height or a mass as people write it."""

    def __init__(self, name: str, read: Callable[[str], float]) -> None:
        self.name = name
        self._read = read

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it as a roster's column does; what nobody has is refused with a hint."""
        return self._read(value)


def _breaks_a_line(text: str) -> bool:
    return any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text)


FOLDER, CLIP, ROSTER = _Name(), _Name(*CLIP_ENDINGS), _Name(*ROSTER_ENDINGS)
TABLE, _TOML = _Name(".csv"), _Name(".toml")

_HEIGHT = click.option(
    "--height-m",
    type=_Measure("height", parse_height),
    help=_("Standing height in metres, or as 178 cm or 5'10\": gives a scale."),
)
_DISTANCE = click.option(
    "--known-distance",
    metavar="X1,Y1,X2,Y2,M",
    help=_("Two points in the athlete's lane, in pixels, and the metres between them."),
)
_MARK = click.option(
    "--mark",
    "marks",
    multiple=True,
    metavar="X,Y[@TIME]=ALONG[,ACROSS]",
    help=_(
        "A mark on the ground: pixel, time if the camera moves, metres along and across. Repeat."
    ),
)
_MARKS_FILE = click.option(
    "--marks",
    "marks_file",
    type=TABLE,
    help=_("CSV file of marks: time_s,x_px,y_px,along_m,across_m."),
)
_LANE_OFFSET = click.option(
    "--lane-offset-m",
    type=_Number(),
    help=_("How far behind the marks the athlete runs, in metres."),
)
_CAMERA_HEIGHT = click.option(
    "--camera-height-m",
    type=_Number(),
    help=_("Height of the lens above the ground, in metres: brings marks to another lane."),
)
_SCALE = (_HEIGHT, _DISTANCE, _MARK, _MARKS_FILE, _LANE_OFFSET, _CAMERA_HEIGHT)
_CAPTURE_RATE = click.option(
    "--capture-fps", type=_Number(), help=_("Frame rate of the camera, if slow motion.")
)
_PLACE = click.option(
    "--athlete-at",
    metavar="X,Y@TIME",
    help=_("Measure the person at this pixel at this time in seconds."),
)
_TRACK = click.option("--track", type=int, help=_("Measure the person of this number in the list."))
EVENTS = click.option(
    "--events",
    "events_file",
    type=TABLE,
    help=_("CSV file of contacts as you see them: side,touchdown_s,toeoff_s."),
)
"""Contacts that a person read off the pictures."""
_SHOT = click.option(
    "--shot", type=int, help=_("Which shot of a film with cuts is meant, from 1; else the longest.")
)
_PART = (
    click.option(
        "--from",
        "from_s",
        type=_Number(),
        metavar="SECONDS",
        help=_("Measure the film from here on, in seconds from its first frame as it plays."),
    ),
    click.option(
        "--to", "to_s", type=_Number(), metavar="SECONDS", help=_("Measure the film up to here.")
    ),
)


def _check_bound(context: click.Context, param: click.Parameter, value: str | None) -> None:
    """See that what is asked for is what the texts were bound to: see ``cli.start``."""
    if value not in (None, LANGUAGE, "imperial" if IMPERIAL else "metric"):
        raise RuntimeError(f"{param.opts[0]} {value} was not settled before texts were loaded")


LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help=_("Language of what is written; that of the environment if left out."),
    expose_value=False,
    callback=_check_bound,
)
"""The language, settled by ``cli.start`` before texts are loaded."""
READING = (
    LANG,
    click.option(
        "--units",
        type=click.Choice(UNITS),
        help=_("Units of the report; files hold metric ones."),
        expose_value=False,
        callback=_check_bound,
    ),
)
"""How a report is read; its units are settled as the language is."""
JSON = click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
_QUIET_KEY = "aqvision.quiet"


def _be_quiet(context: click.Context, _param: click.Parameter, wanted: bool) -> None:
    context.meta[_QUIET_KEY] = wanted


def is_quiet() -> bool:
    """Say whether whoever started the command wants to hear of errors alone."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_QUIET_KEY))


QUIET = click.option(
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=_be_quiet,
    help=_("Say nothing on standard error but errors: no progress, no hints."),
)


PRIMARY = click.option(
    "--primary",
    "primary",
    multiple=True,
    metavar="NAME,...",
    help=_("Metrics that the training was meant to change, named before any result is seen."),
)

SPLITS = (
    click.option(
        "--splits",
        metavar="METRES:SECONDS,...",
        help=_("Times of this sprint from standing, 20 m or more: a force-velocity profile."),
    ),
    click.option(
        "--timing-start",
        type=click.Choice(["movement", "gun", "unknown"]),
        default="unknown",
        show_default=True,
        help=_("What started the clock of the splits."),
    ),
)
"""Times of the run that a clip shows, for one athlete in one clip."""

BLUR_FACES = click.option(
    "--blur-faces", is_flag=True, help=_("Hide faces in all pictures that are kept.")
)


def _with_a_browser(_ctx: click.Context, _param: click.Parameter, wanted: bool) -> bool:
    """Refuse, before long work, to print where there is nothing to print with."""
    if wanted:
        from aqvision.report.pdf import find_browser

        find_browser()
    return wanted


PDF = click.option(
    "--pdf",
    is_flag=True,
    callback=_with_a_browser,
    help=_("Print the report into report.pdf too, with an installed Chromium."),
)
"""The report to hand over on paper."""

VIDEO = click.option(
    "--video",
    type=click.Choice(["push", "swing", "arms", "torso"]),
    help=_("Write annotated.mp4 too: skeleton, steps, and the angle of this pillar drawn."),
)
"""A film to send on."""

_ATHLETE = click.option(
    "--athlete",
    type=_Words(),
    shell_complete=athletes,
    help=_("Name of the athlete, for the report."),
)
_NETWORK = (
    click.option(
        "--model",
        type=click.Choice(["heavy", "full"]),
        default="heavy",
        show_default=True,
        help=_("Pose network: heavy is more exact, full twice as fast."),
    ),
    click.option(
        "--quality",
        type=click.Choice(["usual", "best"]),
        default="usual",
        show_default=True,
        help=_(
            "best looks at every frame three times, not only where the first look leaves doubt."
        ),
    ),
    click.option(
        "--device",
        type=click.Choice(["cpu", "gpu"]),
        default="cpu",
        show_default=True,
        help=_("What the network runs on; without a usable GPU, the CPU."),
    ),
    BLUR_FACES,
)
_SETTINGS = click.option(
    "--settings", "settings_file", type=_TOML, help=_("TOML file of settings.")
)
_OF_CLIPS = (
    _ATHLETE,
    *_SCALE,
    click.option(
        "--mass-kg",
        type=_Measure("mass", parse_mass),
        help=_("Body mass in kilograms, or as 155 lb: gives forces."),
    ),
    click.option(
        "--belt-speed", type=_Number(), help=_("Speed of the treadmill in m/s, if on one.")
    ),
    _CAPTURE_RATE,
    *_NETWORK,
    click.option("--surface", type=_Words(), help=_("What was run on: track, grass, ...")),
    click.option("--shoes", type=_Words(), help=_("What was worn: spikes, flats, ...")),
    _SETTINGS,
    JSON,
    QUIET,
)
MEASURING = (
    click.option("--out", type=FOLDER, required=True, help=_("Folder for the results.")),
    *READING,
    *_OF_CLIPS,
)
"""How a clip is measured."""

PLANNING = (
    click.option("--out", type=FOLDER, help=_("Folder for the results of clips.")),
    *READING,
    *_OF_CLIPS,
)
"""The same, where there may be no clip to measure."""

CHECKING = (*_SCALE, _CAPTURE_RATE, _PLACE, _TRACK, _SHOT, *_PART, JSON, QUIET)
"""What matters to a first look."""

NAMING = (_PLACE, _TRACK, _SHOT, *_PART)
"""Which of several people is measured, and in what of the film."""

HOLDING = (
    click.option("--out", type=FOLDER, required=True, help=_("Folder for the results.")),
    click.option(
        "--rigid",
        type=CLIP,
        help=_("Clip of a rigid pose, filmed the same way: tells the noise of measuring."),
    ),
    click.option("--load", type=_Words(), help=_("What was held against, for the report.")),
    click.option("--band", type=_Words(), help=_("Which band, for the report.")),
    click.option(
        "--set-angle",
        "set_angles",
        multiple=True,
        metavar="NAME=DEGREES",
        help=_("An angle that was to be held, as right_knee_flexion_deg=90. Repeat."),
    ),
    _ATHLETE,
    _HEIGHT,
    _CAPTURE_RATE,
    *_NETWORK,
    _PLACE,
    _TRACK,
    *_PART,
    _SETTINGS,
    *READING,
    JSON,
    QUIET,
)
"""How a hold is measured."""

CHOOSING = (
    *NAMING,
    click.option(
        "--list-athletes", is_flag=True, help=_("Only list the people, with a picture of each.")
    ),
    click.option("--all-athletes", is_flag=True, help=_("Measure everybody who strides.")),
)
"""Whose body is measured."""


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Add options to a command.

    Parameters
    ----------
    *options
        In the order of the help.

    Returns
    -------
    callable
        Takes the command, and gives it with the options.
    """

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add
