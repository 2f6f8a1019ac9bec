"""All names of a folder together tell athletes, days and sides; what none tells stays empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.batch.guessing import Guess, guess_clips

NOWHERE = Path("/nowhere")


def guessed(*names: str) -> tuple[list[Guess], list[str]]:
    return guess_clips(NOWHERE, [NOWHERE / name for name in names])


@pytest.mark.parametrize(
    ("clip", "athlete", "label", "date"),
    [
        ("anna/before/IMG_0012.MOV", "Anna", "before", None),
        ("after/Anna Meyer/2026-03-14/clip (1).mp4", "Anna Meyer", "after", "2026-03-14"),
        ("before/anna_20260314_101500.mp4", "Anna", "before", "2026-03-14"),
        ("before/anna_after.mp4", "Anna", "after", None),
        ("Meyer, Anna/anna_pre.mp4", "Anna Meyer", "before", None),
        ("Team/Group A/20260314_101500.mp4", "", "", "2026-03-14"),
    ],
)
def test_folders_tell_what_a_name_does_not(
    clip: str, athlete: str, label: str, date: str | None
) -> None:
    ((guess,), _remarks) = guessed(clip)
    assert (guess.clip, guess.athlete, guess.label) == (clip, athlete, label)
    assert guess.date == (dt.date.fromisoformat(date) if date else None)


def test_spellings_of_one_athlete_are_one_and_it_is_said() -> None:
    names = (
        "Müller, Anna_vor.mp4",
        "ANNA MULLER nach.mp4",
        "Anna Müller nach 2.mp4",
        "Anna_pre.mp4",
    )
    guesses, remarks = guessed(*names)
    assert [guess.athlete for guess in guesses] == ["Anna Müller"] * 3 + ["Anna"]
    assert remarks == ["Anna Muller, Anna Müller: taken for one athlete"]


def test_days_and_what_is_counted_tell_before_from_after() -> None:
    def labels(*names: str) -> list[str]:
        return [guess.label for guess in guessed(*names)[0]]

    assert labels("Ben/20260301.mp4", "Ben/20260601.mp4", "Ben/20260901.mp4") == [
        "before", "after", "after",
    ]  # fmt: skip
    assert labels("Ben_20260301.mp4", "Kim_20260601.mp4") == ["", ""]
    assert labels("Ben_t1.mp4", "Ben_t2.mp4", "Kim_t2.mp4", "Kim_x.mp4")[:3] == [
        "before", "after", "after",
    ]  # fmt: skip
    assert labels("Ben week 1.mp4", "Ben week 8.mp4") == ["before", "after"]
    assert labels("Ben test.mp4", "Ben retest.mp4", "Kim test.mp4") == ["before", "after", ""]
    told = ("Ben_vor_20260301.mp4", "Ben_20260301.mp4", "Ben_20260501.mp4")
    assert labels(*told) == ["before", "before", ""]
    steps = [guess.session for guess in guessed("A T0.mp4", "A T1.mp4", "A T2.mp4")[0]]
    assert steps == ["T0", "T1", "T2"]


def test_a_day_that_may_be_two_is_left_empty_and_said() -> None:
    guesses, remarks = guessed("Ben 3-1-2026 pre.mp4", "Ben 4-2-2026 post.mp4")
    assert [guess.date for guess in guesses] == [None, None]
    assert remarks == ["3-1-2026, 4-2-2026: day or month may come first, so 2 dates are left empty"]
    guesses, remarks = guessed("Ben 3-1-2026 pre.mp4", "Ben 4-20-2026 post.mp4")
    assert guesses[0].date == dt.date(2026, 3, 1)
    assert remarks == []
