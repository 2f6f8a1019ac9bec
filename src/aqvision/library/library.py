"""Folder and database -> Library: athletes, sessions, runs, results and jobs of a team."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from aqvision.library.database import database_url, open_engine
from aqvision.library.repositories.analyses import AnalysisRepository
from aqvision.library.repositories.athletes import AthleteRepository
from aqvision.library.repositories.blocks import BlockRepository
from aqvision.library.repositories.days import DayRepository
from aqvision.library.repositories.jobs import JobRepository
from aqvision.library.repositories.measured import MeasuredRepository
from aqvision.library.repositories.moving import MovingRepository
from aqvision.library.repositories.outlines import OutlineRepository
from aqvision.library.repositories.queued import QueuedRepository
from aqvision.library.repositories.runs import RunRepository
from aqvision.library.repositories.stamps import StampRepository
from aqvision.library.repositories.summaries import SummaryRepository
from aqvision.library.repositories.tallies import TallyRepository
from aqvision.library.storage import open_home


@dataclasses.dataclass(frozen=True, slots=True)
class Library(
    AthleteRepository,
    RunRepository,
    DayRepository,
    AnalysisRepository,
    MeasuredRepository,
    SummaryRepository,
    OutlineRepository,
    BlockRepository,
    MovingRepository,
    QueuedRepository,
    StampRepository,
    TallyRepository,
    JobRepository,
):
    """All repositories over one home. Every value that comes out is frozen and stands alone."""


def open_library(home: Path | None = None, url: str | None = None) -> Library:
    """Open a library; make it, or bring it up to date, where needed.

    Parameters
    ----------
    home
        Its folder; without one that of the environment variable AQVISION_HOME, else the usual
        place of a user's data.
    url
        Address of a PostgreSQL database; without one that of AQVISION_DATABASE_URL, else a
        SQLite file in the folder.

    Raises
    ------
    LibraryError
        Folder or database cannot be used.

    Examples
    --------
    >>> library = open_library(Path("team"))  # doctest: +SKIP
    >>> library.add_athlete("Anna", height_m=1.71).name  # doctest: +SKIP
    'Anna'
    """
    place = open_home(home)
    return Library(place, open_engine(database_url(place, url)))
