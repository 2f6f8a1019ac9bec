"""Errors of a mean for few groups: against designs whose exact answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.comparison.team.small_sample import Block, contrast_of

PERIOD = np.repeat([-0.5, 0.5], 3)


def paired(seed: int = 0, n: int = 8) -> tuple[np.ndarray, list[Block], list[float]]:
    """Draw a balanced design, with what restricted likelihood finds in closed form."""
    random = np.random.default_rng(seed)
    values = random.normal(0, 2, (n, 1)) + PERIOD * random.normal(1, 1, (n, 1))
    values = values + random.normal(0, 0.5, (n, 6))
    sides = values.reshape(n, 2, 3)
    change = sides[:, 1].mean(1) - sides[:, 0].mean(1)
    within = ((sides - sides.mean(2, keepdims=True)) ** 2).sum() / (4 * n)
    design = np.column_stack([np.ones(6), PERIOD])
    variances = [
        values.mean(1).var(ddof=1) - within / 6, change.var(ddof=1) - 2 * within / 3, within,
    ]  # fmt: skip
    return change, [Block(y, design, design, np.ones(6)) for y in values], variances


def test_a_balanced_team_has_the_error_and_freedom_of_a_paired_t_test() -> None:
    change, blocks, variances = paired()
    found = contrast_of(blocks, variances, 1)
    assert found.fixed[1] == pytest.approx(change.mean())
    assert found.se == pytest.approx(change.std(ddof=1) / np.sqrt(len(change)))
    assert found.degrees_of_freedom == pytest.approx(len(change) - 1)


def test_a_plain_mean_has_its_own_error() -> None:
    value = np.array([1.0, 2.0, 4.0, 7.0])
    blocks = [Block(np.array([y]), np.ones((1, 1)), np.zeros((1, 0)), np.ones(1)) for y in value]
    found = contrast_of(blocks, [value.var(ddof=1)], 0)
    assert found.fixed[0] == pytest.approx(value.mean())
    assert found.se == pytest.approx(value.std(ddof=1) / 2)
    assert found.degrees_of_freedom == pytest.approx(3)


def test_a_variance_at_zero_adds_nothing() -> None:
    _change, blocks, (of_athletes, _spread, of_runs) = paired()
    none = [Block(b.value, b.fixed, b.random[:, :1], b.weights) for b in blocks]
    with_zero = contrast_of(blocks, [of_athletes, 0.0, of_runs], 1)
    without = contrast_of(none, [of_athletes, of_runs], 1)
    assert with_zero.se == pytest.approx(without.se)
    assert with_zero.degrees_of_freedom == pytest.approx(without.degrees_of_freedom)


def test_uneven_groups_make_the_error_larger_than_known_variances_do() -> None:
    _change, blocks, variances = paired(n=5)
    uneven = [
        Block(b.value[:m], b.fixed[:m], b.random[:m], b.weights[:m])
        for b, m in zip(blocks, (6, 4, 6, 4, 5), strict=True)
    ]
    found = contrast_of(uneven, variances, 1)
    information = sum(
        b.fixed.T @ np.linalg.inv(sum(v * p for v, p in zip(variances, b.parts, strict=True)))
        @ b.fixed for b in uneven
    )  # fmt: skip
    assert found.se > np.sqrt(np.linalg.inv(information)[1, 1])
    assert 2 < found.degrees_of_freedom < 6
