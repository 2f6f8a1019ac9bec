"""One clip that would void a comparison is left out by itself, and the reason is told."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison, compare
from aqvision.comparison.misfits import leave_out
from aqvision.comparison.store import comparison_to_dict
from aqvision.core.settings import Settings
from samples.generator import AFTER, BEFORE
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of

USE = Settings().comparison


def named(clip: Analysis, name: str) -> Analysis:
    made = replace(clip.provenance, clip_name=name, clip_sha256=f"{sum(name.encode()):064x}")
    return replace(clip, provenance=made)


@cache
def good(name: str) -> Analysis:
    number = int(name[-1])
    run = Run(AFTER if name[0] == "a" else BEFORE, noise_px=0.5, seed=number)
    return named(analysis_of(run), name)


@cache
def oblique(name: str) -> Analysis:
    clip = good(name[-2:])
    return named(replace(clip, scene=scene_with(clip.scene, view_angle_deg=40.0)), name)


@cache
def short() -> Analysis:
    """Of 0.3 s: hardly a step, so that nothing is measured well enough."""
    clip = analysis_of(Run(BEFORE, noise_px=0.5, travel_m=2.8))
    return named(clip, "short.mp4")


def n_comparable(compared: Comparison) -> int:
    return len(compared.comparable())


def test_a_short_clip_beside_two_good_ones_is_left_out_and_said() -> None:
    alone = compare([good("b1"), good("b2")], [good("a3")], Settings())
    compared = compare([good("b1"), short(), good("b2")], [good("a3")], Settings())
    assert n_comparable(compared) == n_comparable(alone) > 20
    assert [clip.name for clip in compared.before] == ["b1", "b2"]
    (out,) = compared.left_out
    assert (out.name, out.side) == ("short.mp4", "before")
    assert f"without it {n_comparable(alone)}; " in out.reason
    assert compared.cautions[0] == out.sentence
    assert comparison_to_dict(compared)["left_out"] == [out.to_dict()]


@pytest.mark.parametrize(
    ("before", "after", "out"),
    [
        (("b1", "oblique b2"), ("a3",), ["oblique b2"]),
        (("b1",), ("a3", "oblique a4"), ["oblique a4"]),
        (("b1", "oblique b2"), ("a3", "oblique a4"), ["oblique b2", "oblique a4"]),
        (("b1", "oblique b2"), ("oblique a4",), ["b1"]),
        (("b1", "b2"), ("oblique a4",), []),  # nothing would be left of a side
        (("b1", "b2"), ("a3", "a4"), []),
        (("b1",), ("oblique a4",), []),
    ],
)
def test_clips_that_were_filmed_otherwise_are_left_out_where_that_helps(
    before: tuple[str, ...], after: tuple[str, ...], out: list[str]
) -> None:
    sides = [[oblique(n) if " " in n else good(n) for n in side] for side in (before, after)]
    kept_before, kept_after, left = leave_out(sides[0], sides[1], USE)
    if len(before) == len(after) == 2 and out:  # two pairs are alike: one of them is kept
        assert len(left) == 2
    else:
        assert [one.name for one in left] == out
    kept = [clip.name for clip in (*kept_before, *kept_after)]
    assert sorted([*kept, *(one.name for one in left)]) == sorted([*before, *after])


def test_which_clips_are_left_out_depends_on_no_order() -> None:
    clips = [good("b1"), short(), oblique("oblique b2")]
    one, other = (leave_out(side, [good("a3")], USE)[2] for side in (clips, clips[::-1]))
    assert sorted(o.name for o in one) == sorted(o.name for o in other)
    assert {o.name for o in one} == {"short.mp4", "oblique b2"}
