from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.hold.forms import Fits, course_of, fitter_for
from aqvision.kinematics.hold.path import HeldPath
from aqvision.kinematics.hold.whitening import fit_whitener
from tests.support.holds import STEADY, path_of

CALM = path_of(replace(STEADY, knocks=(), drift_mm_per_s=(0.0, 0.0)))
ALL = np.ones(len(CALM.time_s), dtype=np.bool_)
FORM = np.array([[0.12, 0.6, 0.0]])
SIZE = np.array([0.06, -0.02])


def knocked(top_s: float) -> HeldPath:
    """Give the calm path with an answer of known size added, out of a posture somewhere else."""
    course = course_of(CALM.time_s - top_s, FORM)[0][:, None] * SIZE
    return CALM.moved_to(CALM.xy_leg + course + [0.3, 0.1])


def fits_of(path: HeldPath) -> Fits:
    return fitter_for(fit_whitener(CALM, ALL), CALM.rate_hz).fit(path, ALL)


def test_a_course_goes_out_and_comes_back() -> None:
    course = course_of(np.array([-0.5, -0.12, -0.06, 0.0, 0.6]), FORM)[0]
    assert course == pytest.approx([0.0, 0.0, 0.5, 1.0, np.exp(-1)])


@pytest.mark.parametrize("top_s", [0.6, 8.0, 19.4])
def test_the_size_of_an_answer_is_found_wherever_it_is(top_s: float) -> None:
    fits = fits_of(knocked(top_s))
    top, form = np.unravel_index(np.argmax(fits.told), fits.told.shape)
    assert fits.top_s[top] + fits.forms[form, 2] == pytest.approx(top_s, abs=0.05)
    assert fits.sizes[top, form] == pytest.approx(SIZE, abs=0.01)
    assert fits.told[top, form] > 10


def test_sway_alone_tells_no_more_than_its_errors() -> None:
    told = fits_of(CALM).told
    assert np.quantile(told, 0.95) < 3.0
    assert told.max() < 5.5


def test_frames_that_are_not_known_do_not_count() -> None:
    known = ALL.copy()
    known[300:330] = False
    wild = CALM.xy_leg.copy()
    wild[300:320] += 5.0
    gap = replace(CALM, xy_leg=wild, known=known)
    fits = fitter_for(fit_whitener(CALM, ALL), CALM.rate_hz).fit(gap, known)
    assert fits.told.max() < 5.5
