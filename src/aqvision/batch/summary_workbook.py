"""Athletes of a team -> sheets of summary.xlsx: who changed, every change, every clip, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aqvision.batch.summary import summary_rows
from aqvision.batch.tidy_tables import group_rows
from aqvision.comparison.team.team_effect import TeamEffect
from aqvision.core.said import said
from aqvision.core.wording import _, word_of
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.team_families import changes_that_hold
from aqvision.report.team_people import Standing, TeamAthlete, TeamClip, unjudged
from aqvision.report.team_rows import person_rows
from aqvision.report.workbook import (
    DATE_FORM,
    Column,
    Number,
    Table,
    Value,
    number_form,
)

_NAME, _WORDS = 26.0, 60.0
_YES_OR_NO = {"yes": _("yes"), "no": _("no"), None: None}
_ATHLETES = (
    Column(heading=_("Athlete"), width=_NAME),
    Column(heading=_("Outcome"), width=20),
    Column(heading=_("Verdict"), width=_WORDS, wrap=True),
    Column(heading=_("What to film next"), width=_WORDS, wrap=True),
    Column(heading=_("Cautions"), width=_WORDS, wrap=True),
    Column(heading=_("Clips before"), width=10),
    Column(heading=_("Clips after"), width=10),
    Column(heading=_("Compared"), width=_NAME),
    Column(heading=_("Report"), width=_NAME),
)
_CHANGES = (
    Column(heading=_("Athlete"), width=_NAME),
    Column(heading=_("Pillar"), width=18),
    Column(heading=_("Metric"), width=34),
    Column(heading=_("Unit"), width=16),
    Column(heading=_("Before"), width=11),
    Column(heading=_("After"), width=11),
    Column(heading=_("Change"), width=11),
    Column(heading=_("Change at least"), width=11),
    Column(heading=_("Change at most"), width=11),
    Column(heading=_("Worth telling from"), width=11),
    Column(heading=_("Verdict"), width=42, wrap=True),
    Column(heading=_("Named beforehand"), width=12),
    Column(heading=_("Holds over the team"), width=12),
    Column(heading=_("Grade"), width=10),
    Column(heading=_("Why it is not compared, or its grade not better"), width=_WORDS, wrap=True),
    Column(heading=_("Caution"), width=_WORDS, wrap=True),
    Column(heading=_("Clips before"), width=10),
    Column(heading=_("Clips after"), width=10),
    Column(heading=_("Values before"), width=10),
    Column(heading=_("Values after"), width=10),
    Column(heading=_("Kind"), width=10),
    Column(heading=_("Name in files"), width=34),
    Column(heading=_("Verdict in files"), width=20),
)
_GROUP = (
    Column(heading=_("Metric"), width=34),
    Column(heading=_("Speeds"), width=16),
    Column(heading=_("Unit"), width=16),
    Column(heading=_("Change"), width=11),
    Column(heading=_("Change at least"), width=11),
    Column(heading=_("Change at most"), width=11),
    Column(heading=_("Worth telling from"), width=11),
    Column(heading=_("Verdict"), width=20),
    Column(heading=_("Athletes differ by (SD)"), width=11),
    Column(heading=_("Days alone make of it (SD)"), width=11),
    Column(heading=_("One more athlete at least"), width=11),
    Column(heading=_("One more athlete at most"), width=11),
    Column(heading=_("Athletes"), width=10),
    Column(heading=_("Runs before"), width=10),
    Column(heading=_("Runs after"), width=10),
    Column(heading=_("Why it is not told"), width=_WORDS, wrap=True),
    Column(heading=_("Name in files"), width=34),
)
_SPEEDS = {"as run": _("as run"), "same speed": _("at the same speed")}
_SPREAD = ("spread_sd", "days_sd", "others_low", "others_high")
_NUMBERS = ("before", "after", "change", "low", "high", "smallest_believable_change")
_GRADES = (Grade.A, Grade.B, Grade.C, Grade.WITHHELD)
_CLIPS = (
    Column(heading=_("Athlete"), width=_NAME),
    Column(heading=_("Label"), width=10),
    Column(heading=_("Kind"), width=10),
    Column(heading=_("Day"), width=12, form=DATE_FORM),
    Column(heading=_("Clip"), width=34),
    Column(heading=_("Load"), width=12),
    Column(heading=_("Band"), width=12),
    Column(heading=_("Metrics of grade A"), width=10),
    Column(heading=_("Metrics of grade B"), width=10),
    Column(heading=_("Metrics of grade C"), width=10),
    Column(heading=_("Metrics withheld"), width=10),
    Column(heading=_("Problem"), width=_WORDS, wrap=True),
    Column(heading=_("How to film better"), width=_WORDS, wrap=True),
    Column(heading=_("Report"), width=34),
)


def summary_tables(
    athletes: Sequence[TeamAthlete], group: Sequence[TeamEffect] = ()
) -> list[Table]:
    """Give the sheets of a team's workbook: athletes, changes, the group, clips.

    Parameters
    ----------
    athletes
        In the order of the rows.
    group
        How the group changed as a whole.
    """
    clips = [_clip_row(clip) for athlete in athletes for clip in athlete.clips]
    return [
        Table(_("Athletes"), _ATHLETES, list(_athlete_rows(athletes))),
        Table(_("Changes"), _CHANGES, list(map(_change_row, summary_rows(athletes)))),
        Table(_("Group"), _GROUP, list(map(_group_row, group_rows(group)))),
        Table(_("Clips"), _CLIPS, clips),
    ]


def _athlete_rows(athletes: Sequence[TeamAthlete]) -> Iterator[Sequence[Value]]:
    """Say of each athlete what the page of the team says."""
    held = changes_that_hold([athlete.changes for athlete in athletes])
    for athlete, own in zip(athletes, held, strict=True):
        if athlete.standing == Standing.NOT_JUDGED:
            told = unjudged(athlete)
            verdict, then = told.reason, " ".join(told.advice)
        else:
            (row,) = person_rows([athlete], [own])
            verdict, then = row.headline, row.next
        yield (
            *(athlete.name, word_of(athlete.standing), verdict, then),
            " ".join(map(said, athlete.cautions)),
            *((n or None) for n in athlete.n_runs),
            *(athlete.compared, athlete.link),
        )


def _change_row(row: dict[str, Any]) -> Sequence[Value]:
    form = number_form(row["unit"])
    numbers = (None if row[key] is None else Number(row[key], form) for key in _NUMBERS)
    return (
        *(row["athlete"], row["pillar_label"], row["label"], row["unit_label"], *numbers),
        *(row["words"], _YES_OR_NO[row["primary"]], _YES_OR_NO[row["holds_in_team"]]),
        *(row["confidence"], said(row["reason"] or ""), said(row["caution"] or "")),
        *(row["clips_before"], row["clips_after"], row["n_before"], row["n_after"]),
        *(" ".join(map(word_of, row["kind"].split())), row["metric"], row["verdict"]),
    )


def _group_row(row: dict[str, Any]) -> Sequence[Value]:
    form = number_form(row["unit"])
    changes, spread = ([Number(row[key], form) for key in keys] for keys in (_NUMBERS[2:], _SPREAD))
    return (
        *(row["label"], _SPEEDS[row["speeds"]], row["unit_label"], *changes),
        *(word_of(row["verdict"]), *spread),
        *(row["n_athletes"], row["runs_before"], row["runs_after"]),
        *(said(row["reason"]), row["metric"]),
    )


def _clip_row(clip: TeamClip) -> Sequence[Value]:
    """Say of a clip how well it was measured, or why it was not, and how to film better."""
    return (
        *(clip.athlete, word_of(clip.label), word_of(clip.kind), clip.day, clip.name),
        *(clip.load, clip.band),
        *(clip.grades.get(grade, 0) if clip.grades else None for grade in _GRADES),
        *(clip.problem, clip.cure, clip.link),
    )
