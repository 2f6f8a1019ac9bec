"""Keyframes of clips -> pictures with captions, paired by moment."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.kinogram import make_kinogram, pair_kinograms
from tests.support.comparisons import before_and_after
from tests.support.synthetic import Run, analysis_of

START_S = 0.5


def with_pictures(folder: Path, *phases: str) -> Path:
    """Write an index of pictures 0.1 s apart; what is in them is no matter."""
    target = folder / "keyframes"
    target.mkdir(parents=True)
    entries = [
        {"phase": phase, "label": phase.title(), "time_s": START_S + 0.1 * i, "side": "right"}
        for i, phase in enumerate(phases)
    ]
    for phase in phases:
        (target / f"{phase}.webp").write_bytes(b"picture")
    (target / "index.json").write_text(json.dumps(entries))
    return folder


def test_times_count_from_touchdown(tmp_path: Path) -> None:
    folder = with_pictures(tmp_path, "touchdown", "toe-off")
    made = make_kinogram(analysis_of(Run()), folder)
    assert [picture.since for picture in made.pictures] == ["+0 ms", "+100 ms"]
    assert made.limbs == ("side near the camera", "far side")
    assert made.pictures[1].lines[1].endswith("at 0.60 s")
    assert "near thigh" in made.pictures[1].lines[0]


def test_a_moment_that_one_side_lacks_keeps_its_place(tmp_path: Path) -> None:
    old = with_pictures(tmp_path / "old", "touchdown", "toe-off")
    new = with_pictures(tmp_path / "new", "touchdown", "strike")
    (pair,) = pair_kinograms(before_and_after(), [old], [new])
    both, left, right = pair.phases
    assert both.before is not None
    assert both.after is not None
    assert (left.after, right.before) == (None, None)
    assert [phase.label for phase in pair.phases] == ["Touchdown", "Toe-Off", "Strike"]


def test_clips_from_two_sides_have_no_moment_in_common(tmp_path: Path) -> None:
    clips = before_and_after()
    old, new = with_pictures(tmp_path / "a", "hand-in"), with_pictures(tmp_path / "b", "toe-off")
    (apart,) = pair_kinograms(clips, [old], [new])
    (alone,) = pair_kinograms(clips, [old], [None])
    (alike,) = pair_kinograms(clips, [old], [with_pictures(tmp_path / "c", "hand-in", "toe-off")])
    assert (apart.meets, alone.meets, alike.meets) == (False, True, True)


def test_without_pictures_there_are_no_moments(tmp_path: Path) -> None:
    (pair,) = pair_kinograms(before_and_after(), [tmp_path], [tmp_path])
    assert pair.phases == ()


def test_pictures_of_the_other_foot_stand_by_themselves_and_count_from_its_own_touchdown(
    tmp_path: Path,
) -> None:
    folder = with_pictures(tmp_path, "touchdown", "toe-off", "other-touchdown", "other-toe-off")
    made = make_kinogram(analysis_of(Run()), folder)
    assert [picture.since for picture in made.other] == ["+0 ms", "+100 ms"]
    assert [picture.phase for picture in made.pictures] == ["touchdown", "toe-off"]
    assert all(picture.cue for picture in made.other)
    pair = pair_kinograms(before_and_after(), [folder], [folder])[0]
    assert [phase.before is not None for phase in pair.other] == [True, True]
    assert len(pair.phases) == 2


def test_times_of_contact_that_are_withheld_are_not_told_by_the_pictures(tmp_path: Path) -> None:
    folder, one = with_pictures(tmp_path, "touchdown", "toe-off"), analysis_of(Run())
    hidden = replace(one.metrics["contact_time_s"], confidence=Grade.WITHHELD)
    slow = replace(one, metrics=one.metrics | {"contact_time_s": hidden})
    assert [picture.since for picture in make_kinogram(slow, folder).pictures] == ["", ""]
