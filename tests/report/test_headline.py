"""The first words of a comparison, as a parent reads them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from aqvision.comparison.compare import Comparison
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.report.headline import headline, headline_note, headline_of, next_to_film
from aqvision.report.wording import Sentence
from tests.support.comparisons import (
    before_and_after,
    nothing_changed,
    refused,
    single_pair,
    three_days_a_side,
)


def with_speed(
    old: Comparison, verdict: Verdict, by_mps: float, give_mps: float = 0.1
) -> Comparison:
    found = Difference(by_mps, by_mps - give_mps, by_mps + give_mps)
    changes = [
        replace(c, verdict=verdict, difference=found) if c.metric == "speed_mps" else c
        for c in old.changes
    ]
    return replace(old, changes=tuple(changes))


@pytest.mark.parametrize(
    ("verdict", "by_mps", "expected"),
    [
        (Verdict.CHANGED, 0.5, r"Faster: {}"),
        (Verdict.CHANGED, -0.5, r"Slower: {}"),
        (Verdict.RUNS_DIFFER, 0.5, r"The run after was faster: {}"),
        (Verdict.RUNS_DIFFER, -0.5, r"The run after was slower: {}"),
        (Verdict.NO_CHANGE, 0.01, r"As fast as before: {}"),
        (Verdict.CANNOT_TELL, 0.05, r"{}: not enough to call it faster"),
        (Verdict.CANNOT_TELL, -0.05, r"{}: not enough to call it slower"),
        (Verdict.CANNOT_TELL, 0.3, r"{}: looks faster, not proven yet"),
        (Verdict.CANNOT_TELL, -0.3, r"{}: looks slower, not proven yet"),
        (Verdict.NOT_SHOWN, 0.3, r"{}: whether speed changed cannot be told"),
    ],
)
def test_the_speed_comes_first(verdict: Verdict, by_mps: float, expected: str) -> None:
    said = headline(with_speed(three_days_a_side(), verdict, by_mps))
    assert re.fullmatch(expected.format(r"[\d.]+ m/s before, [\d.]+ m/s after") + r"\.", said)


def test_every_verdict_of_speed_has_words() -> None:
    for verdict in Verdict:
        assert headline(with_speed(three_days_a_side(), verdict, 0.5))


def test_one_run_a_side_does_not_speak_of_the_athlete() -> None:
    assert "One run before and one after" in headline_note(before_and_after())
    assert next_to_film(before_and_after()).startswith("Film three runs at the same effort")
    assert "run before" not in headline_note(three_days_a_side())
    uneven = replace(before_and_after(), after=before_and_after().after * 3)
    assert headline_note(uneven).startswith("With one run before or after")


def test_what_cannot_be_compared_says_why_and_what_to_film() -> None:
    none = refused("filmed from different angles.")
    assert headline(none) == "Nothing could be compared between these clips."
    assert headline_note(none) == "Filmed from different angles."
    assert next_to_film(none).startswith("Film both days from the same place")
    with_hint = refused("The clips were filmed from different angles. Film square to the lane.")
    assert headline_note(with_hint) == "The clips were filmed from different angles."
    assert next_to_film(with_hint) == "Film square to the lane."


def test_without_speed_the_movement_is_told_and_the_reason_given() -> None:
    old = single_pair()
    hidden = replace(
        old,
        changes=tuple(
            replace(c, verdict=Verdict.NOT_COMPARABLE, reason="no scale.")
            if c.metric == "speed_mps"
            else c
            for c in old.changes
        ),
    )
    said = headline(hidden)
    why = "Speed could not be compared. No scale."
    assert said in ("The movement differs.", Sentence.MOVEMENT_NOT_SHOWN)
    assert headline_note(hidden).endswith(f" {why}")
    assert headline_of(hidden.in_view()) == f"{said} {why}"  # where there is no note


def test_what_to_film_follows_what_is_missing() -> None:
    old = three_days_a_side()

    def unsure(more_after: int | None, clips_a_side: int | None) -> Comparison:
        changes = [
            replace(
                c,
                verdict=Verdict.CANNOT_TELL,
                more_after=more_after,
                clips_a_side=clips_a_side,
            )
            if c.primary
            else c
            for c in old.changes
        ]
        return replace(old, changes=tuple(changes))

    assert next_to_film(unsure(2, None)).startswith("Film 2 more runs")
    assert "film 5 before and 5 after" in next_to_film(unsure(None, 5))
    steady = [replace(c, verdict=Verdict.NO_CHANGE) if c.is_comparable else c for c in old.changes]
    told = next_to_film(replace(nothing_changed(), changes=tuple(steady)))
    assert told.startswith("Film again after the next block")
