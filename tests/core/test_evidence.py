"""Evidence beside points: mirrored, exchanged and stacked with them."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.evidence import (
    N_OTHERS,
    PointEvidence,
    evidence_from_rows,
    evidence_to_rows,
)
from aqvision.core.skeleton import INDEX, N_LANDMARKS

_LEFT, _RIGHT = INDEX["left_knee"], INDEX["right_knee"]


def evidence(seed: int) -> PointEvidence:
    random = np.random.default_rng(seed)
    return PointEvidence(
        spread_px=random.random(N_LANDMARKS),
        score=random.random(N_LANDMARKS),
        other_px=100 * random.random((N_OTHERS, N_LANDMARKS, 2)),
        other_score=random.random((N_OTHERS, N_LANDMARKS)),
    )


def same(first: PointEvidence, second: PointEvidence) -> bool:
    return all(
        np.allclose(getattr(first, name), getattr(second, name), atol=1e-5, equal_nan=True)
        for name in PointEvidence.__slots__
    )


def test_the_mirror_of_the_mirror_is_the_same() -> None:
    one = evidence(1)
    turned = one.mirrored(640.0)
    assert same(turned.mirrored(640.0), one)
    assert turned.other_px[0, _LEFT, 0] == pytest.approx(640.0 - one.other_px[0, _RIGHT, 0])
    assert turned.spread_px[_LEFT] == one.spread_px[_RIGHT]


def test_only_the_named_frames_are_exchanged() -> None:
    frames = PointEvidence.stacked([evidence(n) for n in range(3)])
    middle = np.array([False, True, False])
    exchanged = frames.exchanged([_LEFT], [_RIGHT], middle)
    for name in ("spread_px", "score"):
        before, after = getattr(frames, name), getattr(exchanged, name)
        assert after[1, _LEFT] == before[1, _RIGHT]
        assert np.array_equal(after[[0, 2]], before[[0, 2]])
    assert np.array_equal(exchanged.other_px[1, :, _LEFT], frames.other_px[1, :, _RIGHT])
    assert np.array_equal(exchanged.other_score[1, :, _RIGHT], frames.other_score[1, :, _LEFT])
    assert same(exchanged.exchanged([_LEFT], [_RIGHT], middle), frames)


def test_frames_are_kept_as_precisely_as_they_are_stored() -> None:
    stacked = PointEvidence.stacked([evidence(1), PointEvidence.nothing()])
    assert stacked.other_px.shape == (2, N_OTHERS, N_LANDMARKS, 2)
    assert np.array_equal(stacked.score[0], evidence(1).score.astype(np.float32))
    assert np.isnan(stacked.spread_px[1]).all()


def test_evidence_comes_back_from_a_file() -> None:
    stacked = PointEvidence.stacked([evidence(1), PointEvidence.nothing()])
    back = evidence_from_rows(evidence_to_rows(stacked))
    assert back is not None
    assert same(back, stacked)
    assert evidence_from_rows(evidence_to_rows(None)) is None
