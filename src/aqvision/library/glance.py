"""Home -> names of its athletes at a glance: the file is read, no library is opened."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from urllib.parse import quote

from aqvision.library.storage import Home, find_home

URL_VARIABLE = "AQVISION_DATABASE_URL"
"""Names a server of PostgreSQL, where the tables are then."""
_PATIENCE_S = 0.1


def athlete_names() -> tuple[str, ...]:
    """Name the athletes of the library.

    Returns
    -------
    tuple of str
        By name. Empty where there is no library yet, where another program keeps it to itself, and
        where it is on a server, which takes longer than a glance.
    """
    database = Home(find_home()).database
    if os.environ.get(URL_VARIABLE) or not database.is_file():
        return ()
    address = f"file:{quote(str(database))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)) as opened:
            rows = opened.execute("SELECT DISTINCT name FROM athlete ORDER BY name")
            return tuple(str(name) for (name,) in rows)
    except sqlite3.Error:
        return ()
