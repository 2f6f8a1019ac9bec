"""Outcomes of a batch -> its folder, as athletes end: reports, team's page and tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aqvision.batch.athlete_folder import (
    MORE,
    REPORT,
    remove_clips,
    remove_comparison,
    write_comparison,
)
from aqvision.batch.entry import LABELS, Kind
from aqvision.batch.folders import (
    refuse_foreign,
    remove_result,
    replace_result,
    replace_text,
    replaced,
)
from aqvision.batch.kept_effects import KeptEffects
from aqvision.batch.measured import read_measured
from aqvision.batch.outdated import HandedOut
from aqvision.batch.run import AthleteOutcome, BatchOutcome, Outcome
from aqvision.batch.slugs import slugs
from aqvision.batch.summary import SUMMARY_COLUMNS, SUMMARY_START, summary_table
from aqvision.batch.summary_workbook import summary_tables
from aqvision.batch.tidy_tables import GROUP_START, RUNS_START, group_table, runs_table
from aqvision.comparison.holds import HoldVerdict
from aqvision.comparison.store import load_cautions, load_changes, load_compared, load_n_runs
from aqvision.comparison.team.team_effect import TeamEffect
from aqvision.core.errors import LibraryError, reason_of, shown, told_of_name
from aqvision.core.folders import make_folder
from aqvision.core.settings import Settings
from aqvision.core.wording import _, as_recorded
from aqvision.library.records import ComparisonKind
from aqvision.report.hold_comparison import what_differs
from aqvision.report.numbers import show
from aqvision.report.outcomes import enough_runs
from aqvision.report.team import write_team_page
from aqvision.report.team_people import TeamAthlete, TeamClip, TeamReport
from aqvision.report.tidy import RUNS
from aqvision.report.workbook import Table, holds_tables, write_workbook

INDEX, SUMMARY, WORKBOOK = "index.html", "summary.csv", "summary.xlsx"
GROUP = "group.csv"
_FILM_BOTH = as_recorded("film the other side too, as before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the page of the team, its tables, and all that stands on the page.

    ``failed`` tells that a clip or a comparison came to nothing, ``unwritten`` whose comparison is
    done but could not be written. ``outdated`` are folders of athletes who are not in the roster
    now, ``moved`` tells where the reports of an athlete lie now that had another name.
    """

    index: Path
    summary: Path
    workbook: Path
    group: Path
    runs: Path
    athletes: tuple[TeamAthlete, ...]
    failed: bool
    unwritten: tuple[TeamAthlete, ...] = ()
    outdated: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class BatchFolder:
    """The folder of a batch; what others have put there is left alone."""

    out: Path
    title: str
    _athletes: dict[str, TeamAthlete] = field(default_factory=dict)
    _handed_out: HandedOut | None = None

    def refuse_foreign_page(self) -> None:
        """Refuse to replace a page or table that we did not write; our table tells its columns.

        Raises
        ------
        LibraryError
            index.html, or a table of somebody else, is there.
        """
        for name, start in ((GROUP, GROUP_START), (RUNS, RUNS_START)):
            if not _first_line(self.out / name).startswith(f"\ufeff{start}".encode()):
                refuse_foreign(self.out / name)
        path = self.out / SUMMARY
        header = _first_line(path)
        if not header.startswith(f"\ufeff{SUMMARY_START}".encode()):
            refuse_foreign(self.out / INDEX)
            refuse_foreign(path)
        if header != f"\ufeff{','.join(SUMMARY_COLUMNS)}".encode():
            refuse_foreign(self.out / WORKBOOK)  # older versions wrote none

    def write(self, outcome: BatchOutcome, kept: KeptEffects) -> Written:
        """Write the folders of those who have ended since the last time, the page and the table.

        Parameters
        ----------
        outcome
            What has come of the roster so far.
        kept
            Gives the effects of the group.

        Raises
        ------
        LibraryError
            The folder cannot be written, or a result is no longer whole.
        """
        people = [one.taken.athlete.name for one in outcome.ended]
        names = slugs([*people, *outcome.waiting])
        try:
            make_folder(self.out)
            handed_out = self._handed_out or HandedOut.begin(self.out, names.values())
            self._handed_out = handed_out
            for name, one in zip(people, outcome.ended, strict=True):
                if name not in self._athletes:
                    self._athletes[name] = _write_athlete(one, self.out, names[name])
                    handed_out.take_back(names[name])
            athletes = tuple(self._athletes[name] for name in people)
            if not outcome.waiting:
                reported = zip(names.values(), map(_reported, outcome.ended, athletes), strict=True)
                handed_out.settle(dict(reported))
            self._write_team(athletes, outcome.waiting, handed_out.outdated, kept)
        except OSError as error:
            raise LibraryError(
                _("cannot write into {folder}: {reason}").format(
                    folder=shown(self.out), reason=reason_of(error)
                ),
                _("name another folder"),
            ) from error
        return self._written(outcome, athletes, handed_out)

    def _written(
        self, outcome: BatchOutcome, athletes: tuple[TeamAthlete, ...], handed_out: HandedOut
    ) -> Written:
        """Say what stands there now, and what could not be written."""
        unwritten = tuple(
            athlete
            for athlete, one in zip(athletes, outcome.ended, strict=True)
            if athlete.error and one.compared and one.compared.folder
        )
        lost = any(clip.error for athlete in athletes for clip in athlete.clips)
        failed = any(one.failed for one in outcome.ended) or lost or bool(unwritten)
        return Written(
            index=self.out / INDEX,
            summary=self.out / SUMMARY,
            workbook=self.out / WORKBOOK,
            group=self.out / GROUP,
            runs=self.out / RUNS,
            athletes=athletes,
            failed=failed,
            unwritten=unwritten,
            outdated=handed_out.outdated,
            moved=handed_out.moved,
        )

    def _write_team(
        self,
        athletes: Sequence[TeamAthlete],
        waiting: Sequence[str],
        outdated: Sequence[str],
        kept: KeptEffects,
    ) -> None:
        """Write page and tables, each in one step: somebody may be reading them.

        What is of the whole group, and the workbook, which takes seconds for a large team, wait for
        the last.
        """
        level = show(Settings().comparison.confidence_level, "")
        # the mark at its beginning tells spreadsheets that names are in UTF-8
        replace_text(self.out / SUMMARY, f"\ufeff{summary_table(athletes)}")
        group: list[TeamEffect] = []
        if not waiting:
            group = kept.of(athletes)
            replace_text(self.out / GROUP, f"\ufeff{group_table(group)}")
            replace_text(self.out / RUNS, f"\ufeff{runs_table(athletes)}")
            _write_tables(summary_tables(athletes, group), self.out / WORKBOOK)
        with replaced(self.out / INDEX) as unfinished:
            write_team_page(self.title, athletes, level, unfinished, waiting, outdated, group=group)


def _first_line(path: Path) -> bytes:
    """Read the header of a table; empty where there is none."""
    return path.read_bytes().partition(b"\n")[0] if path.is_file() else b""


def _write_tables(tables: Sequence[Table], path: Path) -> None:
    if not holds_tables(path, tables):
        with replaced(path) as unfinished:
            write_workbook(tables, unfinished)


def _write_athlete(one: AthleteOutcome, out: Path, name: str) -> TeamAthlete:
    """Copy an athlete's results into a folder, and say what the page of the team needs."""
    folder = out / name
    places = _clip_places(one)
    compared = one.compared or Outcome(
        None, _why_not(one), as_recorded("film the other side too, as before")
    )
    changes = load_changes(compared.folder) if compared.folder else ()
    of_comparison = load_compared(compared.folder) if compared.folder else set()
    clips = tuple(
        _write_clip(one, i, folder / place, of_comparison) for i, place in enumerate(places)
    )
    remove_clips(folder, {place for place, clip in zip(places, clips, strict=True) if clip.link})
    made = _write_comparison(compared, folder)
    more = tuple(_write_more(one, kind, folder) for kind in MORE)
    n_runs = load_n_runs(made.folder) if made.folder else (0, 0, 0)
    link = f"{name}/{REPORT}" if made.folder else next((c.link for c in clips if c.link), "")
    return TeamAthlete(
        name=one.taken.athlete.name,
        link=link,
        changes=changes if made.folder else (),
        compared=_days(one) if made.folder else "",
        cautions=(*load_cautions(made.folder), *_left_out(clips)) if made.folder else (),
        error=made.error,
        hint=made.hint,
        prompts=made.prompts,
        clips=clips,
        more=tuple(filter(None, more)),
        of_the_athlete=enough_runs(*n_runs),
        n_runs=n_runs[:2],
    )


def _reported(one: AthleteOutcome, written: TeamAthlete) -> set[str]:
    """Give the checksums of an athlete's clips that have a report."""
    pairs = zip(one.taken.clips, written.clips, strict=True)
    return {clip.run.file_sha256 for clip, told in pairs if clip.run and told.link}


def _left_out(clips: Sequence[TeamClip]) -> list[str]:
    """Say which clips the comparison had to do without, and why."""
    text = as_recorded("{name} is left out: {error}.")
    return [text.format(name=clip.name, error=clip.error) for clip in clips if clip.error]


def _clip_places(one: AthleteOutcome) -> list[str]:
    """Name a folder a clip: its label and a number, in the order of the files' names."""
    counts: Counter[str] = Counter()
    places = []
    for clip in one.taken.clips:
        start = f"{clip.entry.label}-{'hold-' if clip.entry.kind is Kind.HOLD else ''}"
        counts[start] += 1
        places.append(f"{start}{counts[start]}")
    return places


def _write_more(one: AthleteOutcome, kind: ComparisonKind, folder: Path) -> TeamReport | None:
    """Copy what else was made of the clips, or remove that of an earlier run."""
    made, target = one.more.get(kind), folder / MORE[kind]
    try:
        if made is None or made.folder is None:
            remove_result(target)
            return None if made is None else TeamReport(kind=kind.value, error=made.error)
        replace_result(made.folder, target)
    except (LibraryError, OSError) as error:
        return TeamReport(kind=kind.value, error=str(_told(error)))
    content = json.loads((made.folder / kind.file).read_text(encoding="utf-8"))
    link = f"{folder.name}/{target.name}/{REPORT}"
    return TeamReport(kind=kind.value, link=link, told=_told_by(kind, content))


def _told_by(kind: ComparisonKind, content: Mapping[str, Any]) -> str:
    """Say in a sentence what a report comes to; empty where its file does not tell."""
    if kind is not ComparisonKind.HOLDS:
        return str(content.get("sentence", ""))
    changes: dict[str, dict[str, Any]] = content.get("changes", {})
    told = [name for name, row in changes.items() if row["verdict"] != HoldVerdict.CANNOT_TELL]
    return what_differs(told, [len(content[side]) for side in LABELS]) if changes else ""


def _write_clip(
    one: AthleteOutcome, number: int, target: Path, compared: Collection[tuple[str, str]]
) -> TeamClip:
    entry, outcome = one.taken.clips[number].entry, one.clips[number]
    about = TeamClip(
        athlete=entry.athlete, label=entry.label, name=entry.clip.name, kind=entry.kind.value,
        load=entry.options.load or "", band=entry.options.band or "",
    )  # fmt: skip
    if outcome.folder is None:
        return replace(about, error=outcome.error, hint=outcome.hint, prompts=outcome.prompts)
    measured = read_measured(about, outcome.folder, entry.date, compared)
    try:
        replace_result(outcome.folder, target)
    except (LibraryError, OSError) as error:
        told = _told(error)
        return replace(about, error=str(told), hint=told.hint, prompts=told.prompts)
    return replace(measured, link=f"{target.parent.name}/{target.name}/{REPORT}")


def _write_comparison(made: Outcome, folder: Path) -> Outcome:
    """Copy a comparison into a folder, or remove that of an earlier run; say what came of it."""
    try:
        if made.folder is None:
            remove_comparison(folder)
            return made
        write_comparison(made.folder, folder)
    except (LibraryError, OSError) as error:
        told = _told(error)
        return Outcome(None, str(told), told.hint)
    return made


def _told(error: LibraryError | OSError) -> LibraryError:
    """Tell what is in the way of one athlete; whatever would stop all the others is raised."""
    told = error if isinstance(error, LibraryError) else told_of_name(error)
    if told is None:
        raise error
    return told


def _why_not(one: AthleteOutcome) -> str:
    missing = [label for label in LABELS if getattr(one.taken, label) is None]
    return as_recorded("there is no clip {missing} that could be used").format(
        missing=as_recorded(" and none ").join(missing)
    )


def _days(one: AthleteOutcome) -> str:
    """Say which sessions were compared, where the roster tells."""
    told = [
        " ".join(filter(None, (session.name, str(session.date or ""))))
        for session in (one.taken.before, one.taken.after)
        if session is not None
    ]
    return " → ".join(told) if all(told) else ""


def batch_to_dict(written: Written) -> dict[str, Any]:
    """Bring what was written into the form that other programs read.

    Parameters
    ----------
    written
        Files that were written, and what is in them.

    Returns
    -------
    dict
        What JSON can hold.
    """
    return {
        "index": str(written.index),
        "summary": str(written.summary),
        "outdated": list(written.outdated),
        "moved": dict(written.moved),
        "workbook": str(written.workbook),
        "group": str(written.group),
        "runs": str(written.runs),
        "athletes": [
            {
                "name": one.name,
                "standing": one.standing,
                "report": one.link if one.changes else None,
                "compared": one.compared,
                "changed": [c.metric for c in one.changes if c.verdict == "changed"],
                "error": one.error or None,
                "hint": one.hint or None,
                "clips": [
                    {
                        "clip": clip.name,
                        "label": clip.label,
                        "report": clip.link or None,
                        "error": clip.error or None,
                        "hint": clip.hint or None,
                    }
                    for clip in one.clips
                ],
            }
            for one in written.athletes
        ],
    }
