"""Command line -> the pipeline: parse, call, show."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import aqvision
from aqvision.cli.options import (
    PATH,
    checking_options,
    choosing_options,
    clip_from,
    device_from,
    measuring_options,
    name_folders,
    refuse_missing,
    refuse_mixed_choices,
    settings_from,
)
from aqvision.cli.output import Commands, complain, show
from aqvision.cli.serve import serve
from aqvision.cli.team import batch, library, roster
from aqvision.core.errors import AqvisionError, LibraryError, as_mendable, reason_of, shown

if TYPE_CHECKING:
    from aqvision.pose.track.athlete import Candidate


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aqvision")
def main() -> None:
    """Sprint video in, a before/after report out that a coach can believe."""
    # thousands of fits to a few dozen points each: threads that wait for each other make them
    # several times as slow. Read when numpy is loaded, which no command has done by now.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


for command in (batch, roster, library, serve):
    main.add_command(command)


@main.command()
@click.argument("clips", type=PATH, nargs=-1, required=True, metavar="CLIP...")
@measuring_options
@choosing_options
def analyze(clips: tuple[Path, ...], out: Path, as_json: bool, **options: Any) -> None:
    """Measure sprint clips, or pose files (.trc), and write a report of each."""
    folders = {path: out if len(clips) == 1 else out / name for path, name in name_folders(clips)}
    refuse_mixed_choices(options, len(folders))
    options["device"] = device_from(options)
    if options["list_athletes"]:
        _show_lists({p: _list(p, folder, options) for p, folder in folders.items()}, out, as_json)
        return
    if options["all_athletes"]:
        results = [r for p, folder in folders.items() for r in _analyze_all(p, folder, options)]
    else:
        results = [(_analyze(path, folder, options), folder) for path, folder in folders.items()]
    _show_analyses(results, as_json, one=len(folders) == 1 and not options["all_athletes"])


@main.command()
@click.argument("clips", type=PATH, nargs=-1, required=True, metavar="CLIP...")
@checking_options
def check(clips: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Say in seconds what clips are good for and how to film better."""
    from aqvision.analysis.store import nan_to_null
    from aqvision.cli.check_output import describe_check

    checks = []
    for path in dict.fromkeys(clips):
        try:
            checks.append(_check(path, options))
        except (AqvisionError, OSError) as error:
            told = as_mendable(error)
            if told is None or len(clips) == 1:
                raise
            complain(told, shown(Path(path.name)))
    if as_json:
        rows = [nan_to_null(asdict(found)) for found in checks]
        click.echo(json.dumps(rows if len(clips) > 1 else rows[0]))
    else:
        width = min(shutil.get_terminal_size((100, 24)).columns, 120)
        click.echo("\n\n".join("\n".join(describe_check(found, width)) for found in checks))
    if len(checks) < len(dict.fromkeys(clips)):
        sys.exit(1)


@main.command()
@click.option("--before", type=PATH, multiple=True, required=True, help="Clip or result folder.")
@click.option("--after", type=PATH, multiple=True, required=True, help="Clip or result folder.")
@click.option(
    "--history",
    type=PATH,
    multiple=True,
    help="Folder of an earlier session of the athlete, not trained for a change.",
)
@measuring_options
def compare(
    before: tuple[Path, ...],
    after: tuple[Path, ...],
    history: tuple[Path, ...],
    out: Path,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare clips before training with clips after it."""
    from aqvision.analysis.store import nan_to_null
    from aqvision.comparison.store import comparison_to_dict
    from aqvision.report.wording import brief_outcome

    refuse_missing((*before, *after))
    if not all(path.is_dir() for path in (*before, *after)):
        options["device"] = device_from(options)
    sides = {"before": before, "after": after}
    folders = {
        label: [_measured(path, out / f"{label}-{i}", options) for i, path in enumerate(paths, 1)]
        for label, paths in sides.items()
    }
    settings = settings_from(options["settings_file"])
    comparison = aqvision.compare(
        folders["before"], folders["after"], out, settings=settings, history=history
    )
    if as_json:
        click.echo(json.dumps(nan_to_null(comparison_to_dict(comparison))))
        return
    for line in brief_outcome(comparison):
        show(line)
    click.echo(f"Report: {out / 'report.html'}")


@main.command()
@click.argument("folder", type=PATH, metavar="RESULT")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["trc", "mot", "csv", "netcdf"]),
    required=True,
    help="Points as trc, csv or netcdf, angles as mot.",
)
@click.option("--out", type=PATH, help="The file; without it one in the folder of the result.")
@click.option("--raw", is_flag=True, help="Points as they were found, not mended or filtered.")
def export(folder: Path, kind: str, out: Path | None, raw: bool) -> None:
    """Write a result of analyze in the form of another program."""
    from aqvision.analysis.export import EXPORTS, export_analysis

    target = out or folder / EXPORTS[kind][0]
    export_analysis(aqvision.load_analysis(folder), kind, target, raw=raw)
    click.echo(f"Written: {target}")


@main.command()
@click.argument("folder", type=PATH, metavar="DIR")
def samples(folder: Path) -> None:
    """Copy the sample clips and their truth into DIR."""
    from aqvision.core.assets import SAMPLE_FILES, find_sample
    from aqvision.core.folders import make_folder

    try:
        make_folder(folder)
        for name in SAMPLE_FILES:
            if not (folder / name).exists():
                shutil.copyfile(find_sample(name), folder / name)
    except OSError as error:
        raise LibraryError(
            f"cannot write into {shown(folder)}: {reason_of(error)}", "name another folder"
        ) from error
    before, after = folder / "before.mp4", folder / "after.mp4"
    click.echo(f"Try: aqvision compare --before {before} --after {after} --out report")


@main.command()
def doctor() -> None:
    """Check that everything aqvision needs is there and works."""
    from aqvision.cli.doctor import examine

    findings = list(examine())
    for finding in findings:
        click.echo(f"{'ok  ' if finding.good else 'BAD '} {finding.what}: {finding.found}")
        if not finding.good:
            click.echo(f"     {finding.remedy}")
    sys.exit(0 if all(finding.good for finding in findings) else 1)


def _measured(path: Path, folder: Path, options: dict[str, Any]) -> Path:
    """Give the folder of a finished analysis, or measure a clip into a new one."""
    if path.is_dir():
        return path
    _analyze(path, folder, options)
    return folder


def _check(path: Path, options: dict[str, Any]) -> Any:
    from aqvision.pose.detect.preload import load_ahead

    load_ahead()
    from aqvision.cli.progress import ProgressDisplay

    with ProgressDisplay(path.name) as progress:
        return aqvision.check(clip_from(path, options), progress=progress)


def _analyze(path: Path, folder: Path, options: dict[str, Any]) -> Any:
    if path.is_file() and not (folder / "pose.npz").is_file():
        from aqvision.pose.detect.preload import load_ahead

        load_ahead()  # workers will be needed: they load while the rest of the program does
    from aqvision.cli.progress import ProgressDisplay

    clip = clip_from(path, options)
    settings = settings_from(options["settings_file"])
    with ProgressDisplay(path.name) as progress:
        return aqvision.analyze(
            clip,
            folder,
            model=options["model"],
            device=options["device"],
            settings=settings,
            progress=progress,
        )


def _analyze_all(path: Path, folder: Path, options: dict[str, Any]) -> list[tuple[Any, Path]]:
    """Measure everybody who strides in a clip; say of whom it was not possible."""
    from aqvision.cli.progress import ProgressDisplay
    from aqvision.pipeline import analyze_athletes

    settings = settings_from(options["settings_file"])
    with ProgressDisplay(path.name) as progress:
        found = analyze_athletes(
            clip_from(path, options),
            folder,
            model=options["model"],
            device=options["device"],
            settings=settings,
            progress=progress,
        )
    failed = {n: result for n, result in found.items() if isinstance(result, AqvisionError)}
    if len(failed) == len(found):
        raise next(iter(failed.values()))
    for number, error in failed.items():
        click.echo(f"{path.name}, track {number}: {error}", err=True)
    return [(result, folder / f"athlete-{n}") for n, result in found.items() if n not in failed]


def _list(path: Path, folder: Path, options: dict[str, Any]) -> tuple[Candidate, ...]:
    from aqvision.cli.progress import ProgressDisplay
    from aqvision.pipeline import list_athletes

    settings = settings_from(options["settings_file"])
    clip = clip_from(path, options)
    with ProgressDisplay(path.name) as progress:
        return list_athletes(
            clip, folder, device=options["device"], settings=settings, progress=progress
        )


def _show_lists(lists: dict[Path, tuple[Candidate, ...]], out: Path, as_json: bool) -> None:
    if as_json:
        rows = [[asdict(candidate) for candidate in found] for found in lists.values()]
        click.echo(json.dumps(rows[0] if len(rows) == 1 else rows))
        return
    for path, found in lists.items():
        click.echo(f"{path.name}: choose with --track NUMBER")
        for candidate in found:
            click.echo(f"  {candidate.describe()}")
    click.echo(f"Pictures: athletes.webp in {out}")


def _show_analyses(results: list[tuple[Any, Path]], as_json: bool, one: bool) -> None:
    from aqvision.analysis.store import analysis_to_dict, nan_to_null

    if as_json:
        rows = [nan_to_null(analysis_to_dict(analysis)) for analysis, _ in results]
        click.echo(json.dumps(rows[0] if one else rows))
        return
    for analysis, folder in results:
        what = "contacts" if analysis.scene.view == "side" else "steps"
        click.echo(f"{analysis.name}: {len(analysis.steps)} {what} in view")
        for warning in analysis.warnings:
            show(f"  {warning.text} {warning.hint}")
        click.echo(f"  Report: {folder / 'report.html'}")
