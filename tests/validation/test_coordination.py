from types import SimpleNamespace
from typing import Any

import pytest

from validation.coordination import RATES_HZ, _errors, _held, _run_table

SPREAD = (-2.0, -1.0, 1.0, 2.0)


def runs(rate_hz: float, se: float) -> list[Any]:
    """Runs that are read without error, whose strides happen to differ from the usual ones."""
    summary = {off: SimpleNamespace(value=180 + off, se=se, measurement_sd=0.0) for off in SPREAD}
    return [
        SimpleNamespace(
            rate_hz=rate_hz,
            analysis=SimpleNamespace(metrics=_Everywhere(summary[off])),
            truth=_Everywhere(180 + off),
        )
        for off in SPREAD
    ]


class _Everywhere:
    """One value, whatever the metric."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __getitem__(self, name: str) -> object:
        return self.value


def test_which_strides_were_seen_is_part_of_the_error() -> None:
    off, stated = _errors("any", 180.0, runs(60, 1.5))
    assert off == pytest.approx(SPREAD)
    assert stated == pytest.approx([1.5] * 4)
    assert _held(off, stated).tolist() == [True] * 4


def test_an_error_that_leaves_strides_out_is_seen_to_be_too_small() -> None:
    by_rate = [runs(rate, 0.1) for rate in RATES_HZ]
    found = _run_table([run for of_one_rate in by_rate for run in of_one_rate])
    assert "| 60 | 4 of 4 | +0 | 1.8 | 0.1 | 0% |" in found
    assert "falls short" in found.splitlines()[-1]
