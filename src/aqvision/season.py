"""Folders of a season -> Progress: holds, training and sprints of an athlete on one time line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from aqvision.analysis.store import write_json
from aqvision.comparison.families import as_primaries
from aqvision.core.folders import refuse_unwritable, written_whole
from aqvision.core.left_out import LeftOut
from aqvision.core.replacing import refuse_to_replace
from aqvision.core.settings import Settings
from aqvision.core.types import StrPath
from aqvision.progress.blocks import TrainingBlock, read_blocks
from aqvision.progress.gather import gather_season
from aqvision.progress.progress import Progress, measure_progress
from aqvision.progress.store import progress_to_dict
from aqvision.report.pdf import remove_pdf
from aqvision.report.season import write_season_page


def follow(  # noqa: PLR0913 - what, into what, and what is known of it
    folders: Sequence[StrPath],
    out: StrPath | None = None,
    *,
    blocks: StrPath | Sequence[TrainingBlock] | None = None,
    recorded_on: Mapping[Path, dt.date] | Mapping[str, dt.date] = MappingProxyType({}),
    primaries: Sequence[str] = (),
    settings: Settings | None = None,
    left_out: Sequence[LeftOut] = (),
) -> Progress:
    """Set holds, training blocks and sprints of an athlete on one time line.

    Parameters
    ----------
    folders
        Each holds results of clips or of holds, however deep, or is one.
    out
        Folder for progress.json and report.html, made if needed. None writes nothing.
    blocks
        What was trained, or a CSV file of it: ``from,to,what``.
    recorded_on
        Days of filming by folder, for all in it; they go before what is stored there.
    primaries
        Names of the metrics that are followed, chosen before any result was seen; a usual six where
        none are given.
    settings
        Thresholds; the defaults if left out.
    left_out
        Clips that were meant and are not in these folders, for the cautions of the page.

    Returns
    -------
    Progress
        Lines over the dates, changes from the first to the last, and what moved together.

    Raises
    ------
    LibraryError
        A folder holds no result, nobody says when one was filmed, a run stands on two days, results
        are of two athletes, or the output cannot be written.
    CalibrationError
        A day cannot be, or the table of blocks is none.
    SettingsError
        No metric has a name in ``primaries``, or there are more than twelve.
    """
    primaries, settings = as_primaries(primaries), settings or Settings()
    trained = read_blocks(Path(blocks)) if isinstance(blocks, str | PathLike) else blocks or ()
    if out is not None:
        refuse_unwritable(Path(out))
        refuse_to_replace(Path(out), "progress.json", ())
    told = {Path(key): day for key, day in recorded_on.items()}
    season = gather_season([Path(folder) for folder in folders], told, settings.comparison)
    remarks = (*season.remarks, *(one.sentence for one in left_out))
    season = replace(season, remarks=remarks)
    progress = measure_progress(season, trained, settings, primaries)
    if out is not None:
        with written_whole(Path(out), remove_pdf) as unfinished:
            write_json(unfinished / "progress.json", progress_to_dict(progress))
            write_season_page(progress, unfinished)
    return progress
