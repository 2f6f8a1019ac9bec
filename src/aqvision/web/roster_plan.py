"""Table of people × library -> what would be added and changed, and then the same, done.

A plan is made anew when it is done: whatever others have added meanwhile is not added twice.
"""

from __future__ import annotations

import tempfile
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.batch.entry import Entry, grouped
from aqvision.batch.people import NEEDED, People, read_people
from aqvision.batch.reading import COMMAND, cells_from_json
from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.library import Library
from aqvision.library.records import Athlete, Session
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Done, Sandbox
from aqvision.sandbox.tasks import ReadTableTask
from aqvision.web.shown import Shown, athletes_shown

# The largest table of people takes a tenth of this.
_LIMITS = Limits(memory_mib=512, address_space_mib=2048, cpu_s=20, wall_s=40, file_mib=32)
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Somebody of the table: new or there, what changes, and the sessions to be added."""

    entry: Entry
    athlete: Athlete | None
    height_m: float | None
    mass_kg: float | None
    sessions: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """As the table has it."""
        return self.entry.athlete

    @property
    def changes_height(self) -> bool:
        """Whether another height is set than the one that is known."""
        return _differs(self.height_m, self.athlete.height_m if self.athlete else None)

    @property
    def changes_mass(self) -> bool:
        """Whether another mass is set than the one that is known."""
        return _differs(self.mass_kg, self.athlete.mass_kg if self.athlete else None)

    @property
    def does_nothing(self) -> bool:
        """Whether all of it is there already."""
        there = self.athlete is not None
        return there and not (self.changes_height or self.changes_mass or self.sessions)


def _differs(told: float | None, known: float | None) -> bool:
    return told is not None and told != known


def read_file(content: bytes) -> People:
    """Read an uploaded table in a process with limits, with every mistake named at once.

    Parameters
    ----------
    content
        Of the file: text as spreadsheets write it, or a workbook.

    Raises
    ------
    LibraryError
        It could not be read within the limits.
    """
    with tempfile.TemporaryDirectory(prefix="aqvision-") as folder, _turn:
        path, out = Path(folder) / "table", Path(folder) / "cells.json"
        path.write_bytes(content)
        ending = Sandbox(limits=_LIMITS, command=COMMAND).run(
            ReadTableTask(path, out, NEEDED),
            Path(folder) / "log",
            on_progress=lambda _done, _words: None,
            unwanted=lambda: False,
        )
        if not isinstance(ending, Done):
            raise LibraryError(
                _("the table could not be read within the limits of an upload"),
                _("copy the rows into a new workbook, or save them as 'CSV UTF-8'"),
            )
        return read_people(*cells_from_json(out.read_text(encoding="utf-8")))


def plan(people: People, library: Library, shown: Shown) -> list[PersonPlan]:
    """Say what taking a table in would do.

    Parameters
    ----------
    people, library, shown
        Of the table, where it would go, and whom the visitor may see: nobody else is changed.

    Raises
    ------
    LibraryError
        The library has two athletes of a name of the table.
    """
    known: dict[str, list[Athlete]] = defaultdict(list)
    for athlete in athletes_shown(library, shown):
        known[athlete.name].append(athlete)
    sessions: dict[str, list[Session]] = defaultdict(list)
    for session in library.all_sessions():
        sessions[session.athlete_id].append(session)
    plans = []
    for entries in grouped(people.entries, lambda entry: entry.athlete):
        found = known[entries[0].athlete]
        if len(found) > 1:
            raise LibraryError(
                _("the library has {n} athletes with the name {name}").format(
                    n=len(found), name=entries[0].athlete
                ),
                _("give them different names there"),
            )
        there = sessions[found[0].id] if found else []
        plans.append(_person(entries, found[0] if found else None, there))
    return plans


def _person(
    entries: Sequence[Entry], athlete: Athlete | None, sessions: Sequence[Session]
) -> PersonPlan:
    heights = [entry.height_m for entry in entries if entry.height_m is not None]
    masses = [entry.mass_kg for entry in entries if entry.mass_kg is not None]
    there = {(one.label, one.date, one.name) for one in sessions}
    told = grouped([e for e in entries if e.label], _session_of)
    return PersonPlan(
        entry=entries[0],
        athlete=athlete,
        height_m=heights[0] if heights else None,
        mass_kg=masses[-1] if masses else None,
        sessions=tuple(group[0] for group in told if _session_of(group[0]) not in there),
    )


def _session_of(entry: Entry) -> tuple[str, object, str]:
    return entry.label, entry.date, entry.session


def carry_out(plans: Sequence[PersonPlan], library: Library) -> list[str]:
    """Add and change what a plan says; what was added meanwhile is there already.

    Parameters
    ----------
    plans, library
        Made of the library as it is now.

    Returns
    -------
    list of str
        Ids of the athletes of whom something was added or changed.
    """
    touched = []
    for one in plans:
        if one.does_nothing:
            continue
        told = {"height_m": one.height_m, "mass_kg": one.mass_kg}
        if one.athlete is None:
            athlete = library.add_athlete(one.name, **told)
        else:
            athlete = one.athlete
            changed = {name: value for name, value in told.items() if value is not None}
            if one.changes_height or one.changes_mass:
                library.update_athlete(athlete.id, **changed)
        for entry in one.sessions:
            library.add_session(athlete.id, entry.label, entry.date, name=entry.session)
        touched.append(athlete.id)
    return touched
