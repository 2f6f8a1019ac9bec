"""What a clip tells of force, through analysis.json and back."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from aqvision.analysis.force_rows import force_from_rows, force_to_rows
from aqvision.analysis.store import nan_to_null
from aqvision.kinematics.force.measure import NOT_LOOKED_FOR, Force
from tests.support.force import FORCE


def through_json(force: Force) -> dict[str, Any]:
    text = json.dumps(nan_to_null(force_to_rows(force)), allow_nan=False)
    return dict(json.loads(text))


def test_what_was_measured_comes_back() -> None:
    back = force_from_rows(through_json(FORCE))
    assert force_to_rows(back) == force_to_rows(FORCE)
    assert back.velocity is not None and FORCE.velocity is not None
    assert back.velocity.splits == FORCE.velocity.splits
    assert back.velocity.confidence is FORCE.velocity.confidence


def test_what_is_not_known_comes_back_as_nan() -> None:
    assert FORCE.spring is not None
    without = dataclasses.replace(FORCE.spring, kleg_kn_per_m=dataclasses.replace(
        FORCE.spring.kleg_kn_per_m, value=float("nan")))  # fmt: skip
    back = force_from_rows(through_json(dataclasses.replace(FORCE, spring=without)))
    assert back.spring is not None
    assert back.spring.kleg_kn_per_m.value != back.spring.kleg_kn_per_m.value


def test_what_could_not_be_had_keeps_its_reason() -> None:
    force = Force(velocity_reason="the clip does not show the start", spring_reason="too few")
    rows = through_json(force)
    assert rows["force_velocity"] is None
    assert force_from_rows(rows) == force


def test_an_older_file_tells_nothing() -> None:
    assert force_from_rows({}).velocity_reason == NOT_LOOKED_FOR
