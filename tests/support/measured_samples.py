"""The sample clips, measured from the points of their truth: a library to play them from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.core.assets import find_sample
from aqvision.core.sequence import PoseSequence
from aqvision.library.library import Library
from aqvision.library.records import Run, StoredComparison
from samples.generator import landmarks_px
from samples.generator.clip import CLIPS
from tests.support.synthetic import analyze


@cache
def sample_analysis(name: str) -> Analysis:
    """Measure a sample clip as a network that never errs would; nobody may change the result."""
    clip = next(clip for clip in CLIPS if clip.name == name)
    points = landmarks_px(clip.motion(), clip.camera)
    pose = PoseSequence(
        time_s=np.arange(len(points)) / clip.fps,
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=clip.camera.width_px,
        height_px=clip.camera.height_px,
    )
    return analyze(pose, name=f"{name}.mp4")


def add_measured(
    library: Library, session_id: str, name: str = "before", *, faces_blurred: bool = False
) -> Run:
    """Add a sample clip with its result to a session."""
    run = library.add_run(session_id, find_sample(f"{name}.mp4"))
    analysis = sample_analysis(name)
    made_by = replace(analysis.provenance, faces_blurred=faces_blurred)
    folder = library.home.new_result()
    save_analysis(replace(analysis, provenance=made_by), folder)
    (folder / "report.html").write_text("<!doctype html><title>report</title>")
    library.add_analysis(run.id, name, folder, {})
    return run


def add_pair(library: Library, athlete_id: str) -> tuple[Run, Run, StoredComparison]:
    """Add both sample clips, before and after, and their comparison."""
    sessions = [library.add_session(athlete_id, label) for label in ("before", "after")]
    before, after = (add_measured(library, one.id, one.label) for one in sessions)
    comparison = library.add_comparison(sessions[0].id, sessions[1].id)
    folder = library.home.new_result()
    folder.mkdir()
    (folder / "report.html").write_text("<!doctype html><title>report</title>")
    library.finish_comparison(comparison.id, "key", folder, {})
    return before, after, comparison
