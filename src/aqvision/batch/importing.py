"""Roster × Library -> Runs: athletes, sessions and clips of a roster, found there or added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from aqvision.batch.checksums import Checksums
from aqvision.batch.entry import LABELS, Entry, Kind
from aqvision.batch.roster import Roster
from aqvision.core.errors import AqvisionError
from aqvision.core.prompts import Prompt
from aqvision.core.wording import _
from aqvision.jobs.presence import alone
from aqvision.library.library import Library
from aqvision.library.records import Athlete, Run, RunOptions, Session

Show = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A clip of a roster in the library, or why it could not be taken in."""

    entry: Entry
    run: Run | None
    error: str = ""
    hint: str = ""
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenAthlete:
    """An athlete of a roster, with all clips, and the sessions to compare where there are both.

    ``before`` and ``after`` are the latest sessions with runs, ``holds`` and ``ladders`` those with
    holds and with runs of a ladder, ``sessions`` all that could be taken in, in order of time.
    ``primaries`` are the metrics that the training was meant to change, None where the roster has
    no column for them.
    """

    athlete: Athlete
    clips: tuple[Taken, ...]
    before: Session | None
    after: Session | None
    primaries: tuple[str, ...] | None = None
    holds: tuple[Session | None, Session | None] = (None, None)
    sessions: tuple[Session, ...] = ()
    ladders: tuple[Session | None, Session | None] = (None, None)


def take_in_roster(roster: Roster, library: Library, show: Show) -> tuple[TakenAthlete, ...]:
    """Find or add all that a roster names; a clip that cannot be taken in stops no other.

    A session of the library is used again if it holds no other clips than the roster has for it;
    so whoever takes clips off the roster gets a new session, and nothing is deleted.

    Parameters
    ----------
    roster, library
        What to take in, and where.
    show
        Told how far it has come.

    Returns
    -------
    tuple of TakenAthlete
        In the order of the roster; their clips in that of the files' names.

    Raises
    ------
    LibraryError
        The library has two athletes of one name.
    """
    people: dict[str, list[Entry]] = defaultdict(list)
    for entry in roster.entries:
        people[entry.athlete].append(entry)
    for entries in people.values():  # no report depends on the order of the rows
        entries.sort(key=_by_clip)
    with alone(library.home.folder / "locks", "taking-in"):
        checksums = Checksums.kept_in(library.home.folder / "batch-checksums.json")
        counter = _Counter(show, checksums, len(roster.entries))
        athletes = {name: _athlete(library, entries) for name, entries in people.items()}
        taken = tuple(
            _take_in_athlete(library, athletes[name], entries, counter)
            for name, entries in people.items()
        )
        checksums.keep()
        return taken


def _by_clip(entry: Entry) -> tuple[str, int, int]:
    return str(entry.clip), entry.options.shot or 0, entry.options.track or 0


@dataclass(slots=True)
class _Counter:
    show: Show
    checksums: Checksums
    total: int
    done: int = 0

    def count(self, entry: Entry) -> None:
        self.done += 1
        self.show(_("taking in {name}").format(name=entry.clip.name), self.done, self.total)


def _athlete(library: Library, entries: Sequence[Entry]) -> Athlete:
    heights = [entry.height_m for entry in entries if entry.height_m is not None]
    masses = [entry.mass_kg for entry in entries if entry.mass_kg is not None]
    return library.find_or_add_athlete(
        entries[0].athlete, heights[0] if heights else None, masses[-1] if masses else None
    )


def _take_in_athlete(
    library: Library, athlete: Athlete, entries: Sequence[Entry], counter: _Counter
) -> TakenAthlete:
    sessions: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        sessions[(entry.label, str(entry.date or ""), entry.session)].append(entry)
    taken: dict[int, Taken] = {}
    latest: dict[tuple[str, Kind], Session] = {}
    everything: dict[str, Session] = {}
    for _key, group in sorted(sessions.items()):
        session, clips = _take_in_session(library, athlete, group, counter)
        taken |= {clip.entry.row: clip for clip in clips}
        if session is not None:
            everything[session.id] = session
            latest |= {(session.label, kind): session for kind in _kinds(clips)}
    before, after = _sides(latest, Kind.RUN)
    return TakenAthlete(
        athlete,
        tuple(taken[entry.row] for entry in entries),
        before,
        after,
        _primaries(entries),
        _sides(latest, Kind.HOLD),
        tuple(sorted(everything.values(), key=lambda one: (str(one.date), one.label != "before"))),
        _sides(latest, Kind.LADDER),
    )


def _kinds(clips: Sequence[Taken]) -> set[Kind]:
    """Tell what a session has; a run of a ladder is a run as well."""
    kinds = {clip.entry.kind for clip in clips if clip.run is not None}
    return kinds | ({Kind.RUN} if Kind.LADDER in kinds else set())


def _sides(
    latest: dict[tuple[str, Kind], Session], kind: Kind
) -> tuple[Session | None, Session | None]:
    before, after = (latest.get((label, kind)) for label in LABELS)
    return before, after


def _primaries(entries: Sequence[Entry]) -> tuple[str, ...] | None:
    """Give what one of the rows names; nothing in particular where the column is empty."""
    told = [entry.primaries for entry in entries if entry.primaries is not None]
    return next(filter(None, told), ()) if told else None


def _take_in_session(
    library: Library, athlete: Athlete, entries: Sequence[Entry], counter: _Counter
) -> tuple[Session | None, list[Taken]]:
    hashes: dict[int, str] = {}
    failed: dict[int, Taken] = {}
    for entry in entries:
        counter.count(entry)
        try:
            hashes[entry.row] = counter.checksums.of(entry.clip)
        except OSError as error:
            why = _("{name} cannot be read: {reason}").format(
                name=entry.clip.name, reason=error.strerror
            )
            failed[entry.row] = Taken(
                entry=entry, run=None, error=why, hint=_("check the file and its permissions")
            )
    session, is_new = _session(library, athlete, entries[0], frozenset(hashes.values()))
    known = {run.file_sha256: run for run in library.runs(session.id)}
    taken = [
        failed.get(e.row) or _take_in_clip(library, session, e, known.get(hashes[e.row]))
        for e in entries
    ]
    if any(clip.run for clip in taken):
        return session, taken
    if is_new:
        library.delete_session(session.id)
    return None, taken


def _session(
    library: Library, athlete: Athlete, first: Entry, hashes: frozenset[str]
) -> tuple[Session, bool]:
    """Choose the session with the most of these clips and no others, or add one; tell if it did."""
    alike = [
        (session, {run.file_sha256 for run in library.runs(session.id)})
        for session in library.sessions(athlete.id)
        if (session.label, session.name, session.date) == (first.label, first.session, first.date)
    ]
    fitting = [(session, held) for session, held in alike if held <= hashes]
    if fitting:
        return max(fitting, key=lambda pair: len(pair[1]))[0], False
    return library.add_session(athlete.id, first.label, first.date, name=first.session), True


def _take_in_clip(library: Library, session: Session, entry: Entry, known: Run | None) -> Taken:
    try:
        told = entry.options_with(known.options if known else RunOptions())
        options = replace(told, is_hold=entry.kind is Kind.HOLD)
        if known is None or not library.has_clip(known):
            return Taken(entry=entry, run=library.add_run(session.id, entry.clip, options=options))
        if options == known.options:
            return Taken(entry=entry, run=known)
        return Taken(entry=entry, run=library.update_run(known.id, options))
    except AqvisionError as error:
        return Taken(
            entry=entry, run=None, error=str(error), hint=error.hint, prompts=error.prompts
        )
