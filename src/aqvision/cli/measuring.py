"""Path + options -> one call of the public interface, its progress shown on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import aqvision
from aqvision.cli.arguments import (
    Options,
    clip_from,
    hold_clip_from,
    hold_notes_from,
    settings_from,
)
from aqvision.cli.output import tell
from aqvision.cli.texts import say
from aqvision.core.errors import AqvisionError, VideoError

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.check import ClipCheck
    from aqvision.analysis.hold import HoldAnalysis
    from aqvision.cli.paths import DatedPath
    from aqvision.core.provenance import Provenance
    from aqvision.pose.network.runtimes import Device
    from aqvision.pose.track.athlete import Candidate


def analyze_one(path: Path, folder: Path, options: Options, device: Device) -> Analysis:
    """Measure a clip, or a pose file, into a folder.

    Parameters
    ----------
    path
        The clip.
    folder
        Where its results go.
    options
        All options of the command.
    device
        What the network runs on.

    Raises
    ------
    AqvisionError
        The clip cannot be measured, or the folder not be written.
    """
    if path.is_file() and not (folder / "pose.npz").is_file():
        _load_workers()
    from aqvision.cli.progress import ProgressDisplay

    clip = clip_from(path, options)
    settings = settings_from(options)
    with ProgressDisplay(path.name) as progress:
        analysis = aqvision.analyze(
            clip,
            folder,
            model=options["model"],
            device=device,
            settings=settings,
            progress=progress,
        )
    _say_what_ran(analysis.provenance)
    return analysis


def hold_one(path: Path, folder: Path, options: Options, device: Device) -> HoldAnalysis:
    """Measure the clip of a hold, or its pose file, into a folder.

    Parameters
    ----------
    path, folder, options, device
        As for :func:`analyze_one`.

    Raises
    ------
    AqvisionError
        The clip cannot be measured, or the folder not be written.
    """
    if path.is_file() and not (folder / "pose.npz").is_file():
        _load_workers()
    from aqvision.cli.progress import ProgressDisplay

    clip, notes = hold_clip_from(path, options), hold_notes_from(options)
    settings = settings_from(options)
    with ProgressDisplay(path.name) as progress:
        analysis = aqvision.hold(
            clip,
            folder,
            rigid=options["rigid"],
            notes=notes,
            model=options["model"],
            device=device,
            settings=settings,
            progress=progress,
        )
    _say_what_ran(analysis.provenance)
    return analysis


def compare_held(
    before: Sequence[DatedPath], after: Sequence[DatedPath], out: Path, *, as_json: bool
) -> None:
    """Compare holds and show what differs.

    Parameters
    ----------
    before, after
        Folders of holds.
    out
        Where the report goes.
    as_json
        Print what hold_comparison.json holds instead.

    Raises
    ------
    AqvisionError
        They cannot be compared, or the folder not be written.
    """
    from aqvision.cli.output import show_hold_comparison
    from aqvision.cli.paths import days_of
    from aqvision.holds import compare_hold_folders

    old, new = ([one.path for one in side] for side in (before, after))
    comparison = compare_hold_folders(old, new, out, recorded_on=days_of((*before, *after)))
    show_hold_comparison(comparison, out, as_json=as_json)


def show_contacts(
    path: Path, folder: Path, options: Options, device: Device
) -> tuple[Analysis, list[Path]]:
    """Measure a clip, and write pictures of each touchdown and toe-off.

    Parameters
    ----------
    path, folder, options, device
        As for :func:`analyze_one`.

    Returns
    -------
    tuple
        What was measured, and what was written: pictures, then the table of contacts.

    Raises
    ------
    AqvisionError
        The clip cannot be measured, is no video, or the folder not be written.
    """
    from aqvision.pose.io.importing import is_pose_file
    from aqvision.report.event_strips import write_event_strips
    from aqvision.video.reader import open_video

    if is_pose_file(path):
        raise VideoError(say("no pictures", name=path.name), say("give the video"))
    analysis = analyze_one(path, folder, options, device)
    film = open_video(path).turned(analysis.raw_pose.quarter_turns)
    return analysis, write_event_strips(analysis, film, folder)


def _say_what_ran(made: Provenance) -> None:
    """Say so when the network had to run on something slower than usual."""
    from aqvision.core.provenance import remark_on

    remark = remark_on(made.runtime)
    if remark:
        tell(remark)


def analyze_everybody(
    path: Path, folder: Path, options: Options, device: Device
) -> list[tuple[Analysis, Path]]:
    """Measure everybody who strides in a clip; say on stderr of whom it was not possible.

    Parameters
    ----------
    path, folder, options, device
        As for :func:`analyze_one`; each person gets a folder of their own in ``folder``.

    Returns
    -------
    list of (Analysis, Path)
        What was measured, and where it was written.

    Raises
    ------
    AqvisionError
        Nobody could be measured.
    """
    from aqvision.cli.progress import ProgressDisplay
    from aqvision.everybody import analyze_athletes

    settings = settings_from(options)
    with ProgressDisplay(path.name) as progress:
        found = analyze_athletes(
            clip_from(path, options),
            folder,
            model=options["model"],
            device=device,
            settings=settings,
            progress=progress,
        )
    return _measured(found, path, folder)


def _measured(
    found: Mapping[int, Analysis | AqvisionError], path: Path, folder: Path
) -> list[tuple[Analysis, Path]]:
    """Keep what was measured, and say of whom it was not possible."""
    failed = {n: result for n, result in found.items() if isinstance(result, AqvisionError)}
    if len(failed) == len(found):
        raise next(iter(failed.values()))
    for number, error in failed.items():
        click.echo(say("track failed", clip=path.name, number=number, text=error), err=True)
    return [
        (result, folder / f"athlete-{number}")
        for number, result in found.items()
        if not isinstance(result, AqvisionError)
    ]


def list_people(
    path: Path, folder: Path, options: Options, device: Device
) -> tuple[Candidate, ...]:
    """Find the people in a clip without measuring them; write their pictures.

    Parameters
    ----------
    path, folder, options, device
        As for :func:`analyze_one`.

    Raises
    ------
    AqvisionError
        The clip cannot be read or holds nobody, or the folder cannot be written.
    """
    from aqvision.cli.progress import ProgressDisplay
    from aqvision.everybody import list_athletes

    clip, settings = clip_from(path, options), settings_from(options)
    with ProgressDisplay(path.name) as progress:
        return list_athletes(clip, folder, device=device, settings=settings, progress=progress)


def check_one(path: Path, options: Options) -> ClipCheck:
    """Say what a clip is good for.

    Parameters
    ----------
    path
        The clip.
    options
        All options of the command.

    Raises
    ------
    AqvisionError
        The clip cannot be measured at all.
    """
    _load_workers()
    from aqvision.cli.progress import ProgressDisplay

    with ProgressDisplay(path.name) as progress:
        return aqvision.check(clip_from(path, options), progress=progress)


def _load_workers() -> None:
    """Let what workers need be loaded while the rest of the program still is."""
    from aqvision.pose.detect.preload import load_ahead

    load_ahead()
