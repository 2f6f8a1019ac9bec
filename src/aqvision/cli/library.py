"""Command line -> the library: its backup and check, ladders of its sessions, measuring again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aqvision.cli.completing import athletes
from aqvision.cli.interrupts import STOPPED, noticed_interrupts
from aqvision.cli.options import JSON, QUIET, with_options
from aqvision.cli.output import show_ladder, tell
from aqvision.cli.texts import say
from aqvision.cli.value_types import FOLDER
from aqvision.core.errors import LibraryError
from aqvision.core.wording import _

if TYPE_CHECKING:
    import datetime as dt

    from aqvision.jobs.queue import Jobs
    from aqvision.library.backup import Finding
    from aqvision.library.library import Library
    from aqvision.library.records import Job


@click.group()
def library() -> None:
    """Look after the library: athletes, clips and results of a team."""


@library.command()
@click.argument("target", type=FOLDER)
def backup(target: Path) -> None:
    """Copy the whole library into the new folder TARGET and check the copy."""
    from aqvision.library.backup import back_up, has_tables
    from aqvision.library.library import open_library

    with open_library() as opened:
        findings = back_up(opened, target)
        if not has_tables(opened):
            tell(say("tables apart"))
    _show(findings, str(target))


@library.command()
@click.argument("source", type=FOLDER)
def restore(source: Path) -> None:
    """Bring back from the backup SOURCE what is missing or damaged in the library."""
    from aqvision.library.library import open_library
    from aqvision.library.restoring import restore as bring_back

    with open_library(brought_from=source) as opened:
        n, findings = bring_back(opened, source)
    _show(findings, say("brought back", n=n))


@library.command()
def check() -> None:
    """Look for what is missing, damaged or left over in the library."""
    from aqvision.library.backup import check_library
    from aqvision.library.library import open_library

    with open_library() as opened:
        findings = check_library(opened)
    _show(findings, say("library good", folder=opened.home.folder))


@library.command()
def upgrade() -> None:
    """Bring the tables of the library, and of its queue, up to date."""
    from aqvision.jobs.queue import open_jobs
    from aqvision.library.library import open_library

    with open_library() as opened, open_jobs(opened, 0):
        click.echo(say("library upgraded", folder=opened.home.folder))


@library.command()
@click.option(
    "--to",
    "address",
    envvar="AQVISION_DATABASE_URL",
    required=True,
    metavar="URL",
    help=_("An empty PostgreSQL database; without it the one of AQVISION_DATABASE_URL."),
)
def move(address: str) -> None:
    """Move the tables of the library from their file into PostgreSQL; clips and results stay."""
    from aqvision.jobs.presence import n_present
    from aqvision.library.storage import open_home
    from aqvision.library.transfer import move_to_postgresql

    home = open_home()
    if n_present(home.folder / "locks"):
        raise LibraryError(
            _("aqvision works on this library just now"),
            _("end aqvision serve and batch, and move the library then"),
        )
    moved = move_to_postgresql(home, address)
    counted = {name: moved.n_rows[name] for name in ("athlete", "session", "run")}
    click.echo(say("library moved", all=sum(moved.n_rows.values()), left=moved.left, **counted))


def _show(findings: list[Finding], good: str) -> None:
    """Name what was found, one line and a hint each; exit 1 where there is any."""
    for finding in findings:
        click.echo(say("bad", text=finding.text))
        click.echo(say("remedy", text=finding.hint))
    if findings:
        sys.exit(1)
    click.echo(good)


@library.command()
@click.argument("athlete", shell_complete=athletes)
@click.option("--day", metavar="DAY", help=_("Day of the session; without one the latest."))
@click.option(
    "--before", metavar="DAY", help=_("Day of an earlier session to set its ladder beside.")
)
@with_options(JSON, QUIET)
def ladder(athlete: str, day: str | None, before: str | None, as_json: bool) -> None:
    """Say what holds as speed rises in the measured runs of a session of ATHLETE."""
    from aqvision.coupling.rungs import MIN_RUNGS
    from aqvision.library.library import open_library
    from aqvision.library.naming import athlete_named, session_with_runs

    on, earlier_on = _day(day), _day(before)
    with open_library() as opened:
        who = athlete_named(opened, athlete)
        session = session_with_runs(opened, who, MIN_RUNGS, on)
        earlier = None
        if earlier_on is not None:
            earlier = session_with_runs(opened, who, MIN_RUNGS, earlier_on).id
        plan = opened.add_ladder(session.id, earlier)
        (job,) = _done(opened, lambda jobs: {jobs.compare(plan.id): who.name})
        if job.error is not None:
            raise LibraryError(job.error, job.hint or "", job.prompts)
        folder = opened.result_folder(opened.comparison(plan.id))
    show_ladder(folder, as_json=as_json)


def _day(text: str | None) -> dt.date | None:
    from aqvision.core.recorded import parse_day

    return None if text is None else parse_day(text)


@library.command("measure-again")
@click.option(
    "--athlete",
    shell_complete=athletes,
    help=_("Only this athlete's clips; without one everybody's."),
)
@QUIET
def measure_again(athlete: str | None) -> None:
    """Measure again what was measured in an older way, or before something known changed."""
    from aqvision.jobs.again import measure_again as ask
    from aqvision.jobs.queue import BATCH_PRIORITY
    from aqvision.library.library import open_library
    from aqvision.library.naming import athlete_named

    with open_library() as opened:
        who = None if athlete is None else athlete_named(opened, athlete).id
        runs = opened.measured_otherwise(who)
        if not runs:
            click.echo(say("nothing to measure again"))
            return
        tell(say("measuring again", n=len(runs)))
        try:
            ended = _done(opened, lambda jobs: ask(jobs, runs, BATCH_PRIORITY))
        except KeyboardInterrupt:
            tell(say("batch stopped"))
            sys.exit(STOPPED)
    failed = [job for job in ended if job.error is not None]
    click.echo(say("measured again", n=len(ended) - len(failed)))
    if failed:
        sys.exit(1)


def _done(opened: Library, ask: Callable[[Jobs], Mapping[str, str]]) -> Sequence[Job]:
    """Have jobs done, showing how far they are, and give them as they ended."""
    from aqvision.batch.watching import Watched, watch_jobs
    from aqvision.cli.progress import BatchDisplay
    from aqvision.jobs.queue import open_jobs

    ended: dict[str, Job] = {}
    with noticed_interrupts() as interrupted, open_jobs(opened) as jobs, BatchDisplay() as display:
        names = ask(jobs)

        def watch(watched: Watched) -> None:
            if interrupted.is_set():
                raise KeyboardInterrupt
            display.watch(watched)

        def note(found: Mapping[str, Job | None]) -> None:
            ended.update({job.id: job for job in found.values() if job is not None})

        watched = Watched({}, names, dict.fromkeys(names, 1.0), jobs.n_workers)
        watch_jobs(opened, watched, watch, note)
    return list(ended.values())
