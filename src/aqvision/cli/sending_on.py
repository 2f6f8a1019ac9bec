"""A result -> what is sent on beside it: its report on paper, its video with all that was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aqvision.cli.texts import say
from aqvision.core.errors import VideoError

if TYPE_CHECKING:
    from aqvision.analysis.analyze import Analysis


def print_reports(folders: Iterable[Path], *, wanted: bool) -> list[Path]:
    """Print the report of each folder into a PDF.

    Parameters
    ----------
    folders
        Of results.
    wanted
        Whether anybody asked for it.

    Returns
    -------
    list of Path
        The PDFs.

    Raises
    ------
    LibraryError
        There is no browser, or it fails.
    """
    if not wanted:
        return []
    from aqvision.report.pdf import write_pdf

    return [write_pdf(folder / "report.html") for folder in folders]


def refuse_no_video(paths: Iterable[Path]) -> None:
    """Refuse early what no video can be drawn of, or where none can be written.

    Parameters
    ----------
    paths
        Clips, or pose files, which hold no pictures.

    Raises
    ------
    VideoError
        One is no video, or this installation cannot write H.264.
    """
    from aqvision.pose.io.importing import is_pose_file
    from aqvision.video.writer import refuse_without_h264

    for path in paths:
        if is_pose_file(path):
            raise VideoError(say("no pictures", name=path.name), say("give the video"))
    refuse_without_h264()


def draw_videos(path: Path, results: Sequence[tuple[Analysis, Path]], pillar: str) -> list[Path]:
    """Write the clip with all that was found drawn on it, once for each who was measured.

    Parameters
    ----------
    path
        The clip.
    results
        What was measured, and the folder that takes the video.
    pillar
        Whose angle is drawn.

    Returns
    -------
    list of Path
        The videos.

    Raises
    ------
    AqvisionError
        The clip is damaged, no frame may be shown, or a folder cannot be written.
    """
    from aqvision.cli.progress import ProgressDisplay
    from aqvision.kinematics.metrics.registry import Pillar
    from aqvision.report.annotated_video import write_annotated
    from aqvision.video.reader import open_video

    video = open_video(path)
    with ProgressDisplay(path.name) as progress:
        return [
            write_annotated(
                analysis,
                video.turned(analysis.raw_pose.quarter_turns),
                folder,
                Pillar(pillar),
                progress,
            )
            for analysis, folder in results
        ]
