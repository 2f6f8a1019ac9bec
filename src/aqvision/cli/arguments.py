"""What was typed -> what it means: clips, settings, folders for results, the device."""

from __future__ import annotations

import math
import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aqvision.cli.output import tell
from aqvision.core.errors import LibraryError, PoseError, VideoError, shown
from aqvision.core.missing import missing
from aqvision.core.wording import _

if TYPE_CHECKING:
    from aqvision.analysis.hold import HoldNotes
    from aqvision.core.clip import Clip
    from aqvision.core.given_contacts import GivenContact
    from aqvision.core.marks import Marks
    from aqvision.core.settings import Settings
    from aqvision.core.splits import Splits
    from aqvision.pose.network.runtimes import Device

Options = Mapping[str, Any]
"""What click parsed, by the names of the options."""

# Systems take names of 255 bytes; the rest is for what tells alike names apart.
_MAX_FOLDER_BYTES = 200
_EVERY_FRAME = 0.0


def refuse_mixed_choices(options: Options, n_clips: int) -> None:
    """Refuse choices of an athlete that contradict each other or do not fit several clips.

    Parameters
    ----------
    options
        All options of the command.
    n_clips
        How many clips are measured.

    Raises
    ------
    click.UsageError
        They do not go together.
    """
    given = [
        f"--{name.replace('_', '-')}"
        for name in ("athlete_at", "track", "list_athletes", "all_athletes")
        if options[name] not in (None, False)
    ]
    if len(given) > 1:
        raise click.UsageError(
            _("{first} and {second} do not go together").format(first=given[0], second=given[1])
        )
    if options["events_file"] is not None and (n_clips > 1 or options["all_athletes"]):
        raise click.UsageError(_("--events is for one athlete in one clip"))
    if options["splits"] is not None and (n_clips > 1 or options["all_athletes"]):
        raise click.UsageError(_("--splits is for one athlete in one clip"))
    if n_clips > 1 and (options["from_s"], options["to_s"]) != (None, None):
        raise click.UsageError(_("--from and --to are for one clip: films differ"))
    if n_clips > 1 and given and given[0] in ("--athlete-at", "--track"):
        raise click.UsageError(
            _("{first} is for one clip: people differ from clip to clip").format(first=given[0])
        )


def folders_of(clips: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Give each clip a folder for its results.

    Parameters
    ----------
    clips
        As they were named; one that was named twice counts once.
    out
        Folder for all results.

    Returns
    -------
    dict of Path to Path
        ``out`` itself for one clip, else folders in it with the clips' names.

    Examples
    --------
    >>> list(folders_of([Path("a/run.mp4"), Path("b/run.mp4")], Path("out")).values())
    [PosixPath('out/run'), PosixPath('out/run-2')]
    """
    if len(clips) == 1:
        return {clips[0]: out}
    folders: dict[Path, Path] = {}
    for clip in dict.fromkeys(clips):
        name = _folder_name(clip)
        while out / name in folders.values():
            name += "-2"
        folders[clip] = out / name
    return folders


def _folder_name(clip: Path) -> str:
    """Give a clip's name without its ending; never one that means another folder, or too long."""
    name = clip.stem
    while len(os.fsencode(name)) > _MAX_FOLDER_BYTES:
        name = name[:-1]
    return name if name.strip(".") else "clip"


def clip_from(path: Path, options: Options) -> Clip:
    """Gather what the user says of a clip.

    Parameters
    ----------
    path
        Where it lies.
    options
        All options of the command.

    Raises
    ------
    VideoError, CalibrationError, PoseError
        It is a folder, or something that was said cannot be.
    """
    from aqvision.core.clip import AthleteChoice, Clip, Notes, parse_athlete_at
    from aqvision.core.film_part import film_part

    if path.is_dir():
        raise VideoError(
            _("{path} is a folder, not a clip").format(path=shown(path)),
            _(
                "name clips in it, or begin a report of all of them with: aqvision roster {value}"
            ).format(value=shlex.quote(str(path))),
        )
    place = options.get("athlete_at")
    choice = AthleteChoice(options.get("track")) if place is None else parse_athlete_at(place)
    return Clip(
        path,
        athlete=options.get("athlete"),
        height_m=options["height_m"],
        capture_fps=options["capture_fps"],
        marks=_marks_from(options),
        choice=choice,
        notes=Notes(options.get("surface"), options.get("shoes")),
        belt_mps=options.get("belt_speed"),
        recorded_on=options.get("recorded_on"),
        contacts=_contacts_from(options.get("events_file")),
        shot=options.get("shot"),
        part=film_part(options.get("from_s"), options.get("to_s")),
        blur_faces=options.get("blur_faces", False),
        mass_kg=options.get("mass_kg"),
        splits=_splits_from(options),
    )


def _contacts_from(table: Path | None) -> tuple[GivenContact, ...]:
    """Read the contacts that the user corrected, if any."""
    from aqvision.core.given_contacts import read_contacts

    return () if table is None else read_contacts(table)


def _splits_from(options: Options) -> Splits | None:
    """Read the split times, if any."""
    from aqvision.core.splits import TimingStart, parse_splits

    text = options.get("splits")
    return None if text is None else parse_splits(text, TimingStart(options["timing_start"]))


def _marks_from(options: Options) -> Marks | None:
    """Gather the marks on the ground, however they are given."""
    from aqvision.core.marks import Marks, parse_known_distance, parse_mark, read_marks

    distance, table, offset, camera_height_m = (
        options[name]
        for name in ("known_distance", "marks_file", "lane_offset_m", "camera_height_m")
    )
    marks = tuple(parse_mark(text) for text in options["marks"])
    marks += () if table is None else read_marks(table)
    if distance is not None and marks:
        raise click.UsageError(_("--known-distance and marks do not go together: give it as marks"))
    if distance is not None:
        marks = parse_known_distance(distance)
    if offset is not None and not marks:
        raise click.UsageError(_("--lane-offset-m says where the athlete runs: give marks as well"))
    if camera_height_m is not None and not marks:
        raise click.UsageError(
            _("--camera-height-m brings marks to the athlete's lane: give marks as well")
        )
    if not marks and table is None:
        return None
    return Marks(marks, lane_offset_m=offset or 0.0, camera_height_m=camera_height_m)


def are_holds(paths: Sequence[Path]) -> bool:
    """Tell whether results of holds are to be compared; refuse a mixture.

    Parameters
    ----------
    paths
        Clips and folders of both sides.

    Raises
    ------
    LibraryError
        Holds and runs are mixed.
    """
    holds = [(path / "hold.json").is_file() for path in paths]
    if not any(holds):
        return False
    if not all(holds):
        raise LibraryError(
            _("a hold cannot be compared with a run"),
            _("compare runs with runs, and holds with holds that were measured before"),
        )
    return True


def hold_clip_from(path: Path, options: Options) -> Clip:
    """Gather what the user says of the clip of a hold.

    Parameters
    ----------
    path
        Where it lies.
    options
        All options of the command.

    Raises
    ------
    VideoError, CalibrationError, PoseError
        It is a folder, or something that was said cannot be.
    """
    of_runs = {"known_distance": None, "marks_file": None, "lane_offset_m": None, "marks": ()}
    return clip_from(path, {**of_runs, "camera_height_m": None, **options})


def hold_notes_from(options: Options) -> HoldNotes:
    """Gather load, band and the angles that were to be held.

    Parameters
    ----------
    options
        All options of the command.

    Raises
    ------
    PoseError
        An angle is not NAME=DEGREES.
    """
    from aqvision.analysis.hold import HoldNotes

    angles = dict(_set_angle(text) for text in options["set_angles"])
    return HoldNotes(load=options["load"], band=options["band"], set_deg=angles)


def _set_angle(text: str) -> tuple[str, float]:
    name, _equals, degrees = text.partition("=")
    try:
        angle = float(degrees)
    except ValueError:
        angle = math.nan
    if not (name and math.isfinite(angle)):
        raise PoseError(
            _("'{text}' is not an angle that was to be held").format(text=text),
            _("write it as NAME=DEGREES, for example right_knee_flexion_deg=90"),
        )
    return name.strip(), angle


def device_from(options: Options) -> Device:
    """Give the device to measure on; say on stderr when it is not the one that was asked for.

    Parameters
    ----------
    options
        All options of the command.
    """
    if options["device"] == "cpu":
        return "cpu"
    from aqvision.pose.network.device import usable_device

    return usable_device("gpu", options["model"], tell)


def settings_from(options: Options) -> Settings | None:
    """Read the settings file, if one is named, and set what an option sets.

    Parameters
    ----------
    options
        All options of the command.

    Raises
    ------
    SettingsError
        The file cannot be read, or a setting in it is unknown or out of range.
    """
    from aqvision.core.settings import Settings, load_settings

    path = options["settings_file"]
    settings = None if path is None else load_settings(path)
    if options["quality"] != "best":
        return settings
    settings = settings or Settings()
    return replace(settings, pose=replace(settings.pose, second_look_doubt=_EVERY_FRAME))


def primaries_from(texts: Sequence[str]) -> tuple[str, ...]:
    """Read the metrics that the training was meant to change.

    Parameters
    ----------
    texts
        Each names with commas between them; empty where nothing was said.

    Raises
    ------
    SettingsError
        A name is unknown, there is none, or there are too many.
    """
    if not texts:
        return ()
    from aqvision.comparison.families import parse_primaries

    return parse_primaries(",".join(texts))


def refuse_missing(paths: Iterable[Path]) -> None:
    """Refuse a path that is not there before any of the others is measured.

    Parameters
    ----------
    paths
        Clips and folders that were named.

    Raises
    ------
    VideoError
        A path does not exist.
    """
    for path in paths:
        if not path.exists():
            raise missing(path)
