"""Command line -> the pipeline: parse, call, show."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import aqvision
from aqvision.cli.arguments import (
    Options,
    are_holds,
    device_from,
    folders_of,
    primaries_from,
    refuse_missing,
    refuse_mixed_choices,
    settings_from,
)
from aqvision.cli.checks import show_checks
from aqvision.cli.completion import completion
from aqvision.cli.exporting import export
from aqvision.cli.library import library
from aqvision.cli.measuring import (
    analyze_everybody,
    analyze_one,
    check_one,
    compare_held,
    hold_one,
    list_people,
    show_contacts,
)
from aqvision.cli.options import (
    CHECKING,
    CHOOSING,
    EVENTS,
    HOLDING,
    MEASURING,
    NAMING,
    PDF,
    PLANNING,
    PRIMARY,
    QUIET,
    SPLITS,
    VIDEO,
    with_options,
)
from aqvision.cli.output import (
    Commands,
    complain,
    show_analyses,
    show_candidates,
    show_comparison,
    show_hold,
    show_ladder,
    show_strips,
    show_written,
    tell,
)
from aqvision.cli.paths import DATED_PATH, DatedPath, days_of
from aqvision.cli.planning import parse_sizes, show_plan, sizes_in
from aqvision.cli.season import progress
from aqvision.cli.sending_on import draw_videos, print_reports, refuse_no_video
from aqvision.cli.sides import measured_sides
from aqvision.cli.team import batch, roster, serve
from aqvision.cli.texts import say
from aqvision.cli.value_types import CLIP, FOLDER
from aqvision.cli.worker import worker
from aqvision.core.errors import AqvisionError, LibraryError, as_mendable, reason_of, shown
from aqvision.core.folders import make_folder, try_folder
from aqvision.core.wording import _

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aqvision")
def main() -> None:
    """Sprint video in, a before/after report out that a coach can believe."""
    # thousands of fits to a few dozen points each: threads that wait for each other make them
    # several times as slow. Read when numpy is loaded, which no command has done by now.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


for command in (batch, roster, library, serve, worker, progress, export, completion):
    main.add_command(command)


@main.command()
@click.argument("clips", type=DATED_PATH, nargs=-1, required=True, metavar="CLIP[@DAY]...")
@with_options(*MEASURING, *SPLITS, EVENTS, *CHOOSING, VIDEO, PDF)
def analyze(clips: tuple[DatedPath, ...], out: Path, as_json: bool, **options: Any) -> None:
    """Measure sprint clips, or pose files (.trc), and write a report of each."""
    try_folder(out)
    folders, days = folders_of([clip.path for clip in clips], out), days_of(clips)
    refuse_mixed_choices(options, len(folders))
    if options["video"]:
        refuse_no_video(folders)
    device = device_from(options)
    if options["list_athletes"]:
        lists = {p: list_people(p, folder, options, device) for p, folder in folders.items()}
        show_candidates(lists, out, as_json=as_json)
        return
    results: list[tuple[Analysis, Path]] = []
    written: list[Path] = []
    for path, folder in folders.items():
        told = options | {"recorded_on": days.get(path)}
        if options["all_athletes"]:
            found = analyze_everybody(path, folder, told, device)
        else:
            found = [(analyze_one(path, folder, told, device), folder)]
        if options["video"]:
            written += draw_videos(path, found, options["video"])
        results += found
    one = len(folders) == 1 and not options["all_athletes"]
    show_analyses(results, as_json=as_json, one=one)
    written += print_reports((folder for _analysis, folder in results), wanted=options["pdf"])
    show_written(written, as_json=as_json)


@main.command()
@click.argument("clip", type=DATED_PATH, metavar="CLIP[@DAY]")
@with_options(*MEASURING, EVENTS, *NAMING)
def events(clip: DatedPath, out: Path, as_json: bool, **options: Any) -> None:
    """Measure a sprint clip, and show each touchdown and toe-off for an eye to check."""
    try_folder(out)
    told = options | {"recorded_on": days_of([clip]).get(clip.path)}
    analysis, written = show_contacts(clip.path, out, told, device_from(options))
    show_analyses([(analysis, out)], as_json=as_json, one=True)
    if not as_json:
        show_strips(written)


@main.command()
@click.argument("clip", type=DATED_PATH, metavar="CLIP[@DAY]")
@with_options(*HOLDING, PDF)
def hold(clip: DatedPath, out: Path, as_json: bool, **options: Any) -> None:
    """Measure the clip of an isometric hold, or its pose file (.trc): sway, drift, knocks."""
    try_folder(out)
    refuse_missing(path for path in (clip.path, options["rigid"]) if path is not None)
    told = options | {"recorded_on": days_of([clip]).get(clip.path)}
    show_hold(hold_one(clip.path, out, told, device_from(options)), out, as_json=as_json)
    show_written(print_reports([out], wanted=options["pdf"]), as_json=as_json)


@main.command()
@click.argument("clips", type=CLIP, nargs=-1, required=True, metavar="CLIP...")
@with_options(*CHECKING)
def check(clips: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Say in seconds what clips are good for and how to film better."""
    checks, paths = [], tuple(dict.fromkeys(clips))
    for path in paths:
        try:
            checks.append(check_one(path, options))
        except (AqvisionError, OSError) as error:
            told = as_mendable(error)
            if told is None or len(clips) == 1:
                raise
            complain(told, shown(Path(path.name)))
    show_checks(checks, as_json=as_json, one=len(clips) == 1)
    if len(checks) < len(paths):
        sys.exit(1)


@main.command()
@click.option(
    "--before", type=DATED_PATH, multiple=True, required=True, help=_("Clip or result folder.")
)
@click.option(
    "--after", type=DATED_PATH, multiple=True, required=True, help=_("Clip or result folder.")
)
@click.option(
    "--history",
    type=DATED_PATH,
    multiple=True,
    help=_("Folder of an earlier session of the athlete, not trained for a change."),
)
@with_options(PRIMARY, *MEASURING, PDF)
def compare(
    before: tuple[DatedPath, ...],
    after: tuple[DatedPath, ...],
    history: tuple[DatedPath, ...],
    primary: tuple[str, ...],
    out: Path,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare clips before training with clips after it; PATH@2026-03-01 says the day of one."""
    paths, days = [one.path for one in (*before, *after)], days_of((*before, *after, *history))
    refuse_missing([*paths, *(one.path for one in history)])
    if are_holds(paths):
        compare_held(before, after, out, as_json=as_json)
        show_written(print_reports([out], wanted=options["pdf"]), as_json=as_json)
        return
    primaries = primaries_from(primary)
    _refuse_faces(paths, options)
    try_folder(out)
    device = "cpu" if all(path.is_dir() for path in paths) else device_from(options)
    sides = {"before": before, "after": after}
    folders, left_out = measured_sides(sides, out, options, device)
    comparison = aqvision.compare(
        folders["before"],
        folders["after"],
        out,
        settings=settings_from(options),
        history=[one.path for one in history],
        recorded_on=days,
        primaries=primaries,
        left_out=left_out,
    )
    show_comparison(comparison, out, as_json=as_json)
    show_written(print_reports([out], wanted=options["pdf"]), as_json=as_json)


def _refuse_faces(paths: Iterable[Path], options: Options) -> None:
    """Refuse results that show faces where faces are to be hidden."""
    if options["blur_faces"]:
        from aqvision.report.faces import refuse_shown_faces

        refuse_shown_faces(path for path in paths if path.is_dir())


@main.command()
@click.argument("clips", type=DATED_PATH, nargs=-1, required=True, metavar="CLIP[@DAY]...")
@click.option(
    "--before",
    type=DATED_PATH,
    multiple=True,
    help=_("Clip or result folder of an earlier ladder of the athlete."),
)
@with_options(*MEASURING, PDF)
def ladder(
    clips: tuple[DatedPath, ...],
    before: tuple[DatedPath, ...],
    out: Path,
    as_json: bool,
    **options: Any,
) -> None:
    """Say what holds as speed rises: runs of one athlete at 70, 80, 90 and 100 % of effort."""
    paths = [one.path for one in (*before, *clips)]
    refuse_missing(paths)
    _refuse_faces(paths, options)
    try_folder(out)
    device = "cpu" if all(path.is_dir() for path in paths) else device_from(options)
    days = days_of((*before, *clips))
    folders, left_out = measured_sides({"run": clips, "before": before}, out, options, device)
    aqvision.ladder(
        folders["run"],
        out,
        before=folders["before"],
        settings=settings_from(options),
        recorded_on=days,
        left_out=left_out,
    )
    show_ladder(out, as_json=as_json)
    show_written(print_reports([out], wanted=options["pdf"]), as_json=as_json)


@main.command()
@click.argument(
    "session", type=DATED_PATH, nargs=-1, required=True, metavar="RESULT_OR_CLIP[@DAY]..."
)
@with_options(PRIMARY)
@click.option(
    "--size",
    "sizes",
    multiple=True,
    metavar="NAME=CHANGE",
    help=_("A change to be seen, in the metric's unit or with % of its value: what it takes."),
)
@with_options(*PLANNING)
def plan(
    session: tuple[DatedPath, ...],
    primary: tuple[str, ...],
    sizes: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Say from a first session what is to be filmed to see a change."""
    from aqvision.pipeline import plan as plan_comparison

    refuse_missing(one.path for one in session)
    primaries, wanted = primaries_from(primary), parse_sizes(sizes)
    clips = [one.path for one in session if not one.path.is_dir()]
    if out is not None:
        try_folder(out)
    if clips and out is None:
        raise click.UsageError("--out says where clips are measured into: give it as well")
    folders = folders_of(clips, out) if out else {}
    device = device_from(options) if clips else "cpu"
    for path, day in session:
        if path in folders:
            analyze_one(path, folders[path], options | {"recorded_on": day}, device)
    measured = list(dict.fromkeys(folders.get(one.path, one.path) for one in session))
    rows = plan_comparison(measured, settings=settings_from(options), primaries=primaries)
    show_plan(rows, sizes_in(rows, wanted), n_clips=len(measured), as_json=as_json)


@main.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@QUIET
def samples(folder: Path) -> None:
    """Copy the sample clips and their truth into DIR."""
    from aqvision.core.assets import SAMPLE_FILES, find_sample

    try:
        make_folder(folder)
        for name in SAMPLE_FILES:
            if not (folder / name).exists():
                shutil.copyfile(find_sample(name), folder / name)
    except OSError as error:
        raise LibraryError(
            _("cannot write into {folder}: {reason}").format(
                folder=shown(folder), reason=reason_of(error)
            ),
            _("name another folder"),
        ) from error
    before, after = folder / "before.mp4", folder / "after.mp4"
    click.echo(folder)
    tell(say("try samples", before=before, after=after))


@main.command()
def doctor() -> None:
    """Check that everything aqvision needs is there and works."""
    from aqvision.cli.doctor import examine

    findings = list(examine())
    for finding in findings:
        key = "good check" if finding.good else "bad check"
        click.echo(say(key, what=finding.what, found=finding.found))
        if not finding.good:
            click.echo(say("remedy", text=finding.remedy))
    sys.exit(0 if all(finding.good for finding in findings) else 1)
