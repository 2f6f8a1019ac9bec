"""Athletes of a team -> rows: verdict, speed, what was named beforehand, what to film."""

from __future__ import annotations

import datetime as dt

import pytest

from aqvision.comparison.judging import Verdict
from aqvision.report.team_people import Standing, TeamAthlete, TeamClip
from aqvision.report.team_rows import PersonRow, person_rows
from tests.support.team_changes import change_of
from tests.support.team_people import alone, athlete

CONTACT, SPEED = "contact_time_s", "speed_mps"


def row_of(one: TeamAthlete, *held: str) -> PersonRow:
    (row,) = person_rows([one], [held])
    return row


def test_the_clearest_verdict_comes_first_and_who_was_not_judged_has_no_row() -> None:
    people = [athlete("Still", "none"), alone("Otto"), athlete("Anna", "some")]
    rows = person_rows(people, [(), (), (SPEED,)])
    assert [row.name for row in rows] == ["Anna", "Still"]
    assert [row.standing for row in rows] == [Standing.CHANGED, Standing.NO_CHANGE]
    weak, sure = (row_of(people[2], *held).order for held in ((), (SPEED,)))
    assert sure < weak < rows[1].order


def test_a_row_says_what_the_own_report_says() -> None:
    row = row_of(athlete("Anna", "some", change=3.0), SPEED)
    assert row.headline.startswith("Faster: 20.00 m/s before, ")
    assert row.next.startswith("Film again after the next block of training")
    assert row.cautions == ("The speed differs by 9%.",)
    assert row.speed is not None
    assert row.speed.change.startswith("+")
    assert float(row.speed_order) > 3
    assert row.speed.label not in [line.label for line in row.named]
    assert [line.note for line in row.named] == ["by itself; not among so many athletes"] * 5
    assert row_of(athlete("Runs", "runs")).next.startswith("Film three runs at the same effort")


def test_what_could_not_be_compared_has_its_reason_and_sorts_by_nothing() -> None:
    blind = change_of(SPEED, 0.0, Verdict.NOT_COMPARABLE)
    row = row_of(
        TeamAthlete(name="Anna", changes=(blind, change_of(CONTACT, 5.0, Verdict.CHANGED)))
    )
    assert (row.speed, row.speed_order) == (None, "")
    assert row.headline == (
        "Contact time +5,000 ms. "
        "The movement differs. Speed could not be compared. The legs are hidden."
    )
    thorax = change_of("thigh_separation_touchdown_deg", 0.0, Verdict.NOT_COMPARABLE)
    row = row_of(TeamAthlete(name="Anna", changes=(thorax, change_of(SPEED, 5.0, Verdict.CHANGED))))
    assert row.not_compared == (
        "Could not be compared: thighs apart at touchdown. The legs are hidden.",
    )


def test_clips_from_the_front_do_not_excuse_themselves_for_speed() -> None:
    changes = (
        change_of(SPEED, 0.0, Verdict.NOT_COMPARABLE),
        change_of("step_width_frac", 5.0, Verdict.CHANGED),
    )
    clips = (TeamClip(athlete="Anna", label="before", name="a.mp4", view="front"),)
    row = row_of(TeamAthlete(name="Anna", changes=changes, clips=clips))
    assert row.headline == "The movement differs."


def test_all_bars_have_one_scale() -> None:
    small, large = athlete("A", "some", change=1.5), athlete("B", "some", change=3.0)
    one, two = person_rows([small, large], [(), ()])
    assert one.speed is not None and two.speed is not None
    assert one.speed.bar is not None and two.speed.bar is not None
    assert one.speed.bar.band == two.speed.bar.band
    assert 50 < one.speed.bar.at < two.speed.bar.at


def dated(days: list[int | None]) -> TeamAthlete:
    clips = tuple(
        TeamClip(
            athlete="Anna", label="after" if n < 2 else "before", name=f"{n}.mp4",
            values={SPEED: 8.0 + n}, day=None if day is None else dt.date(2026, 3, day),
        )
        for n, day in enumerate(days)
    )  # fmt: skip
    return TeamAthlete(name="Anna", changes=(change_of(SPEED, 5.0, Verdict.CHANGED),), clips=clips)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([9, 8, 2, 1], ["before 11", "before 10", "after 9", "after 8"]),
        ([9, None, 2, 1], ["before 10", "before 11", "after 8", "after 9"]),
    ],
)
def test_clips_stand_in_the_order_of_filming_where_it_is_known(
    days: list[int | None], told: list[str]
) -> None:
    speed = row_of(dated(days)).speed
    assert speed is not None and speed.spark is not None
    expected = ", ".join(f"{one}.00 m/s" for one in told)
    assert speed.spark.words == f"Speed, clip by clip: {expected}"


def test_a_clip_alone_draws_nothing() -> None:
    speed = row_of(dated([9])).speed
    assert speed is not None and speed.spark is None


def test_the_verdict_names_what_else_changed_first_where_speed_is_open() -> None:
    arms = change_of("shoulder_range_deg", 30.0, Verdict.CHANGED)
    fast, open_ = change_of(SPEED, 3.0, Verdict.CHANGED), change_of(SPEED, 0.2, Verdict.CANNOT_TELL)
    told = row_of(TeamAthlete(name="Anna", changes=(fast, arms))).headline
    assert told.startswith("Faster: ") and told.endswith(" Arm swing at the shoulder +30°.")
    told = row_of(TeamAthlete(name="Anna", changes=(open_, arms))).headline
    assert told.startswith("Arm swing at the shoulder +30°. 20.00 m/s before, ")
