"""Command line -> a process that does the jobs of a library, one of several on any machine."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import click

from aqvision.cli.options import LOG_FORMAT, QUIET
from aqvision.cli.output import tell
from aqvision.cli.texts import say
from aqvision.core.logs import set_up_logs
from aqvision.core.provenance import package_version
from aqvision.core.wording import _


@click.command()
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help=_("Jobs at a time; without it what suits the machine."),
)
@QUIET
@LOG_FORMAT
def worker(jobs: int | None, log_format: str) -> None:
    """Do the jobs of a library that others share, until told to stop (Ctrl-C, SIGTERM)."""
    from aqvision.jobs.queue import default_workers, open_jobs
    from aqvision.library.library import open_library

    set_up_logs(log_format)
    n_jobs = jobs or default_workers()
    with (
        _told_to_stop() as stop,
        open_library(upgrade=False) as opened,
        open_jobs(opened, n_jobs, upgrade=False),
    ):
        where = opened.engine.url.render_as_string(hide_password=True)
        tell(say("worker", version=package_version(), where=where, n=n_jobs))
        stop.wait()
    tell(say("worker stopped"))


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """Take both signals that end a program for a wish, which is met in good order."""
    told = Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: told.set()) for number in numbers]
    try:
        yield told
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
