"""Rendered sprints under other clocks -> whether wrong ones are doubted, right ones believed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.clip import Clip
from aqvision.video.reader import Video
from aqvision.video.repeats import NO_REPEATS, Repeats
from aqvision.video.timing import find_timing
from validation.clock_disguises import COPYING, DISGUISES, Disguise, find_copies, shown_pose
from validation.measuring import analysed, asked_fps
from validation.rendered_clips import SIDE_VIEWS, clip_of, load_truth
from validation.store import find_raw_pose
from validation.tables import section, table

_COPIED_CLIPS = ("cyc_side", "mh_pan")
_UNSCALED_CLIPS = ("cyc_side", "mh_side_before", "tiny_left", "mh_pan")
_STEP_RATE_HZ = 4.4
_LEG_FRAC_HEIGHT = 0.491


def clock_section(cache: Path) -> str:
    """Show clips in every disguise, measure them and write the section."""
    scales = {"height": SIDE_VIEWS, "none": _UNSCALED_CLIPS}
    clocks = (_clock_row(d, how, scales[how], cache) for how in scales for d in DISGUISES)
    copies = (_copy_row(d, name, cache) for d in COPYING for name in _COPIED_CLIPS)
    return section(_INTRODUCTION, table(_CLOCK_HEAD, clocks), _COPIES, table(_COPY_HEAD, copies))


def _clock_row(disguise: Disguise, scale: str, names: Sequence[str], cache: Path) -> str:
    """Tell of one disguise over clips whether its clock is believed; poses are measured once."""
    heights_m = [_height_m(name) if scale == "height" else None for name in names]
    pairs = zip(names, heights_m, strict=True)
    shown = [_shown(disguise, name, cache, height_m) for name, height_m in pairs]
    n, doubted = len(shown), sum(a.video.capture_fps_confidence == "unsure" for a in shown)
    named = [asked_fps(a) for a in shown]
    # of a ramp, no rate is to be named
    asked = int(np.isclose(named, disguise.filmed_fps, rtol=0, atol=0, equal_nan=True).sum())
    worst_hz = max(abs(a.scene.step_rate_hz - _STEP_RATE_HZ) for a in shown)
    true = disguise.plays_true
    good = doubted == 0 if true else doubted == asked == n
    return (
        f"{disguise.name} | {scale} | {n} | {n - doubted} | {doubted} | "
        f"{'' if true else asked} | {f'± {worst_hz:.2f} Hz' if true else ''} | "
        f"{'as it should' if good else '**falls short**'}"
    )


def _copy_row(disguise: Disguise, name: str, cache: Path) -> str:
    """Tell of a file that holds copies which were found, and what clock is left without them."""
    n_source = len(find_raw_pose(clip_of(name), cache).sequence)
    true = set(np.flatnonzero(np.diff(disguise.pictures(n_source), prepend=-1.0) == 0))
    repeats = find_copies(disguise, name, cache)
    found = set(repeats.indices)
    analysis = _shown(disguise, name, cache, _height_m(name), repeats)
    return (
        f"{disguise.name} | {name} | {len(true)} | {len(true - found)} | {len(found - true)} | "
        f"{analysis.video.capture_fps:.4g} | {disguise.filmed_fps:.4g} | "
        f"{analysis.scene.step_rate_hz - _STEP_RATE_HZ:+.2f} Hz"
    )


def _shown(
    disguise: Disguise,
    name: str,
    cache: Path,
    height_m: float | None,
    repeats: Repeats = NO_REPEATS,
) -> Analysis:
    """Analyse a clip as a disguise shows it, without the frames taken for copies."""
    raw = shown_pose(disguise, find_raw_pose(clip_of(name), cache), repeats)
    pose, clip = raw.sequence, Clip(clip_of(name), height_m=height_m)
    size = (pose.width_px, pose.height_px)
    video = Video(clip.path, "mov", "h264", *size, len(pose), disguise.fps, 0.0, {})
    return analysed(raw, clip, find_timing(video, clip).with_copies(repeats))


def _height_m(name: str) -> float:
    """Height of the rendered body, from the lengths of its leg."""
    table = load_truth(name).table
    hip, knee, ankle = (
        table[[f"R{joint}_{axis}" for axis in "xyz"]].to_numpy()
        for joint in ("hip", "knee", "ankle")
    )
    thigh, shank = np.linalg.norm(hip - knee, axis=1), np.linalg.norm(knee - ankle, axis=1)
    return float(np.median(thigh) + np.median(shank)) / _LEG_FRAC_HEIGHT


_CLOCK_HEAD = "| shown | scale | clips | believed | doubted | question right | step rate | |"
_COPY_HEAD = "| shown | clip | copies | missed | wrongly taken | rate found | true | step rate |"
_INTRODUCTION = """## Clock

The rendered clips, 4.4 steps a second filmed at 120 frames/s for 0.9 s, shown at other rates
without a tag. A clock is to be believed where the file plays in real time, to be doubted where it
does not, and the question is to name the rate that it was filmed at; of a ramp, none. "Step rate"
is the largest error of the clips. The bodies of these renders fall at 12 to 16 m/s² in
flight, not at 9.81, which makes the fall look up to 1.3 times too fast."""

_COPIES = """### Copied frames

Files that hold copies of frames, coded anew; "rate found" is the rate of the pictures that are
left. Step rates are by that rate, copies left out."""
