"""A card for each of the four movements, with its numbers or the reason why there are none."""

from __future__ import annotations

from dataclasses import replace

from aqvision.comparison.judging import Verdict
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.pillar_cards import change_cards, value_cards
from tests.support.comparisons import before_and_after, refused
from tests.support.synthetic import Run, analysis_of

TITLES = ["Push leg", "Swing leg", "Arms", "Torso"]


def test_the_four_movements_each_have_a_card() -> None:
    for cards in (change_cards(before_and_after()), value_cards(analysis_of(Run()))):
        assert [card.title for card in cards] == TITLES
        for card in cards:
            shown = [*card.changes, *card.values]
            assert len(shown) <= 2
            assert bool(shown) != bool(card.reason)


def test_what_was_named_beforehand_stands_first_on_its_card() -> None:
    old = before_and_after()
    primaries = {METRICS[c.metric].label for c in old.changes if c.primary and c.is_comparable}
    swing = change_cards(old)[1]
    assert swing.changes[0].name.label in primaries


def test_rough_numbers_come_after_sound_ones() -> None:
    old = before_and_after()
    named = next(c.metric for c in old.changes if c.primary and METRICS[c.metric].pillar == "swing")
    rough = [replace(c, confidence=Grade.C) if c.metric == named else c for c in old.changes]
    first = change_cards(replace(old, changes=tuple(rough)))[1].changes[0]
    assert first.name.label != METRICS[named].label


def test_a_card_without_numbers_gives_the_reason() -> None:
    for card in change_cards(refused("filmed from different angles")):
        assert (card.changes, card.reason) == ((), "filmed from different angles")


def test_from_the_front_there_are_no_cards() -> None:
    one = analysis_of(Run())
    front = replace(
        one, scene=replace(one.scene, camera=replace(one.scene.camera, view=View.FRONT))
    )
    assert value_cards(front) == []
    assert change_cards(replace(before_and_after(), before=(front,))) == []


def test_verdicts_are_those_of_the_comparison() -> None:
    old = before_and_after()
    verdicts = {METRICS[c.metric].label: c.verdict for c in old.changes}
    for card in change_cards(old):
        assert all(verdicts[c.name.label] == c.verdict != Verdict.NOT_COMPARABLE
                   for c in card.changes)  # fmt: skip
