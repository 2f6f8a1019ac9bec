"""Analysis and Video -> folder of results: files, pictures and report, all of them or none."""

from __future__ import annotations

from pathlib import Path

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.core.folders import written_whole
from aqvision.report.annotated_video import NAME as ANNOTATED_VIDEO
from aqvision.report.keyframes import keyframe_names, keyframes_of
from aqvision.report.page import write_analysis_report
from aqvision.report.pdf import remove_pdf
from aqvision.report.picture_sets import save_picture_sets
from aqvision.report.step_pictures import step_picture_names, step_pictures_of
from aqvision.report.stride_film import stride_film_names, stride_film_of
from aqvision.video.kept import KeptParts
from aqvision.video.reader import Video


def write_results(
    analysis: Analysis,
    folder: Path | None,
    video: Video | None = None,
    kept: KeptParts | None = None,
) -> Analysis:
    """Write all of an analysis into a folder.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Where it goes, made if needed; None writes nothing.
    video
        The clip; no pictures without it.
    kept
        What was kept of the frames that may be shown; the others are decoded once more.

    Returns
    -------
    Analysis
        The same.

    Raises
    ------
    VideoError
        The file is damaged at a moment that is to be shown.
    LibraryError
        The folder cannot be written.
    """
    if folder is None:
        return analysis
    with written_whole(folder, remove_earlier) as unfinished:
        save_analysis(analysis, unfinished)
        if video is not None:
            sets = (keyframes_of(analysis), stride_film_of(analysis), step_pictures_of(analysis))
            save_picture_sets(analysis, video, unfinished, [s for s in sets if s], kept)
        write_analysis_report(analysis, unfinished)
    return analysis


def picture_names(folder: Path) -> list[str]:
    """Name the files of pictures that a result may hold, moving ones too, from its folder on.

    Parameters
    ----------
    folder
        Folder of an analysis.
    """
    return [
        *keyframe_names(folder),
        *stride_film_names(),
        *step_picture_names(),
        ANNOTATED_VIDEO,
    ]


def remove_earlier(folder: Path) -> None:
    """Remove pictures and the print that an earlier run left in a folder; those of others stay.

    Parameters
    ----------
    folder
        Folder of an analysis.
    """
    for name in picture_names(folder):
        (folder / name).unlink(missing_ok=True)
    remove_pdf(folder)
