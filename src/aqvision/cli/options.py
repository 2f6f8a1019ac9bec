"""Command -> the same with its options: names, types and help of each, in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aqvision.cli.completing import athletes
from aqvision.cli.value_types import (
    CLIP,
    FOLDER,
    TABLE,
    TOML,
    Measure,
    Number,
    Words,
)
from aqvision.core.body import parse_height, parse_mass
from aqvision.core.imperial import IMPERIAL
from aqvision.core.numerals import LANGUAGE
from aqvision.core.reader import LANGUAGES, UNITS
from aqvision.core.wording import _

if TYPE_CHECKING:
    pass

Command = TypeVar("Command", bound=Callable[..., Any])

_HEIGHT = click.option(
    "--height-m",
    type=Measure("height", parse_height),
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
    type=Number(),
    help=_("How far behind the marks the athlete runs, in metres."),
)
_CAMERA_HEIGHT = click.option(
    "--camera-height-m",
    type=Number(),
    help=_("Height of the lens above the ground, in metres: brings marks to another lane."),
)
_SCALE = (_HEIGHT, _DISTANCE, _MARK, _MARKS_FILE, _LANE_OFFSET, _CAMERA_HEIGHT)
_CAPTURE_RATE = click.option(
    "--capture-fps", type=Number(), help=_("Frame rate of the camera, if slow motion.")
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
        type=Number(),
        metavar="SECONDS",
        help=_("Measure the film from here on, in seconds from its first frame as it plays."),
    ),
    click.option(
        "--to", "to_s", type=Number(), metavar="SECONDS", help=_("Measure the film up to here.")
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


LOG_FORMAT = click.option(
    "--log-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help=_("How to write the log: text says what fails, json also which jobs begin and end."),
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
    type=Words(),
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
_SETTINGS = click.option("--settings", "settings_file", type=TOML, help=_("TOML file of settings."))
_OF_CLIPS = (
    _ATHLETE,
    *_SCALE,
    click.option(
        "--mass-kg",
        type=Measure("mass", parse_mass),
        help=_("Body mass in kilograms, or as 155 lb: gives forces."),
    ),
    click.option(
        "--belt-speed", type=Number(), help=_("Speed of the treadmill in m/s, if on one.")
    ),
    _CAPTURE_RATE,
    *_NETWORK,
    click.option("--surface", type=Words(), help=_("What was run on: track, grass, ...")),
    click.option("--shoes", type=Words(), help=_("What was worn: spikes, flats, ...")),
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
    click.option("--load", type=Words(), help=_("What was held against, for the report.")),
    click.option("--band", type=Words(), help=_("Which band, for the report.")),
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
