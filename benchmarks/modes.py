"""Rendered clips -> what each way to ask the network costs, and how near to the truth it comes."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import numpy as np
import numpy.typing as npt

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.pose.clean.clean import clean_pose
from aqvision.pose.detect.appearance import trunk_colours
from aqvision.pose.detect.boxes import Box, cut_out
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import survey_clip
from aqvision.pose.track.identity import Guide, guide_to, pick_athlete
from aqvision.video.reader import Frame, open_video, read_frames
from benchmarks.ways import WAYS, Crop, People
from validation.angles import ANGLES, angle_error_deg, mean_errors_deg
from validation.rendered_clips import FOLDER, clip_of, load_truth

CLIPS = ("cyc_side", "cyc_left", "mh_side_before", "tiny_side")
# how far crops lie beside the first, and their size, in parts of its side
_JITTERS = ((0.0, 0.0, 1.0), (0.04, -0.03, 1.08), (-0.04, 0.03, 0.93))
_N_PROCESSES = 2
_SETTINGS = Settings()


@dataclass(frozen=True, slots=True, eq=False)
class ClipViews:
    """One clip, surveyed and cut: a crop for each jitter of each numbered frame."""

    name: str
    guide: Guide
    size_px: tuple[int, int]
    views: tuple[tuple[Crop, ...], ...]
    frames: npt.NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class WayResult:
    """One way over all clips.

    ``frames_per_cpu_s`` counts frames a second of processor time, ``errors_deg`` by angle the mean
    absolute error and that about the mean error of each clip, averaged over the clips.
    """

    way: str
    frames_per_cpu_s: float
    found_frac: float
    errors_deg: dict[str, tuple[float, float]]


def can_measure_modes() -> bool:
    """Tell whether the rendered clips lie beside the checkout."""
    return FOLDER.is_dir()


def measure_modes(clips: Sequence[str] = CLIPS) -> list[WayResult]:
    """Measure every way on rendered clips; two ways at a time, which processor time allows."""
    with ProcessPoolExecutor(_N_PROCESSES, get_context("spawn")) as pool:
        tasks = {way: pool.submit(measure_way, way, clips) for way in WAYS}
        results = []
        for way, task in tasks.items():
            results.append(task.result())
            print(f"ways to ask the network: {way}", file=sys.stderr, flush=True)
    return results


def measure_way(way: str, clips: Sequence[str] = CLIPS) -> WayResult:
    """Measure one way on some of the rendered clips."""
    seconds, found = 0.0, []
    errors: dict[str, list[tuple[float, float]]] = {angle: [] for angle in ANGLES}
    for clip in map(_cut, clips):
        start = time.process_time()
        people = list(WAYS[way](clip.views))
        seconds += time.process_time() - start
        pose = _pose(people, clip)
        found.append(pose.detected)
        smooth = clean_pose(pose, _SETTINGS.cleaning, _SETTINGS.filter).smooth
        for angle in ANGLES:
            off = angle_error_deg(smooth, load_truth(clip.name), angle, clip.frames)
            errors[angle].append(mean_errors_deg(off))
    all_found = np.concatenate(found)
    means = {angle: _mean_pair(pairs) for angle, pairs in errors.items()}
    return WayResult(way, len(all_found) / seconds, float(all_found.mean()), means)


def _mean_pair(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    absolute, about = np.mean(pairs, axis=0)
    return float(absolute), float(about)


@cache
def _cut(name: str) -> ClipViews:
    """Survey a clip as the product does, and keep its crops in memory."""
    video = open_video(clip_of(name))
    with pose_workers(_SETTINGS.pose, None) as estimator:
        survey = survey_clip(video, estimator, _SETTINGS.pose).survey
    guide = guide_to(survey.tracks, 1, _SETTINGS.pose.crop_margin_frac)
    frames = ((frame, guide.crop.at(frame.time_s)) for frame in read_frames(video))
    right = guide.faces_right
    cut = [(frame.index, _jittered(frame, box, right)) for frame, box in frames if box is not None]
    numbers = np.array([index for index, _ in cut])
    views = tuple(crops for _, crops in cut)
    return ClipViews(name, guide, (video.width_px, video.height_px), views, numbers)


def _jittered(frame: Frame, box: Box, faces_right: bool) -> tuple[Crop, ...]:
    crops = []
    for right, down, scale in _JITTERS:
        x, y = np.add(box.center, np.multiply((right, down), box.size))
        pixels, corner = cut_out(frame.rgb, Box.square(float(x), float(y), box.size * scale))
        crops.append(Crop(frame.time_s, pixels, corner, faces_right))
    return tuple(crops)


def _pose(people: Sequence[People], clip: ClipViews) -> PoseSequence:
    """Choose the athlete in every frame as the product does."""
    unknown = Landmarks(np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan))
    athlete = [
        pick_athlete([_person(p, view[0]) for p in found], view[0].time_s, clip.guide) or unknown
        for found, view in zip(people, clip.views, strict=True)
    ]
    return PoseSequence(
        time_s=np.array([view[0].time_s for view in clip.views]),
        xy_px=np.array([a.xy_px for a in athlete]),
        visibility=np.array([a.visibility for a in athlete]),
        width_px=clip.size_px[0],
        height_px=clip.size_px[1],
    )


def _person(person: Landmarks, crop: Crop) -> DetectedPerson:
    return DetectedPerson(person, trunk_colours(crop.pixels, person.xy_px - crop.corner))
