"""Command line -> the time line of a season: holds, training and sprints of one athlete."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aqvision.cli.arguments import primaries_from, refuse_missing
from aqvision.cli.options import JSON, PDF, PRIMARY, QUIET, READING, with_options
from aqvision.cli.output import show_written
from aqvision.cli.paths import DATED_PATH, DatedPath, days_of
from aqvision.cli.sending_on import print_reports
from aqvision.cli.texts import say
from aqvision.cli.value_types import FOLDER, TABLE
from aqvision.core.wording import _

if TYPE_CHECKING:
    from aqvision.progress.progress import Progress


@click.command()
@click.argument("folders", type=DATED_PATH, nargs=-1, required=True, metavar="FOLDER[@DAY]...")
@click.option("--out", type=FOLDER, required=True, help=_("Folder for the page."))
@click.option("--blocks", type=TABLE, help=_("CSV file of what was trained: from,to,what."))
@PRIMARY
@PDF
@with_options(*READING, JSON, QUIET)
def progress(
    folders: tuple[DatedPath, ...],
    out: Path,
    blocks: Path | None,
    primary: tuple[str, ...],
    pdf: bool,
    as_json: bool,
) -> None:
    """Set holds, training and sprints of an athlete on one time line."""
    from aqvision.season import follow

    days = days_of(folders)
    refuse_missing(one.path for one in folders)
    primaries = primaries_from(primary)
    named = list(dict.fromkeys(one.path for one in folders))
    found = follow(named, out, blocks=blocks, recorded_on=days, primaries=primaries)
    _show(found, out, as_json=as_json)
    show_written(print_reports([out], wanted=pdf), as_json=as_json)


def _show(found: Progress, out: Path, *, as_json: bool) -> None:
    if as_json:
        from aqvision.analysis.store import nan_to_null
        from aqvision.progress.store import progress_to_dict

        content: Any = nan_to_null(progress_to_dict(found))
        click.echo(json.dumps(content))
        return
    from aqvision.report.season import season_verdict

    for sentence in season_verdict(found):
        click.echo(sentence)
    click.echo(say("report", path=out / "report.html"))
