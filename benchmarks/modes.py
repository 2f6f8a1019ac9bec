"""Rendered clips -> what each way to ask the network costs, and how near to the truth it comes."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import numpy as np

from aqvision.core.evidence import PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import N_LANDMARKS
from aqvision.pose.clean.clean import clean_pose
from aqvision.pose.detect.appearance import trunk_colours
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks
from aqvision.pose.track.identity import Guide, pick_athlete
from aqvision.video.reader import open_video
from benchmarks.kept import KeptResults
from benchmarks.ways import WAYS
from validation.angles import ANGLES, angle_error_deg, mean_errors_deg
from validation.crops import Crop, find_guide, read_crops
from validation.measuring import SETTINGS
from validation.raw_errors import RawErrors, mean_errors, raw_errors
from validation.rendered_clips import FOLDER, clip_of, load_truth

CLIPS = ("cyc_left", "mh_side_before", "tiny_side")
_N_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class WayResult:
    """One way over all clips.

    ``frames_per_cpu_s`` counts frames a second of processor time, ``errors_deg`` by angle the mean
    absolute error after cleaning and that about the mean error of each clip, averaged over the
    clips; ``raw`` are errors before cleaning.
    """

    way: str
    frames_per_cpu_s: float
    found_frac: float
    errors_deg: dict[str, tuple[float, float]]
    raw: RawErrors


def can_measure_modes() -> bool:
    """Tell whether the rendered clips lie beside the checkout."""
    return FOLDER.is_dir()


def measure_modes(clips: Sequence[str], done: KeptResults) -> list[WayResult]:
    """Measure every way on rendered clips; two ways at a time, which processor time allows."""
    print("bench: ways to ask the network", file=sys.stderr, flush=True)

    def measured(way: str) -> WayResult:
        return done.once(
            f"way: {way}", WayResult, lambda: pool.submit(measure_way, way, clips).result()
        )

    # a thread waits for each process
    with (
        ProcessPoolExecutor(_N_PROCESSES, get_context("spawn")) as pool,
        ThreadPoolExecutor(_N_PROCESSES) as waiting,
    ):
        return list(waiting.map(measured, WAYS))


def measure_way(way: str, clips: Sequence[str] = CLIPS) -> WayResult:
    """Measure one way on some of the rendered clips."""
    seconds, found, raw = 0.0, [], []
    errors: dict[str, list[tuple[float, float]]] = {angle: [] for angle in ANGLES}
    for name in clips:
        guide, crops = _cut(name)
        truth, frames, ask = load_truth(name), np.array([c.index for c in crops]), WAYS[way]()
        start = time.process_time()
        people = [ask(crop) for crop in crops]
        seconds += time.process_time() - start
        pose = _pose(name, people, crops, guide)
        found.append(pose.detected)
        raw.append(raw_errors(pose.xy_px, truth, frames))
        smooth = clean_pose(pose, SETTINGS.cleaning, SETTINGS.filter).smooth
        for angle in ANGLES:
            errors[angle].append(mean_errors_deg(angle_error_deg(smooth, truth, angle, frames)))
    all_found = np.concatenate(found)
    means = {angle: _mean_pair(pairs) for angle, pairs in errors.items()}
    per_s = len(all_found) / seconds
    return WayResult(way, per_s, float(all_found.mean()), means, mean_errors(raw))


def _mean_pair(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    absolute, about = np.mean(pairs, axis=0)
    return float(absolute), float(about)


@cache
def _cut(name: str) -> tuple[Guide, tuple[Crop, ...]]:
    """Survey a clip as the product does, and keep its crops in memory."""
    guide = find_guide(clip_of(name))
    return guide, tuple(read_crops(clip_of(name), guide))


def _pose(
    name: str, people: Sequence[list[Landmarks]], crops: Sequence[Crop], guide: Guide
) -> PoseSequence:
    """Choose the athlete in every frame as the product does."""
    nothing = PointEvidence.nothing()
    unknown = Landmarks(np.full((N_LANDMARKS, 2), np.nan), np.full(N_LANDMARKS, np.nan), nothing)
    athlete = [
        pick_athlete([_person(p, crop) for p in found], crop.time_s, guide) or unknown
        for found, crop in zip(people, crops, strict=True)
    ]
    from_maps = any(person.evidence for found in people for person in found)
    video = open_video(clip_of(name))
    return PoseSequence(
        time_s=np.array([crop.time_s for crop in crops]),
        xy_px=np.array([a.xy_px for a in athlete]),
        visibility=np.array([a.visibility for a in athlete]),
        evidence=PointEvidence.stacked([a.evidence or nothing for a in athlete])
        if from_maps
        else None,
        width_px=video.width_px,
        height_px=video.height_px,
    )


def _person(person: Landmarks, crop: Crop) -> DetectedPerson:
    corner = crop.cutting.corner
    return DetectedPerson(person, trunk_colours(crop.cutting.square(), person.xy_px - corner))
