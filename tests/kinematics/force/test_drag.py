"""How the air holds a runner back."""

from __future__ import annotations

import pytest

from aqvision.kinematics.force.drag import drag_kg_per_m


def test_drag_is_that_of_a_sprinters_surface() -> None:
    assert drag_kg_per_m(75, 1.80) == pytest.approx(0.280, abs=0.001)


def test_drag_grows_with_the_body() -> None:
    assert drag_kg_per_m(90, 1.80) > drag_kg_per_m(75, 1.80) > drag_kg_per_m(75, 1.70)
