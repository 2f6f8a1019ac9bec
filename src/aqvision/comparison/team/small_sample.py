"""A fitted mixed model -> one of its means with an error and degrees of freedom for few groups.

The variances of a mixed model are estimates. What that adds to the error of a mean, and the degrees
of freedom of Student's t, follow from how well the data tell the variances.
Source: kenward-roger-1997, satterthwaite-1946.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray

# A variance this small a part of the largest is at its lowest: nothing is learnt from its error.
_AT_ZERO = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows of one group: values (m,), fixed columns (m, k), random ones (m, r), weights (m,).

    The covariance is the sum over the random columns z of their variance times ``z z'``, and the
    variance of a row times ``diag(weights)``.
    """

    value: FloatArray
    fixed: FloatArray
    random: FloatArray
    weights: FloatArray

    @property
    def parts(self) -> list[FloatArray]:
        """What each variance is multiplied by, (m, m) each."""
        columns = [np.outer(column, column) for column in self.random.T]
        return [*columns, np.diag(self.weights)]


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """All fixed means (k,), and of one of them the standard error and its degrees of freedom."""

    fixed: FloatArray
    se: float
    degrees_of_freedom: float


def contrast_of(blocks: Sequence[Block], variances: Sequence[float], column: int) -> Contrast:
    """Give one mean of a fitted model, as sure as few groups allow.

    Parameters
    ----------
    blocks
        Groups that are independent of one another.
    variances
        Of each random column, then of a row.
    column
        Which of the fixed columns is meant.
    """
    learnt = [i for i, one in enumerate(variances) if one > _AT_ZERO * max(variances)]
    information, answer, slopes, curves, traces = (
        sum(parts[1:], start=parts[0])
        for parts in zip(*(_sums(block, variances, learnt) for block in blocks), strict=True)
    )
    known = np.linalg.inv(information)
    # expected information of the variances, of the restricted likelihood
    told = 0.5 * (
        traces
        - 2 * np.einsum("ab,jmba->jm", known, curves)
        + np.einsum("jab,mba->jm", known @ slopes, known @ slopes)
    )
    errors = np.linalg.inv(told)
    beyond = curves - slopes[:, np.newaxis] @ known @ slopes
    added = 2 * known @ np.einsum("jm,jmab->ab", errors, beyond) @ known
    variance = known[column, column]
    moved = (known @ slopes @ known)[:, column, column]
    return Contrast(
        fixed=known @ answer,
        se=float(np.sqrt(variance + max(added[column, column], 0.0))),
        degrees_of_freedom=float(2 * variance**2 / (moved @ errors @ moved)),
    )


def _sums(block: Block, variances: Sequence[float], learnt: Sequence[int]) -> list[FloatArray]:
    """Give what a group adds to the information of the means, and how that follows the variances.

    With the covariance V of its rows, fixed columns X and parts P of V: X'V⁻¹X, X'V⁻¹y,
    X'V⁻¹PV⁻¹X, X'V⁻¹PV⁻¹QV⁻¹X and the trace of V⁻¹PV⁻¹Q.
    """
    parts = block.parts
    covariance = sum(v * part for v, part in zip(variances, parts, strict=True))
    inverse = np.linalg.inv(covariance)
    weighted = inverse @ block.fixed
    moved = [parts[i] @ weighted for i in learnt]
    halves = [inverse @ parts[i] for i in learnt]
    return [
        block.fixed.T @ weighted,
        weighted.T @ block.value,
        np.array([weighted.T @ one for one in moved]),
        np.array([[one.T @ inverse @ other for other in moved] for one in moved]),
        np.array([[np.sum(one * other.T) for other in halves] for one in halves]),
    ]
