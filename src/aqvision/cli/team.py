"""Command line -> the library of a team."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aqvision.cli.options import JSON, PATH

if TYPE_CHECKING:
    from aqvision.batch.output import Written
    from aqvision.batch.roster import Roster
    from aqvision.library.backup import Finding

# What shells give for a program that Ctrl-C has ended.
_STOPPED = 130


@click.group()
def library() -> None:
    """Look after the library: athletes, clips and results of a team."""


@library.command()
@click.argument("target", type=PATH)
def backup(target: Path) -> None:
    """Copy the whole library into the new folder TARGET and check the copy."""
    from aqvision.library.backup import back_up
    from aqvision.library.library import open_library

    with open_library() as opened:
        findings = back_up(opened, target)
    _show(findings, f"Written: {target}")


@library.command()
def check() -> None:
    """Look for what is missing, damaged or left over in the library."""
    from aqvision.library.backup import check_library
    from aqvision.library.library import open_library

    with open_library() as opened:
        findings = check_library(opened)
    _show(findings, f"{opened.home.folder}: nothing is missing, damaged or left over")


@click.command()
@click.argument("folder", type=PATH)
def roster(folder: Path) -> None:
    """Write a first roster of the clips in FOLDER, from their names, folders and tags."""
    from aqvision.batch.draft import write_first_roster

    written = write_first_roster(folder)
    athletes = {guess.athlete for guess in written.guesses} - {""}
    click.echo(f"Written: {written.path}: clips {len(written.guesses)}, athletes {len(athletes)}")
    for gap in written.missing:
        click.echo(f"  {gap}")
    click.echo("Look through it, add heights in metres, then: " + _batch_command(written.path))


@click.command()
@click.argument("roster", type=PATH, metavar="ROSTER")
@click.option("--out", type=PATH, required=True, help="Folder for all reports.")
@click.option(
    "--workers", type=click.IntRange(1), help="Clips at a time; without it what suits the machine."
)
@JSON
def batch(roster: Path, out: Path, workers: int | None, as_json: bool) -> None:
    """Measure all clips of a ROSTER and compare each athlete before and after."""
    from aqvision.batch.roster import read_roster

    read = read_roster(roster)
    for remark in read.remarks:
        click.echo(f"Note: {remark}", err=True)
    try:
        written = _do_batch(read, out, workers)
    except KeyboardInterrupt:
        click.echo("Stopped; the same command goes on where it was.", err=True)
        sys.exit(_STOPPED)
    _show_batch(written, as_json)
    if written.failed:
        sys.exit(1)


def _do_batch(roster: Roster, out: Path, workers: int | None) -> Written:
    from aqvision.analysis.store import refuse_unwritable
    from aqvision.batch.output import BatchFolder
    from aqvision.batch.run import Listener, run_batch
    from aqvision.cli.batch_progress import BatchDisplay
    from aqvision.jobs.queue import default_workers
    from aqvision.library.library import open_library

    refuse_unwritable(out)
    folder = BatchFolder(out, roster.title)
    written: list[Written] = []
    click.echo(f"Reports as athletes are done: {out / 'index.html'}", err=True)
    with open_library() as opened, BatchDisplay() as display:
        listener = Listener(
            display.taking_in, display.watch, lambda outcome: written.append(folder.write(outcome))
        )
        run_batch(roster, opened, workers or default_workers(), listener)
    return written[-1]


def _show_batch(written: Written, as_json: bool) -> None:
    if as_json:
        from aqvision.batch.output import batch_to_dict

        click.echo(json.dumps(batch_to_dict(written)))
        return
    for one in written.athletes:
        for clip in one.clips:
            if clip.error:
                click.echo(f"{one.name}, {clip.label}: {clip.fault}", err=True)
    for one in written.unwritten:
        click.echo(f"{one.name}: {one.error} (hint: {one.hint})", err=True)
    standings = Counter(one.standing for one in written.athletes)
    click.echo(", ".join(f"{standing}: {n}" for standing, n in sorted(standings.items())))
    click.echo(f"Team: {written.index}\nTable: {written.summary}")


def _batch_command(path: Path) -> str:
    roster, out = (shlex.quote(str(part)) for part in (path, path.parent / "reports"))
    return f"aqvision batch {roster} --out {out}"


def _show(findings: list[Finding], good: str) -> None:
    """Name what was found, one line and a hint each; exit 1 where there is any."""
    for finding in findings:
        click.echo(f"BAD  {finding.text}\n     {finding.hint}")
    if findings:
        sys.exit(1)
    click.echo(good)
