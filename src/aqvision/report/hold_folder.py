"""HoldAnalysis and Video -> folder of results: files, picture and report, all of them or none."""

from __future__ import annotations

from pathlib import Path

from aqvision.analysis.hold import HoldAnalysis
from aqvision.analysis.hold_store import save_hold
from aqvision.core.folders import written_whole
from aqvision.report.hold import write_hold_report
from aqvision.report.pdf import remove_pdf
from aqvision.video.reader import Video


def write_hold(
    analysis: HoldAnalysis, folder: Path | None, video: Video | None = None
) -> HoldAnalysis:
    """Write all of a hold into a folder.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Where it goes, made if needed; None writes nothing.
    video
        The clip; no picture without it.

    Returns
    -------
    HoldAnalysis
        The same.

    Raises
    ------
    VideoError
        The file is damaged at the moment that is to be shown.
    LibraryError
        The folder cannot be written.
    """
    if folder is None:
        return analysis
    with written_whole(folder, remove_pdf) as unfinished:
        save_hold(analysis, unfinished)
        write_hold_report(analysis, unfinished, video)
    return analysis
