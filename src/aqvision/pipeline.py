"""Clip -> Analysis -> Comparison: the whole story, in the order in which it happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from aqvision.analysis.causes import told_if_short
from aqvision.analysis.pose_store import find_stored_pose
from aqvision.analysis.shots import in_one_shot, only_in, with_film_told
from aqvision.analysis.surveying import surveyed
from aqvision.analysis.upright import survey_upright
from aqvision.core.assets import DEFAULT_MODEL, file_sha256, find_model
from aqvision.core.clip import Clip
from aqvision.core.errors import VideoError
from aqvision.core.folders import refuse_unwritable, written_whole
from aqvision.core.left_out import LeftOut
from aqvision.core.loading import MEASURING, load_meanwhile
from aqvision.core.provenance import describe_clip, describe_pose_file
from aqvision.core.replacing import refuse_other_clip, refuse_to_replace
from aqvision.core.settings import Settings
from aqvision.core.types import StrPath
from aqvision.core.wording import _
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import Progress, choose_among, show_nothing
from aqvision.pose.io.importing import is_pose_file, read_pose_file
from aqvision.pose.network.runtimes import Device
from aqvision.video.filmed import find_filming_date
from aqvision.video.kept import KeptParts
from aqvision.video.reader import open_video
from aqvision.video.timing import find_timing

# All that makes numbers and pages is imported where it is used: it loads while a clip is read.
if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis
    from aqvision.analysis.check import ClipCheck
    from aqvision.comparison.compare import Comparison
    from aqvision.comparison.planning import PlanRow

__all__ = ["analyze", "check", "compare", "plan"]


def analyze(  # noqa: PLR0913 - what, into what, and on what
    clip: Clip | StrPath,
    out: StrPath | None = None,
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
    n_workers: int | None = None,
) -> Analysis:
    """Measure a sprint clip, or a pose file (``.trc``), and write a report of it.

    Parameters
    ----------
    clip
        The file, or a ``Clip`` that also says what its owner knows: height, marks, true rate.
    out
        Folder for report.html, analysis.json, series.csv, steps.csv, pose.npz, keyframes/ and
        stride/, made if needed. Points kept there are used again by a run on the same clip with
        the same network, device and settings. None writes nothing.
    model
        Pose network: "heavy", or "full", which is faster and less exact.
    device
        "cpu" or "gpu".
    settings
        Thresholds and filters; the defaults if left out.
    progress
        Called with what is done, how many frames of it, and of how many.
    n_workers
        Processes that run the network, one a core if left out; no result depends on it.

    Returns
    -------
    Analysis
        Contacts, steps, metrics with their errors, warnings and the curves over time.

    Raises
    ------
    VideoError, PoseError, CalibrationError, LibraryError
        The clip cannot be measured, or the folder not be written or holds something else; nothing
        is written then.
    """
    settings, clip, folder = settings or Settings(), _as_clip(clip), _as_folder(out)
    if is_pose_file(clip.path):
        return _analyze_pose_file(clip, settings, folder)
    find_model(model)
    video = open_video(clip.path).only(clip.part)
    timing = find_timing(video, clip)  # an impossible rate is refused before the long pass
    provenance = describe_clip(clip, model, settings, device)
    refuse_other_clip(folder, provenance.clip_sha256)
    kept = KeptParts()
    raw = None if folder is None else find_stored_pose(folder / "pose.npz", provenance)
    if raw is None:
        with pose_workers(settings.pose, model, n_workers=n_workers, device=device) as estimator:
            load_meanwhile(*MEASURING)
            found = survey_upright(video, estimator, settings.pose, clip, progress=progress)
            found, shot = in_one_shot(found, clip)
            with told_if_short(video, timing):
                number = choose_among(found.survey, clip.choice)
                raw = only_in(found.measure(number, None if folder is None else kept), shot)
    from aqvision.analysis.analyze import analyze_pose
    from aqvision.report.folder import write_results

    timing = timing.with_copies(raw.repeats)
    day = find_filming_date(clip.path)
    with told_if_short(video, timing):
        analysis = analyze_pose(raw, clip, timing, provenance, settings, film_day=day)
    film = video.turned(raw.quarter_turns)
    return write_results(with_film_told(analysis, film), folder, film, kept)


def _as_clip(clip: Clip | StrPath) -> Clip:
    return clip if isinstance(clip, Clip) else Clip(Path(clip))


def _as_folder(out: StrPath | None) -> Path | None:
    """Give the folder that results go into, refused early if nothing can be written there."""
    if out is None:
        return None
    refuse_unwritable(Path(out))
    return Path(out)


def _analyze_pose_file(clip: Clip, settings: Settings, folder: Path | None) -> Analysis:
    """Measure points that another program found; there are no pictures to show."""
    from aqvision.analysis.analyze import analyze_pose
    from aqvision.report.folder import write_results

    if clip.part is not None:
        raise VideoError(
            _("{name} holds points, which are measured whole").format(name=clip.name),
            _("leave the part out, or give the video"),
        )
    found = read_pose_file(clip)
    made_by = describe_pose_file(clip.name, file_sha256(clip.path), found.markers, settings)
    refuse_other_clip(folder, made_by.clip_sha256)
    provenance = replace(made_by, contacts_given=bool(clip.contacts))
    analysis = analyze_pose(found.raw, found.clip, found.timing, provenance, settings)
    return write_results(analysis, folder)


def check(
    clip: Clip | StrPath,
    *,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> ClipCheck:
    """Say in seconds what a clip is good for and how to film better, without measuring it whole.

    Parameters
    ----------
    clip
        The file, or a ``Clip`` that also says what its owner knows.
    device, settings, progress
        As for ``analyze``.

    Returns
    -------
    ClipCheck
        Facts of the filming, a verdict on each group of metrics, and advice by weight.

    Raises
    ------
    VideoError, PoseError, CalibrationError
        The clip cannot be measured at all; the hint says what to film.
    """
    clip, settings = _as_clip(clip), settings or Settings()
    with surveyed(clip, device=device, settings=settings, progress=progress) as (film, shots):
        from aqvision.analysis.check import check_surveyed

        return check_surveyed(*in_one_shot(film, clip, shots), clip, settings)


def compare(  # noqa: PLR0913 - which clips, into what, and what is known of them
    before: Sequence[Analysis | StrPath],
    after: Sequence[Analysis | StrPath],
    out: StrPath | None = None,
    *,
    settings: Settings | None = None,
    history: Sequence[StrPath] = (),
    recorded_on: Mapping[Path, dt.date] | Mapping[str, dt.date] = MappingProxyType({}),
    primaries: Sequence[str] = (),
    left_out: Sequence[LeftOut] = (),
) -> Comparison:
    """Compare clips before training with clips after it.

    Parameters
    ----------
    before, after
        Clips that were measured: analyses, or folders that ``analyze`` wrote, which bring their
        pictures along.
    out
        Folder for comparison.json and report.html, made if needed. None writes nothing.
    settings
        Thresholds; the defaults if left out.
    history
        Earlier days of the athlete, not trained for a change: each the folder of a clip, or one
        that holds the folders of several clips of a day. They tell how far days differ.
    recorded_on
        Days of filming by folder, as given before or here; they go before what is stored there.
    primaries
        Names of the metrics that the training was meant to change, chosen before any result was
        seen; a usual six where none are given.
    left_out
        Clips that were meant and are not given, as one that could not be measured: the report
        names them. Of the given ones those are left out that would void the comparison.

    Returns
    -------
    Comparison
        A change a metric, with its interval and verdict.

    Raises
    ------
    LibraryError
        A folder holds no complete analysis, a clip or run is given twice, clips are of two
        athletes, the output cannot be written, or something else would be replaced by it.
    CalibrationError
        Nothing can have been filmed on a day that is given.
    SettingsError
        No metric has a name in ``primaries``, or there are more than twelve.
    """
    from aqvision.analysis.store import write_json
    from aqvision.comparison.compare import compare as compare_analyses
    from aqvision.comparison.families import as_primaries
    from aqvision.comparison.inputs import gather_clips
    from aqvision.comparison.store import comparison_to_dict
    from aqvision.report.page import write_comparison_report
    from aqvision.report.pdf import remove_pdf

    primaries, folder = as_primaries(primaries), _as_folder(out)
    clips = gather_clips(before, after, history, recorded_on)
    given = [clip.provenance.clip_sha256 for clip in (*clips.before, *clips.after)]
    refuse_to_replace(folder, "comparison.json", given)
    comparison = compare_analyses(
        clips.before, clips.after, settings or Settings(), clips.history, primaries,
        remarks=clips.remarks, left_out=left_out,
    )  # fmt: skip
    if folder is not None:
        with written_whole(folder, remove_pdf) as unfinished:
            write_json(unfinished / "comparison.json", comparison_to_dict(comparison))
            earlier, later = (
                [clips.pictures[id(c)] for c in s] for s in (comparison.before, comparison.after)
            )
            write_comparison_report(comparison, earlier, later, unfinished)
    return comparison


def plan(
    session: Sequence[Analysis | StrPath],
    *,
    settings: Settings | None = None,
    primaries: Sequence[str] = (),
) -> list[PlanRow]:
    """Say what a comparison with a first session would have to be filmed like.

    Parameters
    ----------
    session
        Clips of the first session that were measured: analyses, or folders of ``analyze``.
    settings, primaries
        As for ``compare``.

    Returns
    -------
    list of PlanRow
        By primary metric, the smallest change that each way of filming sees.

    Raises
    ------
    LibraryError
        A folder holds no complete analysis, a clip is given twice, or clips are of two athletes.
    SettingsError
        No metric has a name in ``primaries``, or there are more than twelve.
    """
    from aqvision.comparison.families import as_primaries, usual_primaries
    from aqvision.comparison.inputs import gather_clips
    from aqvision.comparison.planning import plan as plan_comparison

    primaries = as_primaries(primaries)
    clips = gather_clips(session).before
    chosen = primaries or usual_primaries(clips)
    return plan_comparison(clips, chosen, (settings or Settings()).comparison)
