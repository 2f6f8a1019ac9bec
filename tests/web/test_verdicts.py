"""Verdicts of lists read as the reports do; tests of summaries compare them with those."""

from __future__ import annotations

import json

from aqvision.comparison.judging import Verdict as Judged
from aqvision.comparison.store import change_to_dict
from aqvision.library.records import ComparisonKind
from aqvision.web.verdicts import verdict_of
from tests.support.team_changes import change_of


def test_changes_become_a_sentence_a_standing_and_what_to_film() -> None:
    speed = change_to_dict(change_of("speed_mps", 1.0, Judged.CHANGED))
    rows = [speed, {**speed, "metric": "unheard_of"}]
    verdict = verdict_of(json.dumps({"changes": rows, "n_runs": [3, 3, 0]}), ComparisonKind.CHANGE)
    assert verdict is not None
    assert verdict.sentence.startswith("Faster: 20.0")
    assert (verdict.standing, verdict.order) == ("changed", 0)
    assert verdict.next


def test_what_has_no_summary_says_nothing() -> None:
    for kind in ComparisonKind:
        assert verdict_of("", kind) is None
        assert verdict_of("{}", kind) is None
