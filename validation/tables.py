"""Numbers -> tables in Markdown, and the words in which all of them judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


def section(*parts: str) -> str:
    """Set paragraphs, headings and tables below each other."""
    return "\n\n".join(parts)


def table(head: str, rows: Iterable[str]) -> str:
    """Write rows such as "cyc_side | 1.8" under a head such as "| clip | error |"."""
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *(f"| {row} |" for row in rows)])


def met(good: bool) -> str:
    """Judge by one target."""
    return "met" if good else "**falls short**"


def judged(short: Sequence[str]) -> str:
    """Judge by several targets and say which are missed."""
    return f"**falls short**: {', '.join(short)}" if short else "met"


def known(value: float, form: str) -> str:
    """Write a number, nothing where there is none."""
    return "" if np.isnan(value) else f"{value:{form}}"


def numbers(values: Iterable[float], form: str) -> str:
    """Write numbers beside each other, without a negative zero."""
    return " ".join(f"{round(value, 9) + 0.0:{form}}" for value in values)


def bias_sd(errors: NDArray[np.float64]) -> str:
    """Write mean and standard deviation of errors, as far as there are enough for them."""
    if not len(errors):
        return "-"
    return f"{errors.mean():+.1f}" + (f" ± {errors.std(ddof=1):.1f}" if len(errors) > 1 else "")
