"""Command line -> a team: rosters, batches, the pages in a browser."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from aqvision.cli.interrupts import STOPPED, noticed_interrupts
from aqvision.cli.options import BLUR_FACES, JSON, LANG, LOG_FORMAT, QUIET, READING, with_options
from aqvision.cli.output import tell
from aqvision.cli.texts import say
from aqvision.cli.value_types import FOLDER, ROSTER
from aqvision.core.logs import set_up_logs
from aqvision.core.said import said
from aqvision.core.wording import _, word_of

if TYPE_CHECKING:
    from aqvision.batch.output import Written
    from aqvision.batch.roster import Roster
    from aqvision.batch.watching import Watched

# The same each time, so that a page that is open finds the server again.
DEFAULT_PORT = 8642


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--out",
    type=ROSTER,
    help=_("File to write, .csv or .xlsx; without it roster.csv in FOLDER."),
)
@with_options(LANG, QUIET)
def roster(folder: Path, out: Path | None) -> None:
    """Write a first roster of the clips in FOLDER, from their names, folders and tags."""
    from aqvision.batch.draft import batch_command, write_first_roster

    written = write_first_roster(folder, out)
    athletes = {guess.athlete for guess in written.guesses} - {""}
    n_clips, n_athletes = len(written.guesses), len(athletes)
    click.echo(written.path)
    tell(say("roster", n_clips=n_clips, n_athletes=n_athletes))
    for gap in written.missing:
        tell(f"  {gap}")
    for remark in written.remarks:
        tell(say("note", text=remark))
    if written.left_out:
        tell(say("roster left out", n=len(written.left_out)))
        for one in written.left_out:
            tell(f"  {one}")
    tell(say("roster next", command=batch_command(written.path)))


@click.command()
@click.argument("roster", type=ROSTER, metavar="ROSTER")
@click.option("--out", type=FOLDER, required=True, help=_("Folder for all reports."))
@click.option(
    "--workers",
    type=click.IntRange(0),
    help=_("Clips at a time; without it what suits the machine, with 0 others measure them."),
)
@BLUR_FACES
@with_options(*READING, JSON, QUIET)
def batch(roster: Path, out: Path, workers: int | None, blur_faces: bool, as_json: bool) -> None:
    """Measure all clips of a ROSTER and compare each athlete before and after."""
    from aqvision.batch.roster import read_roster

    read = read_roster(roster)
    if blur_faces:
        read = read.without_faces()
    for remark in read.remarks:
        tell(say("note", text=remark))
    try:
        with noticed_interrupts() as interrupted:
            written = _do_batch(read, out, workers, interrupted)
    except KeyboardInterrupt:
        tell(say("batch stopped"))
        sys.exit(STOPPED)
    _show_batch(written, as_json)
    if written.failed:
        sys.exit(1)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help=_("Port on this machine; 0 for any that is free."),
)
@click.option("--no-open", is_flag=True, help=_("Do not open a browser."))
@click.option(
    "--public-url",
    metavar="URL",
    help=_("Address of a reverse proxy on this machine, such as https://sprint.example.org."),
)
@click.option(
    "--accounts",
    is_flag=True,
    help=_("People sign in and see what is theirs; without it one visitor does everything."),
)
@click.option(
    "--workers",
    type=click.IntRange(0),
    help=_("Clips at a time; without it what suits the machine, with 0 others measure them."),
)
@LOG_FORMAT
@with_options(*READING)
def serve(
    port: int,
    no_open: bool,
    public_url: str | None,
    accounts: bool,
    workers: int | None,
    log_format: str,
) -> None:
    """Open aqvision in a browser: upload clips, read reports."""
    from aqvision.web.serve import serve as serve_pages

    set_up_logs(log_format)
    serve_pages(
        port,
        tell=click.echo,
        public_url=public_url,
        browse=not no_open,
        accounts=accounts,
        workers=workers,
    )


def _do_batch(roster: Roster, out: Path, workers: int | None, interrupted: Event) -> Written:
    from aqvision.batch.kept_effects import KeptEffects
    from aqvision.batch.output import BatchFolder
    from aqvision.batch.run import Listener, run_batch
    from aqvision.cli.progress import BatchDisplay
    from aqvision.core.folders import refuse_unwritable
    from aqvision.jobs.queue import default_workers
    from aqvision.library.library import open_library

    refuse_unwritable(out)
    folder = BatchFolder(out, roster.title)
    folder.refuse_foreign_page()
    written: list[Written] = []
    tell(say("batch begins", path=out / "index.html"))
    with open_library() as opened, opened.home.kept.in_use(), BatchDisplay() as display:

        def watch(watched: Watched) -> None:
            if interrupted.is_set():
                raise KeyboardInterrupt
            display.watch(watched)

        kept = KeptEffects(opened.home.folder)
        listener = Listener(
            display.taking_in, watch, lambda outcome: written.append(folder.write(outcome, kept))
        )
        run_batch(roster, opened, default_workers() if workers is None else workers, listener)
    return written[-1]


def _show_batch(written: Written, as_json: bool) -> None:
    _tell_folders(written)
    if as_json:
        from aqvision.batch.output import batch_to_dict

        click.echo(json.dumps(batch_to_dict(written)))
        return
    for one in written.athletes:
        for clip in one.clips:
            if clip.error:
                line = say("batch clip", athlete=one.name, label=clip.label, fault=clip.fault)
                click.echo(line, err=True)
        for report in one.more:
            if report.error:
                line = say("batch more", athlete=one.name, what=report.label, fault=report.line)
                click.echo(line, err=True)
    for one in written.unwritten:
        line = say("batch unwritten", athlete=one.name, text=said(one.error), hint=said(one.hint))
        click.echo(line, err=True)
    standings = Counter(one.standing for one in written.athletes)
    click.echo(", ".join(f"{word_of(standing)}: {n}" for standing, n in sorted(standings.items())))
    paths = {"index": written.index, "summary": written.summary, "workbook": written.workbook}
    click.echo(say("batch", **paths))


def _tell_folders(written: Written) -> None:
    """Tell what became of folders of an earlier batch whose names nobody has any more."""
    if written.moved:
        folders = ", ".join(f"{old} → {new}" for old, new in written.moved.items())
        tell(say("batch moved", folders=folders))
    if written.outdated:
        tell(say("batch outdated", folders=", ".join(written.outdated)))
