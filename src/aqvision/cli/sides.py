"""Clips and folders of two sides -> folders that are measured, and the clips that cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aqvision.cli.measuring import analyze_one
from aqvision.core.errors import AqvisionError, CalibrationError, PoseError, VideoError
from aqvision.core.left_out import LeftOut, not_measured
from aqvision.core.said import said
from aqvision.core.wording import _

if TYPE_CHECKING:
    from aqvision.cli.arguments import Options
    from aqvision.cli.paths import DatedPath
    from aqvision.pose.network.runtimes import Device

Sides = Mapping[str, Sequence["DatedPath"]]


def measured_sides(
    sides: Sides, out: Path, options: Options, device: Device
) -> tuple[dict[str, list[Path]], tuple[LeftOut, ...]]:
    """Give the folders of analyses by side, after measuring what is still a clip.

    A clip that cannot be measured is left out by itself, which is said on stderr.

    Parameters
    ----------
    sides
        Clips and folders, with their days, by "before", "after" or another word, which names the
        folders of clips as well.
    out, options, device
        Folder for all results, all options of the command, and what the network runs on.

    Raises
    ------
    AqvisionError
        No clip of a side can be measured, or a folder not be written.
    """
    folders: dict[str, list[Path]] = {side: [] for side in sides}
    left_out: list[LeftOut] = []
    for side, given in sides.items():
        errors = []
        for number, one in enumerate(given, 1):
            try:
                folders[side].append(_measured(one, out / f"{side}-{number}", options, device))
            except (VideoError, PoseError, CalibrationError) as error:
                errors.append(error)
                left_out.append(not_measured(one.path.name, side, str(error)))
        if given and not folders[side]:
            raise _nothing_left(errors, side)
    for one_left in left_out:
        click.echo(said(one_left.sentence), err=True)
    return folders, tuple(left_out)


def _measured(one: DatedPath, folder: Path, options: Options, device: Device) -> Path:
    if one.path.is_dir():
        return one.path
    analyze_one(one.path, folder, {**options, "recorded_on": one.day}, device)
    return folder


def _nothing_left(errors: Sequence[AqvisionError], side: str) -> AqvisionError:
    """Give the only reason as it is; of several the first, which is said to be one of them."""
    first = errors[0]
    if len(errors) == 1:
        return first
    return type(first)(
        _("no clip {side} could be measured, of the first: {why}").format(side=side, why=first),
        first.hint,
        first.prompts,
    )
