"""Home and engine -> whether the files that the rows tell of are there, and nowhere else.

Two homes on one database lose clips: each has the rows of both and half of the files. So the
place of files has an id of its own, and the database remembers it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, select, update

from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _
from aqvision.library.files.folder import FolderFiles
from aqvision.library.files.place import MARK
from aqvision.library.storage import Home
from aqvision.library.tables import StateRow, new_id


def refuse_other_place(home: Home, engine: Engine, brought_from: Path | None = None) -> None:
    """Let the rows of a server stand for one place of files; the first that comes is it.

    A database file lies in its home and moves with it, so it needs no id.

    Parameters
    ----------
    home, engine
        Where the files are, and the database.
    brought_from
        Folder of which the files are about to be brought to a place that has no id yet: where it
        is the place that the database knows, that becomes the id.

    Raises
    ------
    LibraryError
        The database knows another place.
    """
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        known = connection.execute(select(StateRow.place)).scalar_one()
    if known is None:
        with engine.execution_options(writes=True).begin() as connection:
            first = update(StateRow).where(StateRow.place.is_(None))
            connection.execute(first.values(place=home.kept.mark(new_id())))
            known = connection.execute(select(StateRow.place)).scalar_one()
    if brought_from is not None and FolderFiles(brought_from).mark() == known:
        home.kept.mark(known)
    if home.kept.mark() != known:
        where = _("the store") if home.kept.is_elsewhere else shown(home.folder)
        raise LibraryError(
            _("the files of this database are not in {folder}").format(folder=where),
            _(
                "name the place that all programs of this database share (in AQVISION_HOME, or "
                "AQVISION_FILES_URL); files that were copied elsewhere take {name} along"
            ).format(name=MARK),
        )
