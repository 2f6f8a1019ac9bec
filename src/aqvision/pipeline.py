"""Clip -> Analysis -> Comparison: the whole story, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.analysis.store import (
    find_stored_pose,
    load_analysis,
    refuse_unwritable,
    save_analysis,
    session_folders,
    write_json,
)
from aqvision.comparison.compare import Comparison, compare
from aqvision.comparison.store import comparison_to_dict
from aqvision.core.assets import DEFAULT_MODEL, file_sha256, find_model
from aqvision.core.clip import AthleteChoice, Clip
from aqvision.core.errors import PoseError
from aqvision.core.folders import written_whole
from aqvision.core.provenance import Provenance, describe_pose_file, describe_run
from aqvision.core.settings import Settings
from aqvision.pose.detect.landmarker import Device
from aqvision.pose.estimate import (
    Progress,
    RawPose,
    estimate_pose,
    measuring,
    show_nothing,
    survey_athletes,
)
from aqvision.pose.io.importing import is_pose_file, read_pose_file, refuse_pose_file
from aqvision.pose.track.athlete import Candidate, choose_athlete
from aqvision.report.contact_sheet import write_contact_sheet
from aqvision.report.keyframes import remove_keyframes, save_keyframes
from aqvision.report.page import write_analysis_report, write_comparison_report
from aqvision.video.reader import Video, open_video
from aqvision.video.timing import find_timing


def analyze_clip(  # noqa: PLR0913 - what, into what, and on what
    clip: Clip,
    folder: Path,
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
    n_workers: int | None = None,
) -> Analysis:
    """Measure a clip, or a pose file, and write all of it into a folder, the report included.

    The network's points are kept in the folder and used again by the next run on the same clip
    with the same network, device and settings. The network runs in ``n_workers`` processes, one a
    core if left out; the result does not depend on it.

    Raises
    ------
    VideoError, PoseError, CalibrationError, LibraryError
        The clip cannot be measured or the folder not be written; nothing is written then.
    """
    settings = settings or Settings()
    if is_pose_file(clip.path):
        return _analyze_pose_file(clip, settings, folder)
    find_model(model)
    refuse_unwritable(folder)
    video = open_video(clip.path)
    find_timing(video, clip)  # an impossible rate is refused before the long pass
    provenance = _provenance(clip, model, settings, device)
    raw = find_stored_pose(folder / "pose.npz", provenance)
    if raw is None:
        raw = estimate_pose(
            video, model, settings.pose, progress, n_workers, clip.choice, device=device
        )
    return _finish(raw, clip, video, provenance, settings, folder)


def analyze_athletes(
    clip: Clip,
    folder: Path,
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> dict[int, Analysis | PoseError]:
    """Measure everybody in a clip who strides, each into ``folder/athlete-N``.

    Returns
    -------
    dict
        By track number, the analysis or why that person could not be measured.

    Raises
    ------
    VideoError, PoseError, CalibrationError, LibraryError
        The clip cannot be measured or the folder not be written, or nobody strides.
    """
    settings = settings or Settings()
    refuse_pose_file(clip.path)
    refuse_unwritable(folder)
    video = open_video(clip.path)
    results: dict[int, Analysis | PoseError] = {}
    with measuring(video, model, settings.pose, progress, device=device) as measurer:
        candidates = measurer.survey.candidates
        first = choose_athlete(measurer.survey.tracks, candidates, AthleteChoice())
        for number in [c.number for c in candidates if c.strides or c.number == first]:
            named = replace(clip, choice=AthleteChoice(track=number))
            made_by = _provenance(named, model, settings, device)
            target = folder / f"athlete-{number}"
            try:
                raw = measurer.measure(number)
                results[number] = _finish(raw, named, video, made_by, settings, target)
            except PoseError as error:
                results[number] = error
    return results


def list_athletes(
    clip: Clip,
    folder: Path,
    *,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> tuple[Candidate, ...]:
    """Find the people in a clip without measuring them; write their pictures, athletes.webp.

    Raises
    ------
    VideoError, PoseError, LibraryError
        The clip cannot be read, holds nobody, or the folder cannot be written.
    """
    refuse_pose_file(clip.path)
    refuse_unwritable(folder)
    video = open_video(clip.path)
    survey = survey_athletes(video, (settings or Settings()).pose, progress, device)
    choose_athlete(survey.tracks, survey.candidates, AthleteChoice())
    write_contact_sheet(survey, video, folder)
    return survey.candidates


def _provenance(clip: Clip, model: str, settings: Settings, device: Device) -> Provenance:
    clip_sha256 = file_sha256(clip.path)
    return describe_run(clip.name, clip_sha256, model, settings, str(clip.choice), device)


def _finish(
    raw: RawPose,
    clip: Clip,
    video: Video,
    provenance: Provenance,
    settings: Settings,
    folder: Path,
) -> Analysis:
    """Measure all else from the points and write everything into a folder."""
    timing = find_timing(video, clip, raw.repeats)
    analysis = analyze_pose(raw, clip, timing, provenance, settings)
    with written_whole(folder) as unfinished:
        save_analysis(analysis, unfinished)
        save_keyframes(analysis, video, unfinished)
        write_analysis_report(analysis, unfinished)
        remove_keyframes(folder)
    return analysis


def _analyze_pose_file(clip: Clip, settings: Settings, folder: Path) -> Analysis:
    """Measure points that another program found; there are no pictures to show."""
    refuse_unwritable(folder)
    found = read_pose_file(clip)
    provenance = describe_pose_file(clip.name, file_sha256(clip.path), found.markers, settings)
    analysis = analyze_pose(found.raw, found.clip, found.timing, provenance, settings)
    with written_whole(folder) as unfinished:
        save_analysis(analysis, unfinished)
        write_analysis_report(analysis, unfinished)
        remove_keyframes(folder)
    return analysis


def compare_folders(
    before: Sequence[Path],
    after: Sequence[Path],
    out: Path,
    settings: Settings | None = None,
    history: Sequence[Path] = (),
) -> Comparison:
    """Compare folders that analyze_clip wrote; write comparison.json and report.html.

    ``history`` names earlier sessions of the athlete: each the folder of a clip, or one that
    holds the folders of several clips of a day.

    Raises
    ------
    LibraryError
        A folder holds no complete analysis, or the output cannot be written.
    """
    refuse_unwritable(out)
    old, new = ([load_analysis(folder) for folder in group] for group in (before, after))
    sessions = [[load_analysis(folder) for folder in session_folders(day)] for day in history]
    comparison = compare(old, new, settings or Settings(), sessions)
    with written_whole(out) as unfinished:
        write_json(unfinished / "comparison.json", comparison_to_dict(comparison))
        write_comparison_report(comparison, before, after, unfinished)
    return comparison
