"""Folder and database -> Library: athletes, sessions, runs, results and jobs of a team."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.database import database_url, open_engine
from aqvision.library.files.opening import FILES_VARIABLE, open_elsewhere
from aqvision.library.glance import URL_VARIABLE
from aqvision.library.place import refuse_other_place
from aqvision.library.repositories.analyses import AnalysisRepository
from aqvision.library.repositories.athletes import AthleteRepository
from aqvision.library.repositories.blocks import BlockRepository
from aqvision.library.repositories.compared import ComparedRepository
from aqvision.library.repositories.days import DayRepository
from aqvision.library.repositories.executors import ExecutorRepository
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
    ComparedRepository,
    BlockRepository,
    MovingRepository,
    QueuedRepository,
    StampRepository,
    TallyRepository,
    JobRepository,
    ExecutorRepository,
):
    """All repositories over one home. Every value that comes out is frozen and stands alone."""


def open_library(
    home: Path | None = None,
    url: str | None = None,
    files: str | None = None,
    *,
    upgrade: bool = True,
    brought_from: Path | None = None,
) -> Library:
    """Open a library; make it, or bring it up to date, where needed.

    Parameters
    ----------
    home
        Its folder; without one that of the environment variable AQVISION_HOME, else the usual
        place of a user's data.
    url
        Address of a PostgreSQL database; without one that of AQVISION_DATABASE_URL, else a
        SQLite file in the folder.
    files
        Address of a store of objects for clips and results; without one that of
        AQVISION_FILES_URL, else the folder.
    upgrade
        False refuses a library that an older version left, as a newer one always is.
    brought_from
        Folder of a backup, or former home, of which the files are about to be brought here.

    Raises
    ------
    LibraryError
        Folder, database or store cannot be used, a store is named and no PostgreSQL database, or
        the rows belong to another place of files.

    Examples
    --------
    >>> library = open_library(Path("team"))  # doctest: +SKIP
    >>> library.add_athlete("Anna", height_m=1.71).name  # doctest: +SKIP
    'Anna'
    """
    place = open_home(home)
    address = database_url(place, url)
    elsewhere = open_elsewhere(place.folder / "cache", files)
    if elsewhere is not None and address.get_backend_name() == "sqlite":
        raise _two_libraries()
    place = dataclasses.replace(place, elsewhere=elsewhere)
    library = Library(place, open_engine(address, upgrade=upgrade))
    try:
        refuse_other_place(place, library.engine, brought_from)
    except LibraryError:
        library.close()
        raise
    return library


def _two_libraries() -> LibraryError:
    """Refuse a file of tables beside a store: a copied home would be a second library on it.

    What is deleted in the one would be missing in the other, which still refers to it.
    """
    return LibraryError(
        _("a store of objects needs a database that all machines share"),
        _("name one in {variable}, or leave out {files}").format(
            variable=URL_VARIABLE, files=FILES_VARIABLE
        ),
    )
