"""What the team's table draws of somebody is of one way of filming, and made once a result."""

from __future__ import annotations

import datetime as dt

import pytest

from aqvision.library.records import Athlete, Measured, MeasuredClip, Outline, Told
from aqvision.web.courses import Course, Courses, course_of, spark_of

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ADA = Athlete(id="a", name="Ada", height_m=None, mass_kg=None, created=NOW)


def value(day: int, metric: str, number: float, label: str = "before") -> MeasuredClip:
    return MeasuredClip(
        run_id="r", session_id=str(day), athlete_id="a", label=label,
        date=dt.date(2026, 3, day),
        summary={"view": "side", "ground": "track", "metrics": {metric: [number]}},
    )  # fmt: skip


def test_the_line_is_of_what_was_named_first_or_of_speed() -> None:
    speeds = [value(1, "speed_mps", 8.0), value(1, "speed_mps", 9.0), value(2, "speed_mps", 9.5)]
    spark = spark_of(speeds, ())
    assert spark is not None
    assert len(spark.dots) == 2
    assert "before 8.50 m/s, before 9.50 m/s" in spark.words
    leans = [value(1, "trunk_lean_deg", 8.0), value(2, "trunk_lean_deg", 9.0, "after")]
    named = spark_of([*leans, *speeds], ("trunk_lean_deg", "speed_mps"))
    assert named is not None
    assert "Trunk lean" in named.words
    rates = [value(1, "step_frequency_hz", 4.0), value(2, "step_frequency_hz", 4.2)]
    assert spark_of(rates, ("trunk_lean_deg",)) is not None
    assert spark_of(rates[:1], ()) is None
    assert spark_of([], ()) is None


def test_what_is_known_by_its_stamp_is_not_made_again() -> None:
    clips = tuple(value(day, "trunk_lean_deg", 8.0 + day) for day in (1, 2))
    told = Told(comparison_id="c", athlete_id="a", primaries=("trunk_lean_deg",), summary="")
    measured = Measured(clips=clips, older=frozenset({"r"}))
    made = course_of(Outline(athlete=ADA, told=told, stamp="s", measured=measured), {})
    assert (made.stamp, made.older) == ("s", frozenset({"r"}))
    assert made.spark is not None
    assert "Trunk lean" in made.spark.words
    assert course_of(Outline(athlete=ADA, stamp="s"), {"a": made}) is made
    with pytest.raises(KeyError):
        course_of(Outline(athlete=ADA, stamp="s"), {})


def test_those_not_asked_for_longest_are_forgotten() -> None:
    courses = Courses(most=2)
    ada, ben, carl = (Course(stamp, None, frozenset()) for stamp in "abc")
    courses.keep({"ada": ada, "ben": ben})
    before = courses.known()
    courses.keep({"ada": carl})
    courses.keep({"carl": carl})
    assert courses.known() == {"ada": carl, "carl": carl}
    assert before == {"ada": ada, "ben": ben}  # whoever asked goes on with what there was
