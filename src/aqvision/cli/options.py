"""Command -> the same with its options: names, types and help of each, in one place."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from aqvision.core.errors import LibraryError, shown

Command = TypeVar("Command", bound=Callable[..., Any])


class _Name(click.Path):
    """A name of a file or folder that can be written down in a result and in a line."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Refuse bytes that are no text, and what steers a terminal or breaks a line."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if _breaks_a_line(str(path)):
            raise LibraryError(f"the name {shown(path)} cannot be written down", "rename it")
        return path


class _Words(click.types.StringParamType):
    """A line of text that stands in a result and on its page."""

    def convert(self, value: Any, param: click.Parameter | None, _: click.Context | None) -> str:
        """Refuse bytes that are no text, and what steers a terminal or breaks a line."""
        if _breaks_a_line(value):
            named = param.opts[0] if param else "the text"
            raise LibraryError(
                f"{named} holds a line break or another character that cannot be shown",
                "type it again, on one line",
            )
        return str(value)


def _breaks_a_line(text: str) -> bool:
    return any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text)


# Whether it can be read or written is told where that is tried, with a hint.
PATH = _Name(readable=False, path_type=Path)


_HEIGHT = click.option("--height-m", type=float, help="Standing height in metres: gives a scale.")
_DISTANCE = click.option(
    "--known-distance",
    metavar="X1,Y1,X2,Y2,M",
    help="Two points in the athlete's lane, in pixels, and the metres between them.",
)
_MARK = click.option(
    "--mark",
    "marks",
    multiple=True,
    metavar="X,Y[@TIME]=ALONG[,ACROSS]",
    help="A mark on the ground: pixel, time if the camera moves, metres along and across. Repeat.",
)
_MARKS_FILE = click.option(
    "--marks", "marks_file", type=PATH, help="CSV file of marks: time_s,x_px,y_px,along_m,across_m."
)
_LANE_OFFSET = click.option(
    "--lane-offset-m", type=float, help="How far behind the marks the athlete runs, in metres."
)
_CAMERA_HEIGHT = click.option(
    "--camera-height-m",
    type=float,
    help="Height of the lens above the ground, in metres: brings marks to another lane.",
)
_SCALE = (_HEIGHT, _DISTANCE, _MARK, _MARKS_FILE, _LANE_OFFSET, _CAMERA_HEIGHT)
_CAPTURE_RATE = click.option(
    "--capture-fps", type=float, help="Frame rate of the camera, if slow motion."
)
_PLACE = click.option(
    "--athlete-at",
    metavar="X,Y@TIME",
    help="Measure the person at this pixel at this time in seconds.",
)
_TRACK = click.option("--track", type=int, help="Measure the person of this number in the list.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


PRIMARY = click.option(
    "--primary",
    metavar="NAME,...",
    help="Metrics that the training was meant to change, named before any result is seen.",
)


def _with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


_MEASURING = (
    click.option("--athlete", type=_Words(), help="Name of the athlete, for the report."),
    *_SCALE,
    click.option("--belt-speed", type=float, help="Speed of the treadmill in m/s, if on one."),
    _CAPTURE_RATE,
    click.option(
        "--model",
        type=click.Choice(["heavy", "full"]),
        default="heavy",
        show_default=True,
        help="Pose network: heavy is more exact, full twice as fast.",
    ),
    click.option(
        "--device",
        type=click.Choice(["cpu", "gpu"]),
        default="cpu",
        show_default=True,
        help="What the network runs on; without a usable GPU, the CPU.",
    ),
    click.option("--surface", type=_Words(), help="What was run on: track, grass, ..."),
    click.option("--shoes", type=_Words(), help="What was worn: spikes, flats, ..."),
    click.option("--settings", "settings_file", type=PATH, help="TOML file of settings."),
)


def measuring_options(command: Command) -> Command:
    """Add the options that say how a clip is measured.

    Parameters
    ----------
    command
        To add to.

    Returns
    -------
    Command
        The same with the options.
    """
    out = click.option("--out", type=PATH, required=True, help="Folder for the results.")
    return _with_options(command, out, *_MEASURING, JSON)


def planning_options(command: Command) -> Command:
    """Add the options that say how a clip is measured, where there may be none to measure.

    Parameters
    ----------
    command
        To add to.

    Returns
    -------
    Command
        The same with the options.
    """
    out = click.option("--out", type=PATH, help="Folder for the results of clips.")
    return _with_options(command, out, *_MEASURING, JSON)


def checking_options(command: Command) -> Command:
    """Add the options that matter to a first look.

    Parameters
    ----------
    command
        To add to.

    Returns
    -------
    Command
        The same with the options.
    """
    return _with_options(command, *_SCALE, _CAPTURE_RATE, _PLACE, _TRACK, JSON)


def choosing_options(command: Command) -> Command:
    """Add the options that say whose body is measured.

    Parameters
    ----------
    command
        To add to.

    Returns
    -------
    Command
        The same with the options.
    """
    return _with_options(
        command,
        _PLACE,
        _TRACK,
        click.option(
            "--list-athletes", is_flag=True, help="Only list the people, with a picture of each."
        ),
        click.option("--all-athletes", is_flag=True, help="Measure everybody who strides."),
    )
