"""Home and engine -> whether the files that the rows tell of are there, and nowhere else.

Two homes on one database lose clips: each has the rows of both and half of the files. So the
place of files has an id of its own, and the database remembers it.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Engine, select, update

from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _
from aqvision.library.storage import PLACE_FILE, Home
from aqvision.library.tables import StateRow, new_id


def place_id(home: Home, *, name_it: bool) -> str | None:
    """Give the id of the place where a home has its files.

    Parameters
    ----------
    home
        The home.
    name_it
        Whether a place that has no id gets one.

    Returns
    -------
    str or None
        None where it has none.
    """
    file = home.files / PLACE_FILE
    if name_it:
        with suppress(FileExistsError), file.open("x", encoding="ascii") as new:
            new.write(new_id())
    return file.read_text(encoding="ascii").strip() if file.is_file() else None


def refuse_other_place(home: Home, engine: Engine) -> None:
    """Let the rows of a server stand for one place of files; the first that comes is it.

    A database file lies in its home and moves with it, so it needs no id.

    Parameters
    ----------
    home, engine
        Where the files are, and the database.

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
            connection.execute(first.values(place=place_id(home, name_it=True)))
            known = connection.execute(select(StateRow.place)).scalar_one()
    if place_id(home, name_it=False) != known:
        raise LibraryError(
            _("the files of this database are not in {folder}").format(folder=shown(home.folder)),
            _(
                "name the folder that all programs of this database share in AQVISION_HOME; "
                "files that were copied elsewhere take the file files/{name} along"
            ).format(name=PLACE_FILE),
        )
