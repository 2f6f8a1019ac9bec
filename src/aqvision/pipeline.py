"""Clip -> Analysis -> Comparison: the whole story, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from aqvision.analysis import Analysis, analyze_pose
from aqvision.analysis_files import (
    find_stored_pose,
    load_analysis,
    refuse_unwritable,
    save_analysis,
    write_json,
)
from aqvision.assets import file_sha256, find_model
from aqvision.comparison import Comparison, compare
from aqvision.comparison_files import comparison_to_dict
from aqvision.pose.estimation import estimate_pose
from aqvision.provenance import describe_run
from aqvision.report.keyframes import save_keyframes
from aqvision.report.page import write_analysis_report, write_comparison_report
from aqvision.settings import Settings
from aqvision.video.clip import Clip
from aqvision.video.reader import open_video
from aqvision.video.timing import find_timing

DEFAULT_MODEL = "heavy"
Progress = Callable[[str, int, int], None]


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Show nothing."""


def analyze_clip(
    clip: Clip,
    folder: Path,
    *,
    model: str = DEFAULT_MODEL,
    settings: Settings | None = None,
    progress: Progress = no_progress,
) -> Analysis:
    """Measure a clip and write all of it into a folder, the report included.

    The network's points are kept in the folder and used again by the next run on the same clip
    with the same network and settings.

    Raises
    ------
    VideoError, PoseError, CalibrationError, LibraryError
        The clip cannot be measured or the folder not be written; nothing is written then.
    """
    settings = settings or Settings()
    find_model(model)
    refuse_unwritable(folder)
    video = open_video(clip.path)
    timing = find_timing(video, clip)
    provenance = describe_run(clip.path.name, file_sha256(clip.path), model, settings)
    raw = find_stored_pose(folder / "pose.npz", provenance)
    if raw is None:
        raw = estimate_pose(video, model, settings.pose, progress)
    analysis = analyze_pose(raw, clip, timing, provenance, settings)
    save_analysis(analysis, folder)
    save_keyframes(analysis, video, folder)
    write_analysis_report(analysis, folder)
    return analysis


def compare_folders(
    before: Sequence[Path], after: Sequence[Path], out: Path, settings: Settings | None = None
) -> Comparison:
    """Compare folders that analyze_clip wrote; write comparison.json and report.html.

    Raises
    ------
    LibraryError
        A folder holds no complete analysis, or the output cannot be written.
    """
    refuse_unwritable(out)
    old, new = ([load_analysis(folder) for folder in group] for group in (before, after))
    comparison = compare(old, new, settings or Settings())
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "comparison.json", comparison_to_dict(comparison))
    write_comparison_report(comparison, before, after, out)
    return comparison
