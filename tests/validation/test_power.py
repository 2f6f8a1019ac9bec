"""How often a verdict is right: what the simulation of `make validate` is made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from samples.generator import BEFORE
from tests.support.synthetic import Array, Run, analysis_of
from validation.network_noise import draw_errors
from validation.power import PRIMARY, Power, power_section, shortfalls
from validation.varied_runs import POSTURE_SD, changed_by, some_steps

RATE_HZ = 120.0
STRIDE = int(BEFORE.stride_time_s * RATE_HZ)
GOOD = [
    Power("contact_time_s", n, size, (0.01, 0.4, 0.9)[size], 0.9, 1.2, 80)
    for n in (4, 6, 10)
    for size in (0, 1, 2)
]


def errors(seed: int, n_strides: int = 40, *, standing: bool = False) -> Array:
    phase = np.arange(n_strides * STRIDE) / STRIDE
    contact = dict.fromkeys(("left", "right"), np.full(len(phase), standing))
    return draw_errors(phase, contact, RATE_HZ, "right", np.random.default_rng(seed))


def alike(one: Array, other: Array) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def test_errors_are_as_large_as_keypoint_uncertainty_states() -> None:
    knee = errors(0)[:, INDEX["right_knee"]]
    # 0.147 (0.009 + 0.004)^0.47 exp(0.59 0.03), and 0.009 that jump
    assert knee.std() == pytest.approx(np.hypot(0.0194, 0.009), rel=0.25)
    heel, standing = (e[:, INDEX["left_heel"]].std() for e in (errors(0), errors(0, standing=True)))
    assert 0.5 < standing / heel < 0.7


def test_part_of_the_errors_comes_again_in_every_stride_and_less_of_it_in_another_clip() -> None:
    heel = INDEX["right_heel"]
    one, other = errors(1)[:, heel], errors(2)[:, heel]
    assert alike(one[:-STRIDE], one[STRIDE:]) > 0.75
    assert 0.2 < alike(one, other) < 0.75
    wrist = errors(1)[:, INDEX["right_wrist"]]
    assert alike(wrist[:-STRIDE], wrist[STRIDE:]) < 0.4


def test_a_stretch_has_its_steps_and_a_change_is_added_to_each() -> None:
    run = analysis_of(Run())
    part = some_steps(run, 1, 2, np.random.default_rng(0))
    assert len(part.steps) == 4
    name = "thigh_angle_toeoff_deg"
    off = part.steps[name] - run.steps[name].iloc[1:5]
    assert 0 < np.abs(off).max() < 5 * POSTURE_SD[name]
    after = changed_by(part, {name: 7.0})
    assert (after.steps[name] - part.steps[name]).tolist() == pytest.approx([7.0] * 4)
    assert after.steps["contact_time_s"].equals(part.steps["contact_time_s"])


def test_every_primary_metric_whose_steps_do_not_vary_with_the_times_has_a_spread() -> None:
    of_times = {
        "step_frequency_hz",
        "recovery_time_s",
        "step_time_variation_frac",
    }
    assert set(POSTURE_SD) | of_times == set(PRIMARY)


def test_the_table_tells_what_falls_short() -> None:
    assert shortfalls(GOOD) == []
    false = [replace(p, changed=0.2) if p.size == 0 and p.n_a_side == 4 else p for p in GOOD]
    weak = [replace(p, changed=0.7) if p.size == 2 else p for p in GOOD]
    wide = [replace(p, held=0.99) for p in GOOD]
    narrow = [replace(p, held=0.8) for p in GOOD]
    assert shortfalls(false) == ["false with 4"]
    assert shortfalls(weak) == ["missed with 4", "missed with 6", "missed with 10"]
    assert shortfalls(wide) == ["intervals too wide"]
    assert shortfalls(narrow) == ["intervals too narrow"]
    everything = [replace(p, metric=name) for name in PRIMARY for p in GOOD]
    rows = [r for r in power_section(everything).splitlines() if r.startswith("| `")]
    assert len(rows) == len(PRIMARY)
    assert all(r.endswith("| met |") for r in rows)
    assert "1% / 40% / 90%" in rows[0]
