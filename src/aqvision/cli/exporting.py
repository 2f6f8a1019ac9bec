"""Command line -> results written in the form of another program."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import aqvision
from aqvision.cli.arguments import folders_of
from aqvision.cli.options import LANG
from aqvision.cli.output import complain
from aqvision.cli.value_types import FOLDER
from aqvision.core.errors import AqvisionError, as_mendable, shown
from aqvision.core.wording import _


@click.command()
@click.argument("folders", type=FOLDER, nargs=-1, required=True, metavar="RESULT...")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["trc", "mot", "csv", "netcdf", "c3d", "xlsx", "parquet"]),
    required=True,
    help=_(
        "Points as trc, csv, netcdf or c3d, angles as mot, a spreadsheet as xlsx; the runs of a "
        "team as csv, xlsx or parquet."
    ),
)
@click.option(
    "--out",
    type=FOLDER,
    help=_("The file, of several results a folder; without it one in the folder of each result."),
)
@click.option("--raw", is_flag=True, help=_("Points as they were found, not mended or filtered."))
@LANG
def export(folders: tuple[Path, ...], kind: str, out: Path | None, raw: bool) -> None:
    """Write results in the form of another program; a comparison as xlsx, a team's runs too."""
    failed = False
    targets = files_of(folders, kind, out)
    for folder, target in targets.items():
        try:
            click.echo(aqvision.export(folder, kind, target, raw=raw))
        except (AqvisionError, OSError) as error:
            told = as_mendable(error)
            if told is None or len(targets) == 1:
                raise
            complain(told, shown(folder))
            failed = True
    if failed:
        sys.exit(1)


def files_of(folders: Sequence[Path], kind: str, out: Path | None) -> dict[Path, Path | None]:
    """Say into which file each result goes; None for the usual one in its own folder.

    Parameters
    ----------
    folders
        As they were named; one that was named twice counts once.
    kind
        The format.
    out
        The file, or of several results a folder for files with their names.

    Examples
    --------
    >>> list(files_of([Path("a/one"), Path("b/one")], "c3d", Path("out")).values())
    [PosixPath('out/one.c3d'), PosixPath('out/one-2.c3d')]
    """
    from aqvision.report.export import FILE_NAMES

    once = list(dict.fromkeys(folders))
    if out is None or len(once) == 1:
        return dict.fromkeys(once, out)
    suffix = Path(FILE_NAMES[kind]).suffix
    named = folders_of([folder.resolve() for folder in once], out)
    return {
        folder: path.with_name(f"{path.name}{suffix}")
        for folder, path in zip(once, named.values(), strict=True)
    }
