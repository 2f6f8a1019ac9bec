"""Rendered sprints under other clocks -> whether wrong ones are doubted, right ones believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_run
from aqvision.core.settings import Settings
from aqvision.pose.estimate import RawPose
from aqvision.video.reader import Video
from aqvision.video.repeats import NO_REPEATS, Repeats
from aqvision.video.timing import find_timing
from validation.clock_disguises import COPYING, DISGUISES, Disguise, find_copies, shown_pose
from validation.pose_accuracy import MODEL, find_raw_pose
from validation.rendered_clips import FOLDER, SIDE_VIEWS, load_truth

_COPIED_CLIPS = ("cyc_side", "mh_pan")
_UNSCALED_CLIPS = ("cyc_side", "mh_side_before", "tiny_left", "mh_pan")
_STEP_RATE_HZ = 4.4
_LEG_FRAC_HEIGHT = 0.491


@dataclass(frozen=True, slots=True)
class ClockResult:
    """What became of one clip in one disguise.

    ``named_fps`` is the rate that the question names, NaN without one; ``step_rate_error_hz`` is
    by the clock that was taken; copies are counted in frames.
    """

    disguise: Disguise
    clip: str
    with_scale: bool
    doubted: bool
    named_fps: float
    capture_fps: float
    step_rate_error_hz: float
    n_copies: int
    n_missed: int
    n_wrong: int


def measure_clocks(cache: Path) -> list[ClockResult]:
    """Show every clip in every disguise; poses are measured once, copies looked for in files."""
    return [
        *(
            _measure(disguise, name, cache, NO_REPEATS, with_scale)
            for with_scale, names in ((True, SIDE_VIEWS), (False, _UNSCALED_CLIPS))
            for disguise in DISGUISES
            for name in names
        ),
        *(
            _measure(disguise, name, cache, find_copies(disguise, name, cache), True)
            for disguise in COPYING
            for name in _COPIED_CLIPS
        ),
    ]


def _measure(
    disguise: Disguise, name: str, cache: Path, repeats: Repeats, with_scale: bool
) -> ClockResult:
    raw = find_raw_pose(FOLDER / f"{name}.mp4", cache)
    pictures = disguise.pictures(len(raw.sequence))
    true = set(np.flatnonzero(np.diff(pictures, prepend=-1.0) == 0)) if disguise.crf else set()
    found = set(repeats.indices)
    analysis = _analysis(disguise, name, shown_pose(disguise, raw, repeats), with_scale)
    asked = " ".join(warning.hint for warning in analysis.warnings)
    named = re.search(r"give (\d+) as the rate", asked)
    return ClockResult(
        disguise,
        name,
        with_scale,
        analysis.video.capture_fps_confidence == "unsure",
        float(named[1]) if named else np.nan,
        analysis.video.capture_fps,
        analysis.scene.step_rate_hz - _STEP_RATE_HZ,
        len(true),
        len(true - found),
        len(found - true),
    )


def _analysis(disguise: Disguise, name: str, raw: RawPose, with_scale: bool) -> Analysis:
    path = FOLDER / f"{name}.mp4"
    clip = Clip(path, height_m=_height_m(name) if with_scale else None)
    size, time_s = raw.sequence, raw.sequence.time_s
    video = Video(
        path, "mov", "h264", size.width_px, size.height_px, len(time_s), disguise.fps, 0.0, {}
    )
    made_by = describe_run(path.name, "0" * 64, MODEL, Settings())
    timing = find_timing(video, clip, raw.repeats)
    return analyze_pose(raw, clip, timing, made_by, Settings())


def _height_m(name: str) -> float:
    """Height of the rendered body, from the lengths of its leg."""
    table = load_truth(name).table
    hip, knee, ankle = (
        table[[f"R{joint}_{axis}" for axis in "xyz"]].to_numpy()
        for joint in ("hip", "knee", "ankle")
    )
    thigh, shank = np.linalg.norm(hip - knee, axis=1), np.linalg.norm(knee - ankle, axis=1)
    return float(np.median(thigh) + np.median(shank)) / _LEG_FRAC_HEIGHT


def clock_section(results: Sequence[ClockResult]) -> str:
    """Write the section on the clock."""
    plain = [r for r in results if r.disguise.crf is None]
    copied = [r for r in results if r.disguise.crf is not None]
    return "\n\n".join(
        [_INTRODUCTION, "\n".join(_clock_rows(plain)), _COPIES, "\n".join(_copy_rows(copied))]
    )


def _clock_rows(results: Sequence[ClockResult]) -> Iterator[str]:
    yield "| shown | scale | clips | believed | doubted | question right | step rate | |"
    yield "|---|---|---|---|---|---|---|---|"
    for (with_scale, disguise), rows in groupby(results, lambda r: (r.with_scale, r.disguise)):
        group = list(rows)
        doubted = sum(r.doubted for r in group)
        ramp = np.isnan(disguise.filmed_fps)
        rates = [r.named_fps for r in group]
        asked = int(np.isnan(rates).sum() if ramp else np.equal(rates, disguise.filmed_fps).sum())
        true = disguise.plays_true
        errors = [abs(r.step_rate_error_hz) for r in group]
        good = doubted == (0 if true else len(group))
        good = good and (true or asked == len(group))
        yield (
            f"| {disguise.name} | {'height' if with_scale else 'none'} | {len(group)} | "
            f"{len(group) - doubted} | {doubted} | "
            f"{'' if true else asked} | "
            f"{f'± {max(errors):.2f} Hz' if true else ''} | "
            f"{'as it should' if good else '**falls short**'} |"
        )


def _copy_rows(results: Sequence[ClockResult]) -> Iterator[str]:
    yield "| shown | clip | copies | missed | wrongly taken | rate found | true | step rate |"
    yield "|---|---|---|---|---|---|---|---|"
    for r in results:
        yield (
            f"| {r.disguise.name} | {r.clip} | {r.n_copies} | {r.n_missed} | {r.n_wrong} | "
            f"{r.capture_fps:.4g} | {r.disguise.filmed_fps:.4g} | {r.step_rate_error_hz:+.2f} Hz |"
        )


_INTRODUCTION = """## Clock

The rendered clips, 4.4 steps a second filmed at 120 frames/s for 0.9 s, shown at other rates
without a tag. A clock is to be believed where the file plays in real time, to be doubted where it
does not, and the question is to name the rate that it was filmed at; of a ramp, none. "Step rate"
is the largest error of the clips. The bodies of these renders fall at 12 to 16 m/s² in
flight, not at 9.81, which makes the fall look up to 1.3 times too fast."""

_COPIES = """### Copied frames

Files that hold copies of frames, coded anew; "rate found" is the rate of the pictures that are
left. Step rates are by that rate, copies left out."""
