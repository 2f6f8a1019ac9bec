"""Clips of one athlete at several speeds -> Ladder: the story of ``aqvision ladder``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import write_json
from aqvision.comparison.inputs import gather_clips
from aqvision.core.errors import LibraryError
from aqvision.core.folders import refuse_unwritable, written_whole
from aqvision.core.left_out import LeftOut
from aqvision.core.replacing import refuse_to_replace
from aqvision.core.settings import Settings
from aqvision.core.types import StrPath
from aqvision.core.wording import _
from aqvision.coupling.compare import compare_ladders
from aqvision.coupling.ladder import Ladder, make_ladder
from aqvision.coupling.store import ladder_to_dict
from aqvision.report.ladder import write_ladder_report
from aqvision.report.pdf import remove_pdf


def ladder(
    clips: Sequence[Analysis | StrPath],
    out: StrPath | None = None,
    *,
    before: Sequence[Analysis | StrPath] = (),
    settings: Settings | None = None,
    recorded_on: Mapping[Path, dt.date] | Mapping[str, dt.date] = MappingProxyType({}),
    left_out: Sequence[LeftOut] = (),
) -> Ladder:
    """Tell what holds as an athlete's speed rises, and what lets go first.

    Parameters
    ----------
    clips
        Runs of one athlete at several speeds, four or more, or one long clip in which the speed
        rises: analyses, or folders that ``analyze`` wrote.
    out
        Folder for ladder.json and report.html, made if needed. None writes nothing.
    before
        An earlier ladder of the same athlete to set this one against.
    settings
        Thresholds; the defaults if left out.
    recorded_on
        Days of filming by folder; they go before what is stored there.
    left_out
        Clips that were meant and are not among these runs, for the cautions of the page.

    Returns
    -------
    Ladder
        How each metric follows speed, with its interval and verdict, and what lets go first.

    Raises
    ------
    LibraryError
        A folder holds no complete analysis, a run is given twice, clips are of two athletes, their
        speeds are not known, fewer than three or too close together, or the output cannot be
        written.
    CalibrationError
        Nothing can have been filmed on a day that is given.
    """
    settings, folder = settings or Settings(), None if out is None else Path(out)
    if folder is not None:
        refuse_unwritable(folder)
    given = gather_clips(before, clips, recorded_on=recorded_on)
    sha256s = [clip.provenance.clip_sha256 for clip in given.after]
    refuse_to_replace(folder, "ladder.json", sha256s)
    remarks = (*given.remarks, *(one.sentence for one in left_out))
    found = make_ladder(given.after, settings, remarks=remarks)
    earlier = _earlier(given.before, settings) if given.before else None
    changes = () if earlier is None else compare_ladders(earlier, found, settings.comparison)
    if folder is not None:
        with written_whole(folder, remove_pdf) as unfinished:
            write_json(unfinished / "ladder.json", ladder_to_dict(found, earlier, changes))
            write_ladder_report(found, given.after, unfinished, before=earlier, changes=changes)
    return found


def _earlier(clips: Sequence[Analysis], settings: Settings) -> Ladder:
    """Make the earlier ladder; where that cannot be, say that it is this one."""
    try:
        return make_ladder(clips, settings)
    except LibraryError as error:
        told = _("the earlier runs: {error}").format(error=error)
        raise LibraryError(told, error.hint, error.prompts) from error
